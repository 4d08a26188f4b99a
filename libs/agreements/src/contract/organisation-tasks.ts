import type { LocalityId, OdsCode, Tx } from '@accord/kernel';

/** Closed (or closing soon), moved to another commissioner, or missing from the newest national file; each while it takes part. */
export const ORGANISATION_TASK_KINDS = ['closed', 'moved', 'absent'] as const;
export type OrganisationTaskKind = (typeof ORGANISATION_TASK_KINDS)[number];

/** Something about one organisation, in one locality, that a person has to settle. Derived whenever it is asked, never stored. */
export interface OrganisationTask {
  readonly kind: OrganisationTaskKind;
  readonly odsCode: OdsCode;
  readonly name: string;
  readonly localityId: LocalityId;
  readonly localityName: string;
  /** What a decision would be about: with another fact it is asked anew. */
  readonly fact: string;
  /** From when it holds; ahead where the organisation closes on a day to come. */
  readonly since: Date;
  /** Parts it has there that are not over, and those of them that are live or suspended. */
  readonly parts: number;
  readonly live: number;
  readonly agreements: readonly { readonly id: string; readonly reference: string }[];
  /** Where it belongs now, where it moved. */
  readonly movedTo: { readonly name: string; readonly code: string } | null;
  /** Open organisations of the same kind at the same address: who may have taken over; the national file names no successor. Nothing of it follows them by itself. */
  readonly successors: readonly { readonly odsCode: OdsCode; readonly name: string }[];
}

/** Asked by home; answered in agreements/server. */
export abstract class OrganisationTasks {
  /** What the acting officer may settle, of one organisation or of all, oldest first. */
  abstract toSettle(tx: Tx, odsCode?: string | null): Promise<readonly OrganisationTask[]>;
}
