import type { SeededWorld } from '@accord/tooling/server';

const KEY_BITS = 12;

/**
 * The least that can find a pair: open addressing in typed arrays, from the same two texts that a question names its sides by. Their
 * dictionaries hash the last characters in place, which is quicker here than a Map of texts cut just now.
 */
export class PairHash {
  private readonly certificates: TextHash;
  private readonly ownerOf: Int32Array;
  private readonly providers: TextHash;
  private readonly keys: Int32Array;
  private readonly agreements: Int32Array;
  private readonly mask: number;

  constructor(world: SeededWorld) {
    const certificates = world.facts.certificates ?? [];
    const consumerAt = new Map(world.consumers.map((code, at) => [code, at]));
    const providerAt = new Map(world.providers.map((code, at) => [code, at]));
    this.certificates = new TextHash(certificates.map(({ sha256 }) => sha256), 8);
    this.ownerOf = Int32Array.from(certificates, ({ consumer }) => consumerAt.get(consumer) as number);
    this.providers = new TextHash(world.providers, 20);
    this.mask = 2 ** Math.ceil(Math.log2(2 * world.size.pairs)) - 1;
    this.keys = new Int32Array(this.mask + 1);
    this.agreements = new Int32Array(this.mask + 1);
    const agreements = new Map<string, number>();
    for (const row of world.facts.providers) {
      const agreement = agreements.get(row.agreement) ?? agreements.size;
      agreements.set(row.agreement, agreement);
      for (const consumer of row.consumers) this.put(keyOf(providerAt.get(row.provider) as number, consumerAt.get(consumer) as number), agreement);
    }
  }

  /** The agreement's number, or -1. */
  find(certificate: string, provider: string): number {
    const caller = this.certificates.find(certificate);
    const row = this.providers.find(provider);
    if (caller < 0 || row < 0) return -1;
    const key = keyOf(row, this.ownerOf[caller] as number);
    for (let slot = this.slotOf(key); ; slot = (slot + 1) & this.mask) {
      const held = this.keys[slot] as number;
      if (held === key) return this.agreements[slot] as number;
      if (held === 0) return -1;
    }
  }

  private put(key: number, agreement: number): void {
    let slot = this.slotOf(key);
    while (this.keys[slot] !== 0) slot = (slot + 1) & this.mask;
    this.keys[slot] = key;
    this.agreements[slot] = agreement;
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
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(private readonly texts: readonly string[], private readonly significant: number) {
    this.mask = 2 ** Math.ceil(Math.log2(2 * texts.length)) - 1;
    this.slots = new Int32Array(this.mask + 1).fill(-1);
    texts.forEach((text, at) => {
      let slot = this.slotOf(text);
      while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = at;
    });
  }

  find(text: string): number {
    for (let slot = this.slotOf(text); ; slot = (slot + 1) & this.mask) {
      const at = this.slots[slot] as number;
      if (at < 0 || this.texts[at] === text) return at;
    }
  }

  private slotOf(text: string): number {
    let hash = text.length;
    for (let at = hash > this.significant ? hash - this.significant : 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return (hash ^ (hash >>> 15)) & this.mask;
  }
}
