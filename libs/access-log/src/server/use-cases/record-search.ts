import { isId, InvalidInput, newId, type Actor, type Tx } from '@accord/kernel';
import { demand, timeOf, type Changes } from '@accord/kernel/server';
import type { RecordedReading, RecordedSearch } from '../../contract/index.js';
import type { PatientVault } from '../domain/patient-vault.js';
import { SecondPersonNeeded } from '../domain/refusals.js';
import { reachOf, readFilter, readPurpose, type FilterAsked } from '../domain/search-filter.js';
import { grantedSearch } from '../storage/patient-searches.js';

export interface SearchAsked {
  readonly filter: FilterAsked & { readonly patientToken?: string | null | undefined };
  /** The purpose, where the duty needs one. */
  readonly reason?: string | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** What is read of the events a search finds. */
export type Shown = 'events' | 'histogram' | 'facets';

export type Unplaced = Pick<RecordedSearch, 'filter' | 'patientIndex' | 'reach' | 'odsCode'>;

/** Judges a search and puts it on record: who, why, by what, and what of it is read (R10). Nothing is read before. */
export async function recordSearch(
  { changes, vault }: { readonly changes: Changes; readonly vault: PatientVault }, tx: Tx, actor: Actor, asked: SearchAsked, shown: Shown,
  place: (search: Unplaced) => Pick<RecordedSearch, 'first' | 'after'>,
): Promise<RecordedSearch> {
  const purpose = readPurpose(asked.reason);
  const patient = await demandFor(vault, tx, actor, asked.filter.patientToken ?? null, purpose);
  const unplaced: Unplaced = { filter: readFilter(asked.filter), patientIndex: patient?.index ?? null, reach: reachOf(actor), odsCode: actor.odsCode };
  const { first, after } = place(unplaced);
  await changes.record(tx, {
    type: 'access-log.searched', subject: newId(timeOf(tx)), odsCode: actor.odsCode, reason: purpose,
    details: { filter: unplaced.filter, byPatient: patient !== null, ...(patient?.grantedAs != null && { grantedAs: patient.grantedAs }), shown, ...(shown === 'events' && { first, furtherPage: after !== null }) },
  });
  return { ...unplaced, first, after } as RecordedSearch;
}

/** Judges the opening of one event and puts it on record, under the event's own id. */
export async function recordOpening(changes: Changes, tx: Tx, actor: Actor, id: string, reason: string | null | undefined): Promise<RecordedReading> {
  const purpose = readPurpose(reason);
  demand(tx, 'search', 'AccessEvent', { odsCode: actor.odsCode }, { reason: purpose });
  if (!isId(id)) throw new InvalidInput('id', 'this is no id of an event');
  await changes.record(tx, { type: 'access-log.event-opened', subject: id, odsCode: actor.odsCode, reason: purpose });
  return { reach: reachOf(actor), odsCode: actor.odsCode } as RecordedReading;
}

/** By what a search is narrowed to one patient, and the asking that a second person granted where the reach is the whole nation. */
interface ByPatient {
  readonly index: Uint8Array;
  readonly grantedAs: string | null;
}

async function demandFor(vault: PatientVault, tx: Tx, actor: Actor, token: string | null, purpose: string | null): Promise<ByPatient | null> {
  const facts = { odsCode: actor.odsCode };
  demand(tx, 'search', 'AccessEvent', facts, { reason: purpose });
  if (token === null) return null;
  if (reachOf(actor) !== 'nation') {
    demand(tx, 'search-by-patient', 'AccessEvent', { ...facts, secondPerson: false }, { reason: purpose });
    return { index: vault.indexBehind(actor.personId!, token), grantedAs: null };
  }
  const index = vault.indexBehind(actor.personId!, token);
  return { index, grantedAs: await demandSecondPerson(tx, actor, index, purpose) };
}

/** The whole nation is searched by a patient only while a second person's yes to that very patient holds. */
async function demandSecondPerson(tx: Tx, actor: Actor, patientIndex: Uint8Array, purpose: string | null): Promise<string> {
  const grantedAs = await grantedSearch(tx, actor.personId!, patientIndex);
  if (grantedAs === null) throw new SecondPersonNeeded();
  demand(tx, 'search-by-patient', 'AccessEvent', { odsCode: actor.odsCode, secondPerson: true }, { reason: purpose });
  return grantedAs;
}
