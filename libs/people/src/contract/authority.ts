import type { OdsCode, PersonId, Tx } from '@accord/kernel';
import type { AuthorityId } from './ids.js';

/** One line of an organisation's register: this person may sign for it, in this role, during this time. */
export interface AuthorityFacts {
  readonly id: AuthorityId;
  readonly odsCode: OdsCode;
  readonly personId: PersonId;
  readonly signatoryName: string;
  readonly roleTitle: string;
  readonly from: Date;
  readonly until: Date | null;
  readonly recordedBy: PersonId;
  readonly confirmedBy: PersonId | null;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Authority counts when a second person confirmed it and its dates include the instant of the signature. */
export function mayStandFor(authority: Pick<AuthorityFacts, 'from' | 'until' | 'confirmedAt' | 'endedAt'>, signedAt: Date): boolean {
  return authority.confirmedAt !== null && authority.from <= signedAt && (authority.until === null || signedAt < authority.until)
    && (authority.endedAt === null || signedAt < authority.endedAt);
}

/** The registers of authority, asked by evidence and agreements; answered in people/server. */
export abstract class Authorities {
  abstract byId(tx: Tx, id: AuthorityId): Promise<AuthorityFacts | null>;
  /** Under which line of the register this person may sign for this organisation at that instant; null where none. */
  abstract ofPerson(tx: Tx, odsCode: OdsCode, personId: PersonId, at: Date): Promise<AuthorityFacts | null>;
  /** Every line that counts for these organisations at that instant. */
  abstract inForce(tx: Tx, odsCodes: readonly OdsCode[], at: Date): Promise<readonly AuthorityFacts[]>;
}
