import { Injectable } from '@nestjs/common';
import { demandVersion, type Actor, type PersonId, type Tx } from '@accord/kernel';
import { Changes, concerns, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { ImpactOfActs } from '@accord/agreements';
import { demandLiftable, demandStanding, demandTheirsToAsk } from '../domain/stop-sides.js';
import { Pairs } from '../storage/pairs.js';
import { ConsumerParts, Participations } from '../storage/party-parts.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { Stops, type Stop } from '../storage/stops.js';

export interface ResumeInput {
  readonly stopId: string;
  readonly expectedVersion: number;
  /** Of what was previewed; confirming asks for it. */
  readonly impactHash?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** A suspension is lifted by those who imposed it: the same side asks, and an approver confirms (R5). */
@Injectable()
export class ResumePart {
  constructor(
    private readonly transactions: Transactions, private readonly stops: Stops, private readonly participations: Participations, private readonly parts: ConsumerParts,
    private readonly agreements: SharingAgreements, private readonly pairs: Pairs, private readonly impact: ImpactOfActs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  ask(actor: Actor, { idempotencyKey, ...input }: ResumeInput): Promise<{ stopId: string }> {
    return this.transactions.run(actor, { act: 'stop.ask-resume', subject: input.stopId, idempotencyKey, input }, async (tx) => {
      const stop = await this.lock(tx, input);
      demandTheirsToAsk(stop, actor);
      demand(tx, 'ask-resume', 'Stop', { imposedSide: stop.imposedSide, imposedFor: stop.imposedFor ?? '', localityIds: await this.stops.localitiesOf(tx, reachOf(stop)) });
      await this.stops.askResume(tx, stop, actor.personId!);
      await this.changes.record(tx, { type: 'stop.resume-asked', subject: stop.id, odsCode: stop.providerOdsCode ?? stop.consumerOdsCode, agreementId: stop.agreementId, localityId: stop.localityId });
      await this.outbox.append(tx, { type: 'stop.resume-asked', subject: stop.id });
      return { stopId: stop.id };
    });
  }

  confirm(actor: Actor, { idempotencyKey, ...input }: ResumeInput): Promise<{ stopId: string }> {
    return this.transactions.run(actor, { act: 'stop.lift', subject: input.stopId, idempotencyKey, input }, async (tx) => {
      await this.impact.inTurn(tx);
      const stop = await this.lock(tx, input);
      const localityIds = await this.stops.localitiesOf(tx, reachOf(stop));
      demand(tx, 'lift', 'Stop', { localityIds });
      demandLiftable(stop, actor);
      if (stop.agreementId !== null) (await this.agreements.alone(tx, stop.agreementId)).demandStanding('resume');
      await this.impact.demandUnchanged(tx, { kind: 'lift', stopIds: [stop.id] }, input.impactHash);
      await this.resume(tx, stop, actor.personId!);
      await this.changes.record(tx, { type: 'stop.lifted', subject: stop.id, odsCode: stop.providerOdsCode ?? stop.consumerOdsCode, agreementId: stop.agreementId, localityId: stop.localityId });
      await this.outbox.append(tx, { type: 'stop.lifted', subject: stop.id, localityIds });
      return { stopId: stop.id };
    });
  }

  private async resume(tx: Tx, stop: Stop, by: PersonId): Promise<void> {
    const participation = stop.participationId === null ? null : await this.participations.lock(tx, stop.participationId);
    const part = stop.consumerPartId === null ? null : await this.parts.lock(tx, stop.consumerPartId);
    await this.stops.lift(tx, stop, by);
    // Every other scope leaves states alone: its stop alone took the pairs out of force.
    if (participation === null && part === null) return;
    // What another side has suspended as well stays suspended until they lift theirs.
    if (await this.stops.anotherStands(tx, stop)) return;
    participation?.resume(timeOf(tx));
    part?.resume(timeOf(tx));
    if (participation !== null) await this.participations.save(tx, participation);
    if (part !== null) await this.parts.save(tx, part);
    // The other side may have come live meanwhile.
    if (stop.agreementId !== null) await this.pairs.hold(tx, [stop.agreementId]);
  }

  private async lock(tx: Tx, { stopId, expectedVersion }: ResumeInput): Promise<Stop> {
    const stop = await this.stops.lock(tx, stopId);
    concerns(tx, { agreementId: stop.agreementId, localityId: stop.localityId, odsCode: stop.providerOdsCode ?? stop.consumerOdsCode });
    demandVersion(expectedVersion, stop.version);
    demandStanding(stop);
    return stop;
  }
}

const reachOf = ({ localityId, providerOdsCode, consumerOdsCode }: Stop): Parameters<Stops['localitiesOf']>[1] => (
  { localityId, ...(providerOdsCode === null ? {} : { providerOdsCode }), ...(consumerOdsCode === null ? {} : { consumerOdsCode }) });
