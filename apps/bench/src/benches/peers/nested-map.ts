/** What is held of one pair. */
export interface HeldPair {
  readonly agreement: string;
  readonly views: number;
  readonly from: number;
  readonly until: number;
}

/** A Map of Maps: provider, then consumer, then what is held of the pair. */
export class NestedMap {
  private readonly byProvider = new Map<string, Map<string, HeldPair>>();

  set(provider: string, consumer: string, held: HeldPair): void {
    const row = this.byProvider.get(provider);
    if (row === undefined) this.byProvider.set(provider, new Map([[consumer, held]]));
    else row.set(consumer, held);
  }

  get(provider: string, consumer: string): HeldPair | undefined {
    return this.byProvider.get(provider)?.get(consumer);
  }

  get pairs(): number {
    let sum = 0;
    for (const row of this.byProvider.values()) sum += row.size;
    return sum;
  }
}
