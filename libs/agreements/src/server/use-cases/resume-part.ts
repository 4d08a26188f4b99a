import { Injectable } from '@nestjs/common';
import { demandVersion, SamePerson, type Actor, type PersonId, type Tx } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { NotReady, NotTheirsToLift } from '@accord/agreements';
import { Pairs } from '../storage/pairs.js';
import { ConsumerParts, Participations } from '../storage/party-parts.js';
import { SharingAgreements } from '../storage/sharing-agreements.js';
import { Stops, type Stop } from '../storage/stops.js';

export interface ResumeInput {
  readonly stopId: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** A suspension is lifted by those who imposed it: the same side asks, and an approver confirms (R5). */
@Injectable()
export class ResumePart {
  constructor(
    private readonly transactions: Transactions, private readonly stops: Stops, private readonly participations: Participations, private readonly parts: ConsumerParts,
    private readonly agreements: SharingAgreements, private readonly pairs: Pairs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  ask(actor: Actor, { idempotencyKey, ...input }: ResumeInput): Promise<{ stopId: string }> {
    return this.transactions.run(actor, { act: 'stop.ask-resume', subject: input.stopId, idempotencyKey, input }, async (tx) => {
      const stop = await this.standing(await this.stops.lock(tx, input.stopId), input.expectedVersion);
      this.demandSameSide(actor, stop);
      demand(tx, 'ask-resume', 'Stop', { imposedSide: stop.imposedSide, imposedFor: stop.imposedFor ?? '', localityId: stop.localityId });
      await this.stops.askResume(tx, stop, actor.personId!);
      await this.changes.record(tx, { type: 'stop.resume-asked', subject: stop.id, agreementId: stop.agreementId, localityId: stop.localityId });
      await this.outbox.append(tx, { type: 'stop.resume-asked', subject: stop.id });
      return { stopId: stop.id };
    });
  }

  confirm(actor: Actor, { idempotencyKey, ...input }: ResumeInput): Promise<{ stopId: string }> {
    return this.transactions.run(actor, { act: 'stop.lift', subject: input.stopId, idempotencyKey, input }, async (tx) => {
      const stop = await this.standing(await this.stops.lock(tx, input.stopId), input.expectedVersion);
      demand(tx, 'lift', 'Stop', { localityId: stop.localityId });
      if (stop.resumeAskedBy === null) throw new NotReady('resume', 'not asked for by those who stopped it');
      if (stop.resumeAskedBy === actor.personId) throw new SamePerson('resume');
      if (stop.agreementId !== null) (await this.agreements.share(tx, stop.agreementId)).demandStanding('resume');
      await this.resume(tx, stop, actor.personId!);
      await this.changes.record(tx, { type: 'stop.lifted', subject: stop.id, agreementId: stop.agreementId, localityId: stop.localityId });
      await this.outbox.append(tx, { type: 'stop.lifted', subject: stop.id, localityIds: stop.localityId === null ? [] : [stop.localityId] });
      return { stopId: stop.id };
    });
  }

  private async resume(tx: Tx, stop: Stop, by: PersonId): Promise<void> {
    const participation = stop.participationId === null ? null : await this.participations.lock(tx, stop.participationId);
    const part = stop.consumerPartId === null ? null : await this.parts.lock(tx, stop.consumerPartId);
    await this.stops.lift(tx, stop, by);
    // What another side has suspended as well stays suspended until they lift theirs.
    if (await this.stops.anotherStands(tx, stop)) return;
    participation?.resume(timeOf(tx));
    part?.resume(timeOf(tx));
    if (participation !== null) await this.participations.save(tx, participation);
    if (part !== null) await this.parts.save(tx, part);
    // The other side may have come live meanwhile.
    if (stop.agreementId !== null) await this.pairs.hold(tx, stop.agreementId);
  }

  private standing(stop: Stop, expectedVersion: number): Stop {
    demandVersion(expectedVersion, stop.version);
    if (stop.kind !== 'suspension' || stop.liftedAt !== null) throw new NotReady('resume', stop.liftedAt === null ? stop.kind : 'lifted');
    return stop;
  }

  private demandSameSide(actor: Actor, stop: Stop): void {
    const duties: Record<Stop['imposedSide'], readonly string[]> = {
      'controller': ['signatory', 'practice-governance-lead'], 'viewing-organisation': ['viewer-governance-lead'], 'privacy-officer': ['privacy-officer'],
      'staff': ['activation-officer'], 'gate': [],
    };
    if (!duties[stop.imposedSide].includes(actor.duty ?? '')) throw new NotTheirsToLift(stop.imposedSide);
  }
}
