import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import type { Side } from '@accord/agreements';
import { ConsumerPart } from '../domain/consumer-part.js';
import { Participation } from '../domain/participation.js';
import { ConsumerParts, Participations } from '../storage/party-parts.js';

/** Which organisation's part an act is about. */
export interface PartyInput {
  readonly side: Side;
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** The names an act has on each side. */
export const PARTY = { provider: { subject: 'Participation', event: 'participation' }, consumer: { subject: 'ConsumerPart', event: 'part' } } as const;

/** One door to both sides, for acts that are the same on each. */
@Injectable()
export class Parties {
  constructor(private readonly participations: Participations, private readonly parts: ConsumerParts) {}

  lock(tx: Tx, { side, id, expectedVersion }: Pick<PartyInput, 'side' | 'id'> & Partial<PartyInput>): Promise<Participation | ConsumerPart> {
    return side === 'provider' ? this.participations.lock(tx, id, expectedVersion) : this.parts.lock(tx, id, expectedVersion);
  }

  lockUnderAgreement(tx: Tx, { side, id, expectedVersion }: PartyInput): Promise<Participation | ConsumerPart> {
    return side === 'provider' ? this.participations.lockUnderAgreement(tx, id, expectedVersion) : this.parts.lockUnderAgreement(tx, id, expectedVersion);
  }

  save(tx: Tx, part: Participation | ConsumerPart): Promise<void> {
    return part instanceof Participation ? this.participations.save(tx, part) : this.parts.save(tx, part);
  }
}
