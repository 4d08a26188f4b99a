import type { PublicationTarget, StopEntry } from '@accord/enforcement';
import { InvalidInput, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { pairDifferences, type PairDifference, type StopsBeside } from '../../contract/pair-difference.js';
import { stopsDifference } from '../../contract/summary-difference.js';
import { agreementIds, differingLocalities, localitiesWithin, namesOf, stopsAt, visibleStops, type NamedOrganisation } from './publication-changes.js';
import { isReadable, publicationContent, publishedSummaries } from './published-summaries.js';

export interface PairChangeRow extends Omit<PairDifference, 'consumer' | 'providers'> {
  readonly localityName: string;
  readonly agreementId: string | null;
  readonly consumer: NamedOrganisation;
  /** The first of them. */
  readonly providers: readonly NamedOrganisation[];
  readonly count: number;
}

export interface PairChangePage {
  readonly items: readonly PairChangeRow[];
  /** Where the next page begins; null after the last. */
  readonly endCursor: string | null;
}

const MOST_NAMED = 40;
const CURSOR = /^([A-Za-z0-9][A-Za-z0-9-]{0,39})\.(\d{1,9})$/;

/** Which summaries name one of these at all: asked of their bytes, so that only those are read. */
const NAMING = `SELECT sha256 FROM tuf_target WHERE sha256 = ANY ($1::text[]) AND EXISTS (SELECT FROM unnest($2::text[]) name WHERE position(convert_to(name, 'UTF8') IN content) > 0)`;

/**
 * Pairs that gateways are told otherwise by one publication than by another (`from` null: than by none), from the published bytes alone: summaries, and stop lists as far as row-level security shows the stops.
 * Localities are read one after another until the page is full, so that the whole country against nothing costs no more than it shows.
 */
export async function pairChangesBetween(
  tx: Tx, from: number | null, to: number, reach: readonly string[] | null, { after, first }: { readonly after: string | null; readonly first: number },
): Promise<PairChangePage> {
  const [before, now] = [from === null ? null : await publicationContent(tx, from), await publicationContent(tx, to)];
  if (now === null) return { items: [], endCursor: null };
  const localities = await localitiesWithin(tx, reach);
  const begin = after === null ? null : CURSOR.exec(after);
  if (after !== null && begin === null) throw new InvalidInput('after', 'repeat the endCursor of the page before');
  const [, beginCode = '', beginAt = '0'] = begin ?? [];
  const found: { readonly cursor: string; readonly change: PairDifference }[] = [];
  const stops: StopsBeside = { was: from === null ? [] : await visibleStops(tx, await stopsAt(tx, from)), is: await visibleStops(tx, await stopsAt(tx, to)) };
  for (const { code, was, is } of await concerned(tx, before, now, localities, stops)) {
    if (code < beginCode) continue;
    if (found.length > first) break;
    const summaryOf = await publishedSummaries(tx, [was, is].filter((sha256) => sha256 !== null));
    const [old, young] = [was === null ? null : summaryOf(was), is === null ? null : summaryOf(is)];
    // What cannot be read is told by the changes of the publication.
    if ([old, young].some((summary) => typeof summary === 'string')) continue;
    pairDifferences(isReadable(old) ? old : null, isReadable(young) ? young : null, stops).forEach((change, at) => {
      if (code !== beginCode || at >= Number(beginAt)) found.push({ cursor: `${code}.${at}`, change });
    });
  }
  const shown = found.slice(0, first).map(({ change }) => change);
  const names = await namesOf(tx, shown.flatMap(({ consumer, providers }) => [consumer, ...providers.slice(0, MOST_NAMED)]));
  const ids = await agreementIds(tx, shown.map(({ agreement }) => agreement));
  const named = (odsCode: string): NamedOrganisation => ({ odsCode, name: names.get(odsCode) ?? odsCode });
  return {
    items: shown.map((change) => ({
      ...change, localityName: localities.get(change.locality) ?? change.locality, agreementId: ids.get(change.agreement) ?? null, consumer: named(change.consumer),
      providers: change.providers.slice(0, MOST_NAMED).map(named), count: change.providers.length,
    })),
    endCursor: found[first]?.cursor ?? null,
  };
}

/** Localities whose summary is another one, and those whose summary names what a stop came or went for, in order. */
async function concerned(tx: Tx, before: PublicationTarget | null, now: PublicationTarget, localities: ReadonlyMap<string, string>, stops: StopsBeside): Promise<ReturnType<typeof differingLocalities>> {
  const differing = differingLocalities(before, now, localities);
  const { added, removed } = stopsDifference(stops.was, stops.is);
  if (before === null || added.length + removed.length === 0) return differing;
  const same = Object.entries(now.localities).filter(([code, sha256]) => before.localities[code] === sha256 && localities.has(code));
  const names = [...added, ...removed].map(narrowest);
  const naming = names.includes(null) ? new Set(same.map(([, sha256]) => sha256))
    : new Set((await sql<{ sha256: string }>(tx, NAMING, [same.map(([, sha256]) => sha256), [...new Set(names)]])).map(({ sha256 }) => sha256));
  return [...differing, ...same.filter(([, sha256]) => naming.has(sha256)).map(([code, sha256]) => ({ code, was: sha256, is: sha256 }))].sort((one, other) => (one.code < other.code ? -1 : 1));
}

/** What a summary says somewhere if the stop concerns it, as its bytes say it; null where that may be any. */
function narrowest({ scope: { provider, agreement, locality, consumer } }: StopEntry): string | null {
  const name = provider ?? agreement ?? locality ?? consumer;
  return name === undefined ? null : JSON.stringify(name);
}
