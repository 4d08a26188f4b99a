/** Mulberry32: small, seeded, the same on every machine. The same number, the same throws. */
export class Dice {
  constructor(private seed: number) {}

  below(limit: number): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  chance(oneIn: number): boolean { return this.below(oneIn) === 0; }
  one<T>(of: readonly T[]): T { return of[this.below(of.length)]!; }
  some<T>(of: readonly T[]): T[] { return of.filter(() => this.chance(2)); }
}
