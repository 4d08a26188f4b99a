import { CALLERS_FORMAT, type CallersTarget, type PublicationTarget, type StopEntry, type StopsTarget } from '@accord/enforcement';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { callersDifference, localityDifference, stopsDifference, type SummaryChange } from '../../contract/summary-difference.js';
import { isReadable, publicationContent, publishedSummaries, type PublishedSummary } from './published-summaries.js';

export interface NamedOrganisation { readonly odsCode: string; readonly name: string }

export interface ChangeRow extends Omit<SummaryChange, 'organisations'> {
  readonly localityName: string | null;
  /** Where the agreement is one the reader may open. */
  readonly agreementId: string | null;
  readonly organisations: readonly NamedOrganisation[];
  /** Stops it concerns, as far as they are the reader's to see. */
  readonly stops: readonly string[];
  /** Of summaries that are counted and not compared: the locality after which they come. */
  readonly continueAfter: string | null;
}

/** So many summaries are compared at once, the others counted: they would be megabytes for one answer. */
const MOST_COMPARED = 24;

/** Stops are told one by one, so that each can be opened; beyond these they are counted. */
const MOST_STOPS = 12;

const STOPS_AT = `SELECT content FROM tuf_target WHERE path = 'stops/stops.json' AND publication_number <= $1 ORDER BY publication_number DESC LIMIT 1`;

/**
 * What gateways are told otherwise by one publication than by another; `from` null is before the first. Only localities within reach
 * ($ reach: ids; null reaches all), and only stops that row-level security shows.
 *
 * @param after goes on where an earlier answer ended: with the localities that come after this one, and no more than them
 */
export async function changesBetween(tx: Tx, from: number | null, to: number, reach: readonly string[] | null, after: string | null = null): Promise<readonly ChangeRow[]> {
  const [was, is] = [from === null ? null : await publicationContent(tx, from), await publicationContent(tx, to)];
  if (is === null) return [];
  const localities = await localitiesWithin(tx, reach);
  const differing = differingLocalities(was, is, localities).filter(({ code }) => after === null || code > after);
  const compared = differing.slice(0, MOST_COMPARED);
  const summaryOf = await publishedSummaries(tx, compared.flatMap((each) => [each.was, each.is]).filter((sha256) => sha256 !== null));
  const found = compared.flatMap((each) => differenceIn(each.code, each.was === null ? null : summaryOf(each.was), each.is === null ? null : summaryOf(each.is)));
  const uncompared: SummaryChange = { kind: 'summary-changed', locality: null, agreement: null, organisations: [], count: differing.length - compared.length };
  if (after === null) found.push(...await callerChanges(tx, was, is, reach === null));
  if (uncompared.count > 0) found.push(uncompared);
  if (after === null && await areKeysChanged(tx, from, to)) found.push({ kind: 'keys-changed', locality: null, agreement: null, organisations: [], count: 1 });
  const stops = after === null ? stopsDifference(from === null ? [] : await stopsAt(tx, from), await stopsAt(tx, to)) : { added: [], removed: [] };
  const [names, ids] = [await namesOf(tx, found.flatMap(({ organisations }) => organisations)), await agreementIds(tx, found.map(({ agreement }) => agreement))];
  const named = (codes: readonly string[]) => codes.map((odsCode) => ({ odsCode, name: names.get(odsCode) ?? odsCode }));
  return [
    ...found.map((change) => ({ ...change, localityName: change.locality === null ? null : localities.get(change.locality) ?? null, agreementId: ids.get(change.agreement ?? '') ?? null, organisations: named(change.organisations), stops: [],
      continueAfter: change === uncompared ? compared.at(-1)?.code ?? null : null })),
    ...await stopRows(tx, 'stops-added', stops.added), ...await stopRows(tx, 'stops-removed', stops.removed),
  ];
}

/** Publications that came with other signing keys, which every gateway has to follow. */
async function areKeysChanged(tx: Tx, from: number | null, to: number): Promise<boolean> {
  return (await sql(tx, 'SELECT 1 FROM key_ceremony WHERE publication_number > $1 AND publication_number <= $2 LIMIT 1', [from ?? 0, to])).length > 0;
}

/** Localities by code, as far as $1 reaches. */
export async function localitiesWithin(tx: Tx, reach: readonly string[] | null): Promise<ReadonlyMap<string, string>> {
  const known = await sql<{ code: string; name: string }>(tx, 'SELECT code, name FROM locality WHERE $1::uuid[] IS NULL OR id = ANY ($1)', [reach]);
  return new Map(known.map(({ code, name }) => [code, name]));
}

/** Localities whose summary is another one, in order, with the hash before and after. */
export function differingLocalities(
  before: PublicationTarget | null, after: PublicationTarget, within: ReadonlyMap<string, string>,
): readonly { readonly code: string; readonly was: string | null; readonly is: string | null }[] {
  const [was, is] = [before?.localities ?? {}, after.localities];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((code) => was[code] !== is[code] && within.has(code)).sort()
    .map((code) => ({ code, was: was[code] ?? null, is: is[code] ?? null }));
}

/** What cannot be read any more is said to be so, and never taken for nothing. */
function differenceIn(locality: string, was: PublishedSummary | null, is: PublishedSummary | null): readonly SummaryChange[] {
  const fault = [was, is].find((summary) => typeof summary === 'string');
  if (typeof fault === 'string') return [{ kind: `summary-${fault}`, locality, agreement: null, organisations: [], count: 1 }];
  return localityDifference(isReadable(was) ? was : null, isReadable(is) ? is : null);
}

/** Certificates count everywhere. Who reaches a few localities is told of the consumers whose agreements they see. */
async function callerChanges(tx: Tx, before: PublicationTarget | null, after: PublicationTarget, all: boolean): Promise<readonly SummaryChange[]> {
  const [was, is] = [before?.callers ?? '', after.callers];
  if (was === is) return [];
  const targets = await read<CallersTarget>(tx, [was, is], CALLERS_FORMAT);
  const seen = all ? [] : await sql<{ ods_code: string }>(tx, `SELECT DISTINCT ods_code FROM agreement_party WHERE side = 'consumer'`, []);
  const visible = new Set(seen.map((row) => row.ods_code));
  return callersDifference(targets.get(was) ?? null, targets.get(is) ?? null, (consumer) => all || visible.has(consumer));
}

async function read<T extends { readonly format: string }>(tx: Tx, hashes: readonly string[], format: T['format']): Promise<ReadonlyMap<string, T>> {
  const rows = await sql<{ sha256: string; content: Buffer }>(tx, 'SELECT sha256, content FROM tuf_target WHERE sha256 = ANY ($1::text[])', [hashes]);
  return new Map(rows.map(({ sha256, content }) => [sha256, JSON.parse(content.toString()) as T] as const).filter(([, target]) => target.format === format));
}

/** The stop list that came with a publication. */
export async function stopsAt(tx: Tx, number: number): Promise<readonly StopEntry[]> {
  const [row] = await sql<{ content: Buffer }>(tx, STOPS_AT, [number]);
  return row === undefined ? [] : (JSON.parse(row.content.toString()) as StopsTarget).entries;
}

/** Those that row-level security shows. */
export async function visibleStops(tx: Tx, entries: readonly StopEntry[]): Promise<readonly StopEntry[]> {
  const visible = entries.length === 0 ? [] : await sql<{ id: string }>(tx, 'SELECT id FROM stop WHERE id = ANY ($1::uuid[])', [entries.map(({ id }) => id)]);
  const seen = new Set(visible.map(({ id }) => id));
  return entries.filter(({ id }) => seen.has(id));
}

async function stopRows(tx: Tx, kind: 'stops-added' | 'stops-removed', entries: readonly StopEntry[]): Promise<readonly ChangeRow[]> {
  const shown = await visibleStops(tx, entries);
  if (shown.length === 0) return [];
  const told = shown.slice(0, MOST_STOPS);
  const codesOf = ({ scope }: StopEntry): string[] => [scope.provider, scope.consumer].filter((code) => code !== undefined);
  const names = await namesOf(tx, told.flatMap(codesOf));
  const row = (count: number, stops: readonly string[], codes: readonly string[]): ChangeRow => ({
    kind, locality: null, localityName: null, agreement: null, agreementId: null, organisations: codes.map((odsCode) => ({ odsCode, name: names.get(odsCode) ?? odsCode })), count, stops, continueAfter: null,
  });
  const ids = await agreementIds(tx, told.map(({ scope }) => scope.agreement ?? null));
  const ofOne = (entry: StopEntry): ChangeRow => ({ ...row(1, [entry.id], codesOf(entry)), agreement: entry.scope.agreement ?? null, agreementId: ids.get(entry.scope.agreement ?? '') ?? null });
  return [...told.map(ofOne), ...(shown.length > told.length ? [row(shown.length - told.length, [], [])] : [])];
}

/** By reference, of those that row-level security shows. */
export async function agreementIds(tx: Tx, references: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(references.filter((reference) => reference !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await sql<{ reference: string; id: string }>(tx, 'SELECT reference, id FROM sharing_agreement WHERE reference = ANY ($1::text[])', [wanted]);
  return new Map(rows.map(({ reference, id }) => [reference, id]));
}

export async function namesOf(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await sql<{ ods_code: string; name: string }>(tx, 'SELECT ods_code, name FROM organisation WHERE ods_code = ANY ($1::text[])', [[...new Set(codes)]]);
  return new Map(rows.map(({ ods_code: code, name }) => [code, name]));
}
