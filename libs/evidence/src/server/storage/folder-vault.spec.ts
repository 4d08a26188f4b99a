import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DocumentHash } from '../../contract/index.js';
import { StreamTooLong, VaultDamaged } from './document-vault.js';
import { FolderVault } from './folder-vault.js';
import { CHUNK } from './sealed-file.js';

const key = randomBytes(32);
let folder: string;
let vault: FolderVault;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accord-vault-'));
  vault = new FolderVault(folder, [key]);
});
afterEach(() => rmSync(folder, { recursive: true }));

const hashOf = (bytes: Uint8Array): DocumentHash => createHash('sha256').update(bytes).digest('hex') as DocumentHash;
const placeOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256.slice(2));
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('The document vault', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])('gives back a document of %d bytes as it was', async (length) => {
    const bytes = randomBytes(length);
    const { sha256 } = await vault.put(bytes);
    expect(sha256).toBe(hashOf(bytes));
    expect((await vault.get(sha256))?.equals(bytes)).toBe(true);
  });

  it.each([1, 1000, 64 * 1024, 200_000])('takes a stream in pieces of %d bytes', async (size) => {
    const bytes = randomBytes(size === 1 ? 300 : 300_000);
    const held = await vault.receive(inPieces(bytes, size), 1_000_000);
    expect(held).toMatchObject({ sha256: hashOf(bytes), byteLength: bytes.length });
    expect((await held.bytes()).equals(bytes)).toBe(true);
    expect(await vault.exists(held.sha256)).toBe(false);
    await held.keep();
    expect((await vault.get(held.sha256))?.equals(bytes)).toBe(true);
  });

  it('keeps nothing of a stream that is too long, breaks off, or is let go', async () => {
    await expect(vault.receive(inPieces(randomBytes(1001), 100), 1000)).rejects.toBeInstanceOf(StreamTooLong);
    async function* broken(): AsyncGenerator<Buffer> { yield randomBytes(10); throw new StreamTooLong('gone'); }
    await expect(vault.receive(broken(), 1000)).rejects.toThrow('gone');
    await (await vault.receive(inPieces(randomBytes(10), 5), 1000)).discard();
    expect(readdirSync(folder)).toEqual(['arriving']);
    expect(readdirSync(join(folder, 'arriving'))).toEqual([]);
  });

  it('writes nothing readable to disk, and the same document differently each time', async () => {
    const bytes = Buffer.from('%PDF-1.7 a very recognisable text '.repeat(100));
    const { sha256 } = await vault.put(bytes);
    const one = readFileSync(placeOf(sha256));
    expect(one.includes('recognisable')).toBe(false);
    expect(statSync(placeOf(sha256)).mode & 0o077).toBe(0);
    rmSync(placeOf(sha256));
    await vault.put(bytes);
    expect(readFileSync(placeOf(sha256)).equals(one)).toBe(false);
  });

  it('never serves a document with a changed byte, a missing end, exchanged chunks or another name', async () => {
    const { sha256 } = await vault.put(randomBytes(3 * CHUNK + 5));
    const file = readFileSync(placeOf(sha256));
    const damage = async (changed: Buffer): Promise<void> => {
      writeFileSync(placeOf(sha256), changed);
      await expect(vault.get(sha256)).rejects.toBeInstanceOf(VaultDamaged);
    };
    for (const at of [0, 10, 30, 60, 70_000, file.length - 1]) {
      const changed = Buffer.from(file);
      changed[at] = changed[at]! ^ 1;
      await damage(changed);
    }
    const head = file.length - (3 * (CHUNK + 16) + 21);
    const chunk = (index: number): Buffer => file.subarray(head + index * (CHUNK + 16), head + (index + 1) * (CHUNK + 16));
    await damage(file.subarray(0, head + 3 * (CHUNK + 16)));
    await damage(Buffer.concat([file.subarray(0, head), chunk(1), chunk(0), chunk(2), chunk(3)]));
    await damage(Buffer.alloc(0));
    const other = await vault.put(Buffer.from('another'));
    await damage(readFileSync(placeOf(other.sha256)));
  });

  it('opens with an older key after a new one came first, and not with a strange one', async () => {
    const { sha256 } = await vault.put(Buffer.from('kept before'));
    expect((await new FolderVault(folder, [randomBytes(32), key]).get(sha256))?.toString()).toBe('kept before');
    await expect(new FolderVault(folder, [randomBytes(32)]).get(sha256)).rejects.toBeInstanceOf(VaultDamaged);
  });

  it('has nothing under an unknown hash, and takes no path for one', async () => {
    expect(await vault.get(hashOf(Buffer.from('never kept')))).toBeUndefined();
    await expect(vault.get('../../etc/passwd' as DocumentHash)).rejects.toBeInstanceOf(VaultDamaged);
  });

  it('sweeps away what a crash left half arrived', async () => {
    writeFileSync(join(folder, 'arriving', 'left'), 'x');
    vault.sweep();
    expect(readdirSync(join(folder, 'arriving'))).toEqual([]);
  });
});
