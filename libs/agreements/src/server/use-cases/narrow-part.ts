import { Injectable } from '@nestjs/common';
import { messageFor, ReasonNeeded, type Actor, type Tx } from '@accord/kernel';
import { EvidenceCommands, type EvidenceId } from '@accord/evidence';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { ImpactOfActs, type Reach, type StopId, type StopKind } from '@accord/agreements';
import { ConsumerPart } from '../domain/consumer-part.js';
import { readReason } from '../domain/reason.js';
import { sideOf } from '../domain/stop-sides.js';
import type { Participation } from '../domain/participation.js';
import { Pairs } from '../storage/pairs.js';
import { Stops, type StopScope } from '../storage/stops.js';
import { Parties, PARTY, type PartyInput } from './party.js';

export interface NarrowInput extends PartyInput {
  /** Asked for where the matrix says so; a withdrawal gives no ground to anybody. */
  readonly reason?: string | null | undefined;
  /** Of what was previewed. Nothing can block a narrowing: what is found instead is recorded and told. */
  readonly impactHash?: string | null | undefined;
}

/** What was stopped, and whether that is still what was shown. */
export interface Narrowed {
  readonly id: string;
  readonly stopId: StopId | null;
  readonly impactMoved: boolean;
}

/** Narrowing is quick (R5): one authorised person, at once, and nothing can block it. */
@Injectable()
export class NarrowPart {
  constructor(
    private readonly transactions: Transactions, private readonly parties: Parties, private readonly pairs: Pairs, private readonly stops: Stops,
    private readonly evidence: EvidenceCommands, private readonly impact: ImpactOfActs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  /** Stops for now; pairs stay held, so that resuming meets nobody in their place. */
  suspend(actor: Actor, input: NarrowInput): Promise<Narrowed> {
    return this.narrow(actor, 'suspend', 'suspended', 'suspension', input, (part, at) => {
      // Nothing can block it: whoever suspends what another side has suspended already adds an entry that only their own side lifts.
      if (part.state !== 'suspended') part.suspend(at);
    });
  }

  /** A provider withdraws its share; final. */
  withdraw(actor: Actor, input: Omit<NarrowInput, 'side'>): Promise<Narrowed> {
    return this.narrow(actor, 'withdraw', 'withdrawn', 'withdrawal', { ...input, side: 'provider' }, (part, at) => { part.leaveForGood(at); });
  }

  /** A consumer leaves; final. */
  leave(actor: Actor, input: Omit<NarrowInput, 'side'>): Promise<Narrowed> {
    return this.narrow(actor, 'leave', 'left', 'leaving', { ...input, side: 'consumer' }, (part, at) => { part.leaveForGood(at); });
  }

  /** Evidence of a party that is live turned out to prove nothing: the part stops at once, and no approver can resume onto it (R11). */
  invalidateEvidence(actor: Actor, input: NarrowInput): Promise<Narrowed> {
    return this.narrow(actor, 'suspend', 'evidence-invalidated', 'suspension', input, async (part, at, tx) => {
      if (!input.reason?.trim()) throw new ReasonNeeded();
      if (part.state !== 'suspended') part.suspend(at);
      await this.evidence.invalidate(tx, part.evidenceId as EvidenceId, input.reason);
    });
  }

  private narrow(
    actor: Actor, action: string, done: string, kind: StopKind, { idempotencyKey, impactHash, ...input }: NarrowInput,
    move: (part: Participation | ConsumerPart, at: Date, tx: Tx) => void | Promise<void>,
  ): Promise<Narrowed> {
    const { subject, event } = PARTY[input.side];
    return this.transactions.run(actor, { act: `${event}.${action}`, subject: input.id, idempotencyKey, input: { ...input, impactHash } }, async (tx) => {
      // A stale form never blocks a narrowing: the lock is enough, and what was seen stands in the record.
      const part = await this.parties.lock(tx, { side: input.side, id: input.id });
      demand(tx, action, subject, part as never, { reason: input.reason });
      const reason = readReason(input.reason) ?? messageFor('NO_REASON_GIVEN');
      const compared = await this.impact.compared(tx, { kind: 'stop', reach: reachOf(part), isFinal: kind !== 'suspension' }, impactHash);
      const seen = { seenVersion: input.expectedVersion, version: part.version, ...compared };
      await move(part, timeOf(tx), tx);
      await this.parties.save(tx, part);
      if (kind !== 'suspension') await this.pairs.release(tx, part instanceof ConsumerPart ? { consumerPartId: part.id } : { participationId: part.id });
      // What never was live has nothing to stop at a gateway.
      const stopId = part.liveAt === null ? null : await this.stops.impose(tx, kind, scopeOf(part), sideOf(actor.duty) ?? 'staff', reason);
      await this.changes.record(tx, { type: `${event}.${done}`, subject: part.id, odsCode: part.odsCode, agreementId: part.agreementId, localityId: part.localityId, reason, details: { stop: stopId, ...seen } });
      await this.outbox.append(tx, { type: `${event}.${done}`, subject: part.id, localityIds: [part.localityId], payload: { stop: stopId, onlyAgreement: part.agreementId } });
      return { id: part.id, stopId, impactMoved: compared.impactMoved };
    });
  }
}

const reachOf = (part: Participation | ConsumerPart): Reach => (part instanceof ConsumerPart ? { consumerPartId: part.id } : { participationId: part.id });

function scopeOf(part: Participation | ConsumerPart): StopScope {
  const { agreementId, localityId } = part;
  return part instanceof ConsumerPart
    ? { kind: 'part', agreementId, localityId, consumerPartId: part.id, consumerOdsCode: part.consumerOdsCode }
    : { kind: 'participation', agreementId, localityId, participationId: part.id, providerOdsCode: part.providerOdsCode };
}
