import type { StopEntry, StopsTarget } from '@accord/enforcement';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { heldKey, heldPairsOf, isShown, type HeldPair } from '../../contract/held-pairs.js';
import { agreementIds, localitiesWithin, namesOf, type NamedOrganisation } from './publication-changes.js';
import { gatewayStates, type StandingRow } from './publications.js';
import { isReadable, publicationContent, publishedSummaries } from './published-summaries.js';
import { refuseLimitsOf } from './refuse-limits.js';
import { currentNumbers } from './repository.js';

/** One gateway, and how much it held of a practice by its newest receipt. */
export interface HoldingGateway extends StandingRow {
  /** Pairs of the practice in what it holds; null where what it holds cannot be read any more. */
  readonly pairs: number | null;
  /** Viewing organisations that it shows something to now, by what it holds: inside the dates and not stopped altogether; null where that cannot be read. */
  readonly viewers: number | null;
  /** From when it refuses everything of the practice, should it never hear again; null where it was never given anything. */
  readonly refusesAt: Date | null;
  readonly hasRefused: boolean;
}

export interface SignedPage { readonly evidenceId: string; readonly page: number | null; readonly sha256: string }

/** What is the same on these gateways. */
export interface HeldRow extends Omit<HeldPair, 'consumer'> {
  readonly localityName: string;
  readonly consumer: NamedOrganisation;
  readonly agreementId: string | null;
  /** What the practice signed, as far as the register says so today and the reader may see it. */
  readonly signedPage: SignedPage | null;
  readonly gateways: readonly string[];
}

export interface HeldInName {
  readonly gateways: readonly HoldingGateway[];
  readonly total: number;
  readonly rows: readonly HeldRow[];
  /** Where the next page begins; null after the last. */
  readonly endCursor: string | null;
}

/** Which of the summaries that a publication lists name an organisation at all: asked of their bytes, so that only those are read. */
const NAMING = `SELECT sha256 FROM tuf_target WHERE sha256 = ANY ($1::text[]) AND position(convert_to($2, 'UTF8') IN content) > 0`;

/** The stop list of a number; none where no publication names it. It is new each time, and issued with the first publication that names it. */
const STOPS = `SELECT content FROM tuf_target WHERE path = 'stops/stops.json' AND publication_number = (SELECT min(number) FROM publication WHERE stop_list_number = $1)`;

const PAGES = `
  SELECT agreement.reference, version.number AS version, evidence.id AS "evidenceId", evidence.signed_page AS page, evidence.document_sha256 AS sha256
  FROM participation JOIN sharing_agreement agreement ON agreement.id = participation.agreement_id JOIN agreement_version version ON version.id = participation.agreement_version_id
  JOIN evidence ON evidence.id = participation.evidence_id
  WHERE participation.provider_ods_code = $1 AND agreement.reference = ANY ($2::text[])`;

/**
 * What gateways hold in the name of one practice, each as of its newest receipt: from the published bytes it signed for, not from the tables
 * of today. Of a locality within reach ($ reach; null reaches all) and of this practice alone, whoever else is in the same summary.
 */
export async function heldInName(tx: Tx, provider: string, at: Date, reach: readonly string[] | null, asked: { readonly after: string | null; readonly first: number }): Promise<HeldInName> {
  const localities = await localitiesWithin(tx, reach);
  const states = await gatewayStates(tx, at, reach);
  const stopsBy = new Map<number, readonly StopEntry[] | null>();
  for (const number of new Set(states.map(({ stopList }) => stopList).filter((number) => number !== null))) stopsBy.set(number, await stopListNumbered(tx, number));
  const limits = await refuseLimitsOf(tx, states.map(({ publication }) => publication));
  const current = await currentNumbers(tx);
  const heldBy = new Map<number, Holding>();
  for (const number of new Set([...states.map(({ publication }) => publication), current?.number ?? null].filter((number) => number !== null))) heldBy.set(number, await holdingOf(tx, number, provider, localities));
  const namedNow = heldBy.get(current?.number ?? 0)?.naming ?? new Set<string>();

  const byKey = new Map<string, HeldPair & { readonly gateways: string[] }>();
  const gateways: HoldingGateway[] = [];
  for (const state of states) {
    const holding = state.publication === null ? undefined : heldBy.get(state.publication);
    const own = holding?.summaries.filter(({ locality }) => state.localities.includes(locality)) ?? [];
    const served = state.localities.filter((code) => holding?.naming.has(code));
    // Who neither holds anything of the practice nor is about to is not its concern.
    const concerned = served.length > 0 ? served : state.localities.filter((code) => namedNow.has(code));
    if (concerned.length === 0) continue;
    const stops = state.stopList === null ? [] : stopsBy.get(state.stopList) ?? null;
    // By a stop list that nobody issued it cannot be said what is shown.
    const pairs = stops === null ? [] : own.flatMap((summary) => heldPairsOf(provider, summary, stops));
    for (const pair of pairs) {
      const key = heldKey(pair);
      const same = byKey.get(key);
      if (same === undefined) byKey.set(key, { ...pair, gateways: [state.code] });
      else same.gateways.push(state.code);
    }
    const limit = limits(state.publication, concerned);
    const refusesAt = state.givenAt === null || limit === null ? null : new Date(state.givenAt.getTime() + limit);
    const isUnread = stops === null || own.length < served.length;
    gateways.push({ ...state, pairs: isUnread ? null : pairs.length, viewers: isUnread ? null : new Set(pairs.filter((pair) => isShown(pair, at)).map(({ consumer }) => consumer)).size, refusesAt, hasRefused: refusesAt !== null && refusesAt.getTime() <= at.getTime() });
  }
  const keys = [...byKey.keys()].sort((one, other) => (one < other ? -1 : 1));
  const shown = keys.filter((key) => asked.after === null || key > asked.after).slice(0, asked.first);
  const last = shown.at(-1);
  return {
    gateways, total: keys.length, rows: await withNames(tx, provider, shown.map((key) => byKey.get(key)!), localities),
    endCursor: last === undefined || last === keys.at(-1) ? null : last,
  };
}

interface Holding {
  /** Localities whose summary in this publication names the practice. */
  readonly naming: ReadonlySet<string>;
  /** Those of them that can be read. */
  readonly summaries: readonly Exclude<ReturnType<Awaited<ReturnType<typeof publishedSummaries>>>, string>[];
}

async function holdingOf(tx: Tx, number: number, provider: string, localities: ReadonlyMap<string, string>): Promise<Holding> {
  const listed = Object.entries((await publicationContent(tx, number))?.localities ?? {}).filter(([code]) => localities.has(code));
  const naming = new Set((await sql<{ sha256: string }>(tx, NAMING, [listed.map(([, sha256]) => sha256), JSON.stringify(provider)])).map(({ sha256 }) => sha256));
  const summaryOf = await publishedSummaries(tx, [...naming]);
  return { naming: new Set(listed.filter(([, sha256]) => naming.has(sha256)).map(([code]) => code)), summaries: [...naming].map(summaryOf).filter(isReadable) };
}

async function stopListNumbered(tx: Tx, number: number): Promise<readonly StopEntry[] | null> {
  const [row] = await sql<{ content: Buffer }>(tx, STOPS, [number]);
  return row === undefined ? null : (JSON.parse(row.content.toString()) as StopsTarget).entries;
}

async function withNames(tx: Tx, provider: string, pairs: readonly (HeldPair & { readonly gateways: readonly string[] })[], localities: ReadonlyMap<string, string>): Promise<readonly HeldRow[]> {
  const references = [...new Set(pairs.map(({ agreement }) => agreement))];
  const [names, ids] = [await namesOf(tx, pairs.map(({ consumer }) => consumer)), await agreementIds(tx, references)];
  const pages = references.length === 0 ? [] : await sql<SignedPage & { readonly reference: string; readonly version: number }>(tx, PAGES, [provider, references]);
  return pairs.map((pair) => {
    const signed = pages.find(({ reference, version }) => reference === pair.agreement && version === pair.version);
    return {
      ...pair, localityName: localities.get(pair.locality) ?? pair.locality, consumer: { odsCode: pair.consumer, name: names.get(pair.consumer) ?? pair.consumer }, agreementId: ids.get(pair.agreement) ?? null,
      signedPage: signed === undefined ? null : { evidenceId: signed.evidenceId, page: signed.page, sha256: signed.sha256 },
    };
  });
}

/** What an organisation is called, null where none has that code, and the localities it has to do with: by which staff may ask for it. */
export async function practiceNamed(tx: Tx, provider: string): Promise<{ readonly name: string | null; readonly localityIds: readonly string[] }> {
  const rows = await sql<{ id: string }>(tx, 'SELECT DISTINCT locality_id AS id FROM localities_of($1::text[], $2::timestamptz)', [[provider], timeOf(tx)]);
  return { name: (await namesOf(tx, [provider])).get(provider) ?? null, localityIds: rows.map(({ id }) => id) };
}
