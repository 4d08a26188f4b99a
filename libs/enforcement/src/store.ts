import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a gateway keeps what it has verified. */
export interface Store {
  read(name: string): Promise<Uint8Array | undefined>;
  /** Atomic and durable: after a crash at any point the name holds the old bytes or the new ones, and once it resolves, the new. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
}

const UNFINISHED = '.unfinished';

/** A folder of files, replaced by rename. One process at a time. */
export class FileStore implements Store {
  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<FileStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      if (name.endsWith(UNFINISHED)) await rm(join(folder, name), { force: true });
    }
    return new FileStore(folder);
  }

  /** At once: a hundred small files take longer to ask for in the thread pool than to read. */
  async read(name: string): Promise<Uint8Array | undefined> {
    try {
      return readFileSync(join(this.folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    const final = join(this.folder, name);
    const unfinished = final + UNFINISHED;
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, final);
    await syncFolder(this.folder);
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }

  async names(): Promise<readonly string[]> {
    return (await readdir(this.folder)).filter((name) => !name.endsWith(UNFINISHED));
  }
}

/** Makes names themselves durable: a rename is only as lasting as its folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
