import type { UpdateRefusalCode } from '../refusals.js';
import type { TamperDraft } from './tamper-draft.js';
import type { Files } from './test-feed.js';
import { randomFrom } from './random-from.js';

/** One false offer: what of the third publication is other than it was published, and how it must be refused. */
export interface TamperCase {
  readonly family: string;
  /** Which file is at fault. */
  readonly role: string;
  readonly what: string;
  readonly draft: TamperDraft;
  readonly files: Files;
  readonly code: UpdateRefusalCode;
  /** How much of the offer is genuine: a verified timestamp raises its own floor and the snapshot's, whatever follows. */
  readonly believed: 'nothing' | 'timestamp';
}

/** Some positions of a length, none twice, in order. */
export function samplePositions(length: number, most: number, seed: number): number[] {
  if (length <= most) return Array.from({ length }, (_each, at) => at);
  const random = randomFrom(seed);
  const chosen = new Set<number>();
  while (chosen.size < most) chosen.add(Math.floor(random() * length));
  return [...chosen].sort((one, other) => one - other);
}

export function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] as number) ^ mask;
  return changed;
}
