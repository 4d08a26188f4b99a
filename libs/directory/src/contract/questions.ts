import type { LocalityId, OdsCode, Tx } from '@accord/kernel';
import type { OpeningFacts } from './organisation.js';

/** What others may know of an organisation. */
export interface DirectoryEntry extends OpeningFacts {
  readonly odsCode: OdsCode;
  readonly name: string;
  readonly prescribingSetting: number | null;
  readonly commissionerCode: string | null;
}

/** Asked by every capability that names an organisation; answered here. */
export abstract class OrganisationDirectory {
  /** Those of the codes that the directory has. */
  abstract byCode(tx: Tx, codes: readonly OdsCode[]): Promise<ReadonlyMap<OdsCode, DirectoryEntry>>;
  /** Those of the codes that are open at an instant (a closing day is the last open one), by what is recorded today. */
  abstract openAt(tx: Tx, codes: readonly OdsCode[], at: Date): Promise<ReadonlySet<OdsCode>>;
}

export interface LocalityEntry {
  readonly id: LocalityId;
  readonly code: string;
  readonly name: string;
}

/** Practices grouped under one commissioner; who belongs is dated. */
export abstract class Localities {
  abstract byCode(tx: Tx, code: string): Promise<LocalityEntry | null>;
  abstract byId(tx: Tx, id: LocalityId): Promise<LocalityEntry | null>;
  /** The practices of a locality at an instant, open or not. */
  abstract membersOn(tx: Tx, localityId: LocalityId, at: Date): Promise<readonly OdsCode[]>;
  /** The locality each of the practices is in at an instant; a practice in none is left out. */
  abstract ofPractices(tx: Tx, codes: readonly OdsCode[], at: Date): Promise<ReadonlyMap<OdsCode, LocalityEntry>>;
}
