import { LOCALITY_FORMAT, parseLocality, summaryIn, type LocalitySummary, type PublicationTarget } from '@accord/enforcement';
import { sha256Hex, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** Why the bytes of a summary say nothing any more: they are gone, written in a form of before, or not those that were published. */
export type Unreadable = 'not-kept' | 'older-form' | 'altered';
export type PublishedSummary = LocalitySummary | Unreadable;

/** What a publication says of itself, from the bytes gateways were given; null where that number is not reached. */
export async function publicationContent(tx: Tx, number: number): Promise<PublicationTarget | null> {
  const [row] = await sql<{ content: Buffer }>(tx, 'SELECT content FROM publication WHERE number = $1', [number]);
  return row === undefined ? null : JSON.parse(row.content.toString()) as PublicationTarget;
}

/** Summaries by the hash a publication names, read as a gateway reads them: the hash first, then every field. */
export async function publishedSummaries(tx: Tx, hashes: readonly string[]): Promise<(sha256: string) => PublishedSummary> {
  const rows = hashes.length === 0 ? [] : await sql<{ sha256: string; content: Buffer }>(tx, 'SELECT sha256, content FROM tuf_target WHERE sha256 = ANY ($1::text[])', [[...new Set(hashes)]]);
  const read = new Map(rows.map(({ sha256, content }) => [sha256, summaryOf(sha256, content)]));
  return (sha256) => read.get(sha256) ?? 'not-kept';
}

function summaryOf(sha256: string, content: Buffer): PublishedSummary {
  if (sha256Hex(content) !== sha256) return 'altered';
  try {
    return summaryIn(parseLocality(content));
  } catch {
    return content.includes(LOCALITY_FORMAT) ? 'altered' : 'older-form';
  }
}

export function isReadable(summary: PublishedSummary | null): summary is LocalitySummary {
  return summary !== null && typeof summary !== 'string';
}
