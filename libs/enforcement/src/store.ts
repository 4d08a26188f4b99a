import { closeSync, fsync, openSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
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

/**
 * A folder of files, replaced by rename. One process at a time. Only the disk is waited for on another thread: to open, to write into memory
 * and to rename takes less than handing it over.
 */
export class FileStore implements Store {
  private atWork: Promise<void> = Promise.resolve();
  private nextSync: Promise<void> | undefined;

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
    const file = openSync(unfinished, 'w', 0o600);
    try {
      writeFileSync(file, bytes);
      await synced(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, final);
    await this.syncNames();
  }

  async remove(name: string): Promise<void> {
    try {
      unlinkSync(join(this.folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  async names(): Promise<readonly string[]> {
    return (await readdir(this.folder)).filter((name) => !name.endsWith(UNFINISHED));
  }

  /** Whoever renames while the disk is at work waits for the next turn, which all of them share. */
  private syncNames(): Promise<void> {
    if (this.nextSync === undefined) {
      const begun = this.atWork.catch(() => undefined).then(() => {
        this.nextSync = undefined;
        return syncFolder(this.folder);
      });
      this.atWork = begun;
      this.nextSync = begun;
    }
    return this.nextSync;
  }
}

/** Makes names themselves durable: a rename is only as lasting as its folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = openSync(folder, 'r');
  try {
    await synced(handle);
  } finally {
    closeSync(handle);
  }
}

function synced(file: number): Promise<void> {
  return new Promise((done, failed) => {
    fsync(file, (error) => {
      if (error === null) done();
      else failed(error);
    });
  });
}
