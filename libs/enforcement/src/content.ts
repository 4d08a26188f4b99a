import { localityOf, refuseOtherThanNamed } from './demands.js';
import { CALLERS_PATH, type PublicationTarget, PUBLICATION_PATH, STOPS_PATH, localityPath } from './format.js';
import type { Targets } from './metadata.js';
import { UpdateRefused } from './refusals.js';
import { parseCallers, parsePublication, parseStops } from './targets.js';
import type { Numbers } from './numbers.js';
import { type Generation, type Taken, type Verified, type VerifiedLocality, assemble } from './verified.js';

/** Gives a target that is listed, read and checked against its listing; from memory where it is what was held before. */
export type Take = <T>(listed: Targets, path: string, before: Taken<T> | undefined, parse: (bytes: Uint8Array) => T) => Promise<Taken<T>>;

/** The target files of one generation. Fetched or read from disk, they must fit each other and what came before alike. */
export async function takeContent(
  generation: Generation, take: Take, numbers: Numbers, held: Verified | undefined, wanted: (publication: PublicationTarget) => Promise<readonly string[]>,
): Promise<Verified> {
  const listed = generation.localities.signed;
  if (!Object.hasOwn(listed.targets, PUBLICATION_PATH)) throw new UpdateRefused('NOTHING_PUBLISHED', PUBLICATION_PATH, 'is not listed');
  const publication = await take(listed, PUBLICATION_PATH, held && { sha256: held.publicationHash, target: held.publication }, parsePublication);
  numbers.refusePublication(publication);
  const stops = await take(generation.stops.signed, STOPS_PATH, held && { sha256: held.stopsHash, target: held.stops }, parseStops);
  numbers.refuseStops(stops, publication.target);

  refuseOtherThanNamed(listed, CALLERS_PATH, publication.target.callers);
  const callers = await take(listed, CALLERS_PATH, held && { sha256: held.publication.callers, target: held.callers }, parseCallers);

  const localities = new Map<string, VerifiedLocality>();
  for (const code of [...new Set(await wanted(publication.target))].sort()) {
    const named = Object.hasOwn(publication.target.localities, code) ? publication.target.localities[code] : undefined;
    if (named === undefined) continue;
    refuseOtherThanNamed(listed, localityPath(code), named);
    const before = held?.localities.get(code);
    const { sha256, target } = await take(listed, localityPath(code), before && { sha256: before.sha256, target: before.index }, (bytes) => localityOf(code, bytes));
    localities.set(code, before?.index === target ? before : { sha256, index: target });
  }
  return assemble(generation, publication, stops, callers, localities);
}

