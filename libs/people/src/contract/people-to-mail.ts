import type { Duty, LocalityId, OdsCode, PersonId, Tx } from '@accord/kernel';

/** A duty somebody holds now, and where. */
export interface Seat {
  readonly duty: Duty;
  readonly odsCode: OdsCode | null;
  readonly organisationName: string | null;
  readonly localities: readonly LocalityId[];
}

/** Somebody who may be written to. */
export interface PersonToMail {
  readonly personId: PersonId;
  readonly name: string;
  /** As the sign-in service vouched for it; nobody typed it. */
  readonly address: string;
  readonly provenAt: Date;
  /** In the order of organisation and duty; at least one. */
  readonly seats: readonly Seat[];
}

/** Asked by notifications; answered in people/server. */
export abstract class PeopleToMail {
  /** Everybody with a proven address who holds a duty at that instant and is not shut out, in the order of their ids: those behind one of them. */
  abstract after(tx: Tx, personId: PersonId | null, at: Date, atMost: number): Promise<readonly PersonToMail[]>;
  abstract one(tx: Tx, personId: PersonId, at: Date): Promise<PersonToMail | null>;
  /** The address proven for a person, whatever they hold. */
  abstract addressOf(tx: Tx, personId: PersonId): Promise<string | null>;
}
