import { createHash } from 'node:crypto';

/** Numbers that look random and are the same on every machine: Mulberry32, by Tommy Ettinger, public domain. */
export class SeededNumbers {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to, and never, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  oneOf<Item>(items: readonly Item[]): Item {
    return items[this.between(0, items.length - 1)] as Item;
  }

  /** `count` different items, in the order in which they were drawn. */
  someOf<Item>(items: readonly Item[], count: number): Item[] {
    const left = [...items];
    const drawn: Item[] = [];
    while (drawn.length < count && left.length > 0) {
      const at = this.between(0, left.length - 1);
      drawn.push(left[at] as Item);
      left[at] = left.at(-1) as Item;
      left.pop();
    }
    return drawn;
  }
}

/** A digest that nothing was hashed to: for evidence and certificates that exist in a seeded world only. */
export function inventedDigest(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
