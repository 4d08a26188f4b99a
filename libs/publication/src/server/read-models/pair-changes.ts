import type { Tx } from '@accord/kernel';
import { InvalidInput } from '@accord/kernel';
import { pairDifferences, type PairDifference } from '../../contract/pair-difference.js';
import { agreementIds, differingLocalities, localitiesWithin, namesOf, type NamedOrganisation } from './publication-changes.js';
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

/**
 * Pairs that gateways are told otherwise by one publication than by another (`from` null: than by none), from the published bytes alone.
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
  for (const { code, was, is } of differingLocalities(before, now, localities)) {
    if (code < beginCode) continue;
    if (found.length > first) break;
    const summaryOf = await publishedSummaries(tx, [was, is].filter((sha256) => sha256 !== null));
    const [old, young] = [was === null ? null : summaryOf(was), is === null ? null : summaryOf(is)];
    // What cannot be read is told by the changes of the publication.
    if ([old, young].some((summary) => typeof summary === 'string')) continue;
    pairDifferences(isReadable(old) ? old : null, isReadable(young) ? young : null).forEach((change, at) => {
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
