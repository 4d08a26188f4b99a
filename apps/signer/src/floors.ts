import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Floor } from './may-sign.js';

export class FloorFault extends Error {}

/**
 * The highest signed version per key, on disk before any signature leaves. It is kept per key and not per role: a new key begins
 * again, which is how TUF recovers from a number that ran away.
 */
export class Floors {
  private readonly byKey: Map<string, Floor>;
  private readonly file: string;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, 'floors.json');
    this.byKey = new Map(Object.entries(this.read()));
  }

  of(keyId: string): Floor | undefined {
    return this.byKey.get(keyId);
  }

  raise(keyId: string, floor: Floor): void {
    const before = this.byKey.get(keyId);
    if (before?.version === floor.version && before.sha256 === floor.sha256) return;
    this.write({ ...Object.fromEntries(this.byKey), [keyId]: floor });
    this.byKey.set(keyId, floor);
  }

  private read(): Record<string, Floor> {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw error;
    }
    try {
      return JSON.parse(text) as Record<string, Floor>;
    } catch {
      // Beginning at nothing would allow a rollback, so a damaged file stops the signer instead.
      throw new FloorFault(`${this.file} cannot be read. Restore it: without it older versions could be signed again.`);
    }
  }

  private write(floors: Record<string, Floor>): void {
    const next = `${this.file}.next`;
    const handle = openSync(next, 'w', 0o600);
    try {
      writeSync(handle, JSON.stringify(floors));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, this.file);
    const folder = openSync(this.folder, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}
