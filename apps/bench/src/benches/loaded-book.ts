import { createHash } from 'node:crypto';

import { type Book, loadBook, LocalityIndex, parseCallers, parseLocality, PUBLICATION_FORMAT, STOPS_FORMAT } from '@accord/enforcement';
import type { Summaries } from '@accord/publication/server';

const DAY = 86_400_000;

/** What was compiled as a gateway holds it: read back from the bytes, signed at an instant, nothing stopped. */
export function loadedBook(summaries: Summaries, at: number): Book {
  const publishedAt = new Date(at).toISOString();
  return loadBook({
    timestampVersion: 1, signedAt: at, timestampExpires: at + DAY, stopsExpires: at + DAY,
    publication: {
      format: PUBLICATION_FORMAT, number: 1, previous: '', publishedAt, stopList: 1, sealKey: Buffer.alloc(32).toString('base64'),
      localities: summaries.localities, callers: summaries.callersTarget.sha256, consumersDigest: summaries.consumersDigest,
    },
    publicationHash: createHash('sha256').update(publishedAt).digest('hex'),
    stops: { format: STOPS_FORMAT, number: 1, publishedAt, entries: [] },
    stopsHash: createHash('sha256').update('no stops').digest('hex'), lateStops: undefined,
    callers: parseCallers(summaries.callersTarget.bytes),
    localities: new Map(summaries.localityTargets.map((target) => {
      const index = new LocalityIndex(parseLocality(target.bytes));
      return [index.code, { sha256: target.sha256, index }];
    })),
  });
}
