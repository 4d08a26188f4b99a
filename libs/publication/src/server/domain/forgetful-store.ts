import type { Store } from '@accord/enforcement';

const TRUST = 'trust.json';

/**
 * Remembers whom and which numbers to believe, and none of the content: each round is fetched whole, as by a gateway that begins today, so
 * that what the feed serves is seen even where every gateway still holds what it served before.
 */
export class ForgetfulStore implements Store {
  private readonly files = new Map<string, Uint8Array>();

  read(name: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.files.get(name));
  }

  write(name: string, bytes: Uint8Array): Promise<void> {
    if (name === TRUST) this.files.set(name, bytes);
    return Promise.resolve();
  }

  remove(name: string): Promise<void> {
    this.files.delete(name);
    return Promise.resolve();
  }

  names(): Promise<readonly string[]> {
    return Promise.resolve([...this.files.keys()]);
  }
}
