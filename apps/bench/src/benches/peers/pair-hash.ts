import type { SeededWorld } from '@accord/tooling/server';

import { cutAnew } from '../questions.js';

const KEY_BITS = 12;
/** So many of the last characters tell this world's certificates apart, and its providers. */
const ENDING = 4;

/**
 * The least that can find a pair: open addressing in typed arrays, from the same two texts that a question names its sides by. What
 * makes the library quick is done here too: texts are hashed in place by what tells them apart, both before either is looked for, and
 * a pair lies beside its agreement. It has texts of its own, as the library has: those of the world were just read to make the questions.
 */
export class PairHash {
  private readonly certificates: TextHash;
  private readonly ownerOf: Int32Array;
  private readonly providers: TextHash;
  /** Key and agreement in turn. */
  private readonly pairs: Int32Array;
  private readonly mask: number;

  constructor(world: SeededWorld) {
    const certificates = world.facts.certificates ?? [];
    const consumerAt = new Map(world.consumers.map((code, at) => [code, at]));
    const providerAt = new Map(world.providers.map((code, at) => [code, at]));
    this.certificates = new TextHash(certificates.map(({ sha256 }) => cutAnew(sha256)));
    this.ownerOf = Int32Array.from(certificates, ({ consumer }) => consumerAt.get(consumer) as number);
    this.providers = new TextHash(world.providers.map(cutAnew));
    this.mask = 2 ** Math.ceil(Math.log2(2 * world.size.pairs)) - 1;
    this.pairs = new Int32Array(2 * (this.mask + 1));
    const agreements = new Map<string, number>();
    for (const row of world.facts.providers) {
      const agreement = agreements.get(row.agreement) ?? agreements.size;
      agreements.set(row.agreement, agreement);
      for (const consumer of row.consumers) this.put(keyOf(providerAt.get(row.provider) as number, consumerAt.get(consumer) as number), agreement);
    }
  }

  /** The agreement's number, or -1. */
  find(certificate: string, provider: string): number {
    const providerSlot = this.providers.slotOf(provider);
    const callerSlot = this.certificates.slotOf(certificate);
    const row = this.providers.findFrom(providerSlot, provider);
    const caller = this.certificates.findFrom(callerSlot, certificate);
    if (caller < 0 || row < 0) return -1;
    const key = keyOf(row, this.ownerOf[caller] as number);
    for (let slot = this.slotOf(key); ; slot = (slot + 1) & this.mask) {
      const held = this.pairs[2 * slot] as number;
      if (held === key) return this.pairs[2 * slot + 1] as number;
      if (held === 0) return -1;
    }
  }

  private put(key: number, agreement: number): void {
    let slot = this.slotOf(key);
    while (this.pairs[2 * slot] !== 0) slot = (slot + 1) & this.mask;
    this.pairs[2 * slot] = key;
    this.pairs[2 * slot + 1] = agreement;
  }

  private slotOf(key: number): number {
    const mixed = Math.imul(key, 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & this.mask;
  }
}

function keyOf(provider: number, consumer: number): number {
  return ((provider << KEY_BITS) | consumer) + 1;
}

class TextHash {
  /** Position of a text and one; none is 0. */
  private readonly slots: Uint16Array;
  private readonly mask: number;

  constructor(private readonly texts: readonly string[]) {
    this.mask = 2 ** Math.ceil(Math.log2(2 * texts.length)) - 1;
    this.slots = new Uint16Array(this.mask + 1);
    texts.forEach((text, at) => {
      let slot = this.slotOf(text);
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = at + 1;
    });
  }

  findFrom(first: number, text: string): number {
    for (let slot = first; ; slot = (slot + 1) & this.mask) {
      const at = (this.slots[slot] as number) - 1;
      if (at < 0 || this.texts[at] === text) return at;
    }
  }

  slotOf(text: string): number {
    let hash = text.length;
    for (let at = hash > ENDING ? hash - ENDING : 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return (hash ^ (hash >>> 15)) & this.mask;
  }
}
