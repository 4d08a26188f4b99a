import { type Take, takeContent } from './content.js';
import { delegation, demandHash, demandListed, demandTarget, refuseOtherVersion } from './demands.js';
import { PUBLICATION_PATH, STOPS_PATH, localityPath } from './format.js';
import type { Kept } from './held-state.js';
import type { Root } from './metadata.js';
import { Numbers, floorsOf, versionsAbove } from './numbers.js';
import { UpdateRefused, about } from './refusals.js';
import { demandSignatures } from './signatures.js';
import type { Trust } from './trust.js';
import type { Generation, Verified } from './verified.js';

/**
 * The same checks for what this machine wrote itself, expiry aside: stale is better than nothing, false is not. What it says that floors do
 * not say yet is learned from it.
 */
export async function checkHeld(generation: Generation, kept: Kept, localities: readonly string[], trust: Trust): Promise<Verified> {
  const { root, formerRoot } = trust;
  let isOfPresentRoot = true;
  try {
    demandTop(generation, root);
  } catch (error) {
    // Keys were replaced, and nothing signed by the new ones has arrived yet.
    if (formerRoot === undefined) throw error;
    demandTop(generation, formerRoot);
    isOfPresentRoot = false;
  }
  const { snapshot, targets } = generation;
  demandSignatures(generation.localities, 'localities', [delegation(targets.signed, PUBLICATION_PATH, 'localities')]);
  demandSignatures(generation.stops, 'stops', [delegation(targets.signed, STOPS_PATH, 'stops')]);
  demandHash('snapshot', snapshot.bytes, generation.timestamp.signed.meta['snapshot.json']);
  for (const name of ['targets', 'localities', 'stops'] as const) {
    const entry = demandListed(snapshot.signed, name);
    demandHash(name, generation[name].bytes, entry);
    refuseOtherVersion(name, generation[name].signed, entry);
  }
  const take: Take = async (listed, path, _before, parse) => {
    const entry = demandTarget(listed, path);
    const bytes = await kept(path, entry.hashes.sha256);
    demandHash(path, bytes, entry);
    return { sha256: entry.hashes.sha256, target: about(path, () => parse(bytes)) };
  };
  const numbers = Numbers.after(trust, targets.signed);
  const verified = await takeContent(generation, take, numbers, undefined, () => Promise.resolve(localities));
  const lost = localities.find((code) => !verified.localities.has(code));
  if (lost !== undefined) throw new UpdateRefused('NOT_LISTED', localityPath(lost), 'is not one that publication.json names');
  // Versions by keys that were replaced since do not bind: they may have been raised out of reach.
  trust.learn({ ...(isOfPresentRoot ? versionsAbove(trust.floors, generation) : {}), ...floorsOf(verified) }, numbers.authors, isOfPresentRoot);
  return verified;
}

function demandTop(generation: Generation, root: Root): void {
  for (const name of ['timestamp', 'snapshot', 'targets'] as const) demandSignatures(generation[name], name, [{ role: root.roles[name], keys: root.keys }]);
}
