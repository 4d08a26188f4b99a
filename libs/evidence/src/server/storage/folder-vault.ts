import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDocumentHash, type DocumentHash } from '../../contract/index.js';
import { DocumentVault, StreamTooLong, VaultDamaged, type HeldDocument, type KeptDocument } from './document-vault.js';
import { openSealed, SealedWriter, type VaultKeys } from './sealed-file.js';

/** Documents in a local folder: `ab/cd…` by hash, and `arriving/` for what is not kept yet. */
export class FolderVault extends DocumentVault {
  private readonly arriving: string;

  constructor(private readonly folder: string, private readonly keys: VaultKeys) {
    super();
    this.arriving = join(folder, 'arriving');
    mkdirSync(this.arriving, { recursive: true, mode: 0o700 });
  }

  /** Removes what a crash left half arrived. For the one process that takes uploads in, before it does. */
  sweep(): void {
    for (const name of readdirSync(this.arriving)) rmSync(join(this.arriving, name), { force: true });
  }

  async receive(stream: AsyncIterable<Uint8Array>, cap: number): Promise<HeldDocument> {
    const place = join(this.arriving, randomUUID());
    const hash = createHash('sha256');
    const sealed = new SealedWriter(this.keys);
    let byteLength = 0;
    const file = await open(place, 'wx', 0o600);
    try {
      await file.write(sealed.head);
      for await (const piece of stream) {
        byteLength += piece.length;
        if (byteLength > cap) throw new StreamTooLong(`more than ${cap} bytes`);
        hash.update(piece);
        const closed = sealed.write(piece);
        if (closed.length > 0) await file.write(closed);
      }
      await file.write(sealed.end());
      await file.sync();
    } catch (error) {
      await rm(place, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    const sha256 = hash.digest('hex') as DocumentHash;
    return {
      sha256, byteLength,
      bytes: async () => openSealed(await readFile(place), this.keys),
      keep: () => this.settle(place, sha256),
      discard: () => rm(place, { force: true }),
    };
  }

  async put(bytes: Uint8Array): Promise<KeptDocument> {
    const sha256 = createHash('sha256').update(bytes).digest('hex') as DocumentHash;
    if (await this.exists(sha256)) return { sha256, byteLength: bytes.length };
    const place = join(this.arriving, randomUUID());
    const sealed = new SealedWriter(this.keys);
    const file = await open(place, 'wx', 0o600);
    try {
      await file.write(Buffer.concat([sealed.head, sealed.write(bytes), sealed.end()]));
      await file.sync();
    } finally {
      await file.close();
    }
    await this.settle(place, sha256);
    return { sha256, byteLength: bytes.length };
  }

  async get(sha256: DocumentHash): Promise<Buffer | undefined> {
    let file: Buffer;
    try {
      file = await readFile(this.placeOf(sha256));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const bytes = openSealed(file, this.keys);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new VaultDamaged('The document is not the one its name says.');
    return bytes;
  }

  async exists(sha256: DocumentHash): Promise<boolean> {
    return access(this.placeOf(sha256)).then(() => true, () => false);
  }

  /** Moves a written file to its place in one step, and makes the step durable. */
  private async settle(place: string, sha256: DocumentHash): Promise<void> {
    const home = this.placeOf(sha256);
    if (await mkdir(dirname(home), { recursive: true, mode: 0o700 }) !== undefined) await syncFolder(this.folder);
    await rename(place, home);
    await syncFolder(dirname(home));
  }

  private placeOf(sha256: DocumentHash): string {
    if (!isDocumentHash(sha256)) throw new VaultDamaged('That is not a document hash.');
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2));
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
