import { Injectable } from '@nestjs/common';
import { NotFound, type Actor } from '@accord/kernel';
import { Changes, demand, timeOf, Transactions } from '@accord/kernel/server';
import { EvidenceQuarantined, type DocumentHash } from '../../contract/index.js';
import { DocumentVault } from '../storage/document-vault.js';
import { EvidenceStore } from '../storage/evidence-store.js';

export interface Look {
  readonly id: string;
  readonly reason: string | null;
  /** Words as data are handed out of no quarantined file; pictures are. */
  readonly wants: 'pictures' | 'text';
}

/** One sitting with one document: page after page, zoomed and turned back to, is one reading. */
const SITTING_MS = 15 * 60_000;
const REMEMBERED = 10_000;

/**
 * Lets somebody look at the pages of a signed document. The rule is that of the file itself; reading is on record before anything
 * leaves, once for a sitting.
 */
@Injectable()
export class LookAtEvidence {
  private readonly sittings = new Map<string, number>();

  constructor(
    private readonly transactions: Transactions,
    private readonly store: EvidenceStore,
    private readonly vault: DocumentVault,
    private readonly changes: Changes,
  ) {}

  async execute(actor: Actor, { id, reason, wants }: Look): Promise<{ readonly sha256: DocumentHash; bytes(): Promise<Buffer> }> {
    const { sha256, sitting, at } = await this.transactions.run(actor, { act: 'evidence.read-pages', subject: id }, async (tx) => {
      const found = await this.store.find(tx, id);
      demand(tx, 'read-file', 'Evidence', { odsCode: found.odsCode, localityId: found.localityId }, { reason });
      if (wants === 'text' && (found.state === 'quarantined' || found.documentQuarantined)) throw new EvidenceQuarantined();
      const now = timeOf(tx).getTime();
      const sitting = JSON.stringify([actor.personId, actor.duty, actor.odsCode, found.id, reason]);
      if (now - (this.sittings.get(sitting) ?? -Infinity) >= SITTING_MS) {
        await this.changes.record(tx, {
          type: 'evidence.pages-read', subject: found.id, odsCode: found.odsCode, agreementId: found.agreementId, localityId: found.localityId, reason,
        });
      }
      return { sha256: found.documentSha256, sitting, at: now };
    });
    this.remember(sitting, at);
    return {
      sha256,
      bytes: async () => {
        const bytes = await this.vault.get(sha256);
        if (bytes === undefined) throw new NotFound('document');
        return bytes;
      },
    };
  }

  /** Only once it is committed: a reading whose record was lost is recorded again. */
  private remember(sitting: string, at: number): void {
    if (at - (this.sittings.get(sitting) ?? -Infinity) < SITTING_MS) return;
    this.sittings.delete(sitting);
    this.sittings.set(sitting, at);
    for (const oldest of this.sittings.keys()) {
      if (this.sittings.size <= REMEMBERED) break;
      this.sittings.delete(oldest);
    }
  }
}
