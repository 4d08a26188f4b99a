import type { Store } from '../store.js';

/** A store that can lose power: it stops for good at the nth write or removal. */
export class MemoryStore implements Store {
  readonly files = new Map<string, Uint8Array>();
  private left = Infinity;

  async read(name: string): Promise<Uint8Array | undefined> {
    return this.files.get(name);
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.spend();
    this.files.set(name, Uint8Array.from(bytes));
  }

  async remove(name: string): Promise<void> {
    this.spend();
    this.files.delete(name);
  }

  async names(): Promise<readonly string[]> {
    return [...this.files.keys()];
  }

  /** Everything it holds, for comparing before and after. */
  image(except: readonly string[] = []): string {
    return JSON.stringify([...this.files].filter(([name]) => !except.includes(name)).sort().map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]));
  }

  failAfter(operations: number): void {
    this.left = operations;
  }

  copy(): MemoryStore {
    const other = new MemoryStore();
    for (const [name, bytes] of this.files) other.files.set(name, bytes);
    return other;
  }

  private spend(): void {
    if (this.left <= 0) throw new PowerLost();
    this.left -= 1;
  }
}

export class PowerLost extends Error {
  override readonly name = 'PowerLost';
}
