import { Injectable } from '@nestjs/common';
import { InvalidInput, isOdsCode, messageFor, NotPermitted, type Actor, type Tx } from '@accord/kernel';
import { actorOf, Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import { ImpactOfActs, NotReady, reachOfScope, type AskedScope, type ImpactCompared, type ImposedSide, type StopId, type StopKind } from '@accord/agreements';
import { readReason } from '../domain/reason.js';
import { sideOf } from '../domain/stop-sides.js';
import { Pairs } from '../storage/pairs.js';
import { Participations } from '../storage/party-parts.js';
import { Stoppable } from '../storage/stoppable.js';
import { Stops, type StopScope } from '../storage/stops.js';

export interface SuspendSharingInput {
  readonly scope: AskedScope;
  readonly reason: string;
  /** Of the impact that was looked at; what moved since never blocks a narrowing and stands in the record. */
  readonly impactHash?: string | null | undefined;
  readonly idempotencyKey?: string | undefined;
}

export interface Stopped {
  readonly stopId: StopId;
  /** Somebody looked at the impact, and the world had moved since. */
  readonly impactMoved: boolean;
}

export interface WithdrawFromConsumerInput {
  /** The participation of the practice. */
  readonly id: string;
  readonly consumerOdsCode: string;
  readonly reason?: string | null | undefined;
  readonly impactHash?: string | null | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Stops what is wider or narrower than one part: one person, at once, one entry; no state moves, the entry alone takes the pairs out of force (R5). */
@Injectable()
export class StopSharing {
  constructor(
    private readonly transactions: Transactions, private readonly stoppable: Stoppable, private readonly stops: Stops, private readonly participations: Participations,
    private readonly pairs: Pairs, private readonly impact: ImpactOfActs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  suspend(actor: Actor, { idempotencyKey, ...input }: SuspendSharingInput): Promise<Stopped> {
    return this.transactions.run(actor, { act: 'sharing.suspend', subject: subjectOf(input.scope), idempotencyKey, input }, async (tx) => {
      const scope = await this.stoppable.find(tx, input.scope);
      const localityIds = await this.stops.localitiesOf(tx, scope);
      demand(tx, 'suspend', 'Sharing', { scope: scope.kind, providerOdsCode: scope.providerOdsCode ?? '', consumerOdsCode: scope.consumerOdsCode ?? '', localityIds }, input);
      const compared = await this.impact.compared(tx, { kind: 'stop', reach: reachOfScope(input.scope) }, input.impactHash);
      return this.impose(tx, 'suspension', scope, readReason(input.reason)!, localityIds, compared);
    });
  }

  /** A controller stops sharing with one named consumer for good and goes on with all others. */
  withdrawFrom(actor: Actor, { idempotencyKey, ...input }: WithdrawFromConsumerInput): Promise<Stopped> {
    return this.transactions.run(actor, { act: 'participation.withdraw-from', subject: input.id, idempotencyKey, input }, async (tx) => {
      const participation = await this.participations.lock(tx, input.id);
      demand(tx, 'withdraw', 'Participation', participation as never, input);
      if (!isOdsCode(input.consumerOdsCode)) throw new InvalidInput('consumerOdsCode', 'name the viewing organisation by its ODS code');
      if (!['signed', 'verified', 'approved', 'live', 'suspended'].includes(participation.state)) throw new NotReady('withdraw', participation.state);
      const asked: AskedScope = { kind: 'pair', agreementId: participation.agreementId, providerOdsCode: participation.providerOdsCode, consumerOdsCode: input.consumerOdsCode };
      const scope = await this.stoppable.find(tx, asked);
      const compared = await this.impact.compared(tx, { kind: 'stop', reach: reachOfScope(asked), isFinal: true }, input.impactHash);
      await this.pairs.releaseWith(tx, participation.id, input.consumerOdsCode);
      return this.impose(tx, 'withdrawal', scope, readReason(input.reason) ?? messageFor('NO_REASON_GIVEN'), [participation.localityId], compared);
    });
  }

  private async impose(tx: Tx, kind: StopKind, scope: StopScope, reason: string, localityIds: readonly string[], compared: ImpactCompared): Promise<Stopped> {
    const stopId = await this.stops.impose(tx, kind, scope, imposedSide(tx), reason);
    const type = kind === 'withdrawal' ? 'stop.withdrawn-from' : 'stop.imposed';
    const { agreementId, localityId, providerOdsCode, consumerOdsCode, systemId, serviceCode, views } = scope;
    await this.changes.record(tx, {
      type, subject: stopId, odsCode: providerOdsCode ?? consumerOdsCode ?? null, agreementId: agreementId ?? null, localityId, reason,
      details: { scope: scope.kind, provider: providerOdsCode, consumer: consumerOdsCode, system: systemId, service: serviceCode, views, ...compared },
    });
    await this.outbox.append(tx, { type, subject: stopId, localityIds, payload: { stop: stopId } });
    return { stopId, impactMoved: compared.impactMoved };
  }
}

function imposedSide(tx: Tx): ImposedSide {
  const side = sideOf(actorOf(tx).duty);
  if (side === null) throw new NotPermitted('suspend');
  return side;
}

/** Under which word a refused attempt is on record. */
function subjectOf(scope: AskedScope): string {
  switch (scope.kind) {
    case 'pair': case 'agreement': return scope.agreementId;
    case 'provider': return scope.providerOdsCode;
    case 'consumer': case 'view': return scope.consumerOdsCode;
    case 'system': return scope.systemId;
    case 'locality': return scope.localityId;
  }
}
