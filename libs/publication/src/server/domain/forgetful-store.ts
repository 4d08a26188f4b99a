import type { Store } from '@accord/enforcement';

const TRUST = 'trust.json';

/** Remembers whom and which numbers to believe, and none of the content: what was verified is held in memory while it is followed, and a new start fetches all of it. */
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
