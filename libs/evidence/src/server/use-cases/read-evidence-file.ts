import { Injectable } from '@nestjs/common';
import { NotFound, type Actor } from '@accord/kernel';
import { Changes, demand, Transactions } from '@accord/kernel/server';
import { EvidenceQuarantined } from '../../contract/index.js';
import { DocumentVault } from '../storage/document-vault.js';
import { EvidenceStore } from '../storage/evidence-store.js';

/** Hands out a signed document. Reading it is on record before the bytes leave. */
@Injectable()
export class ReadEvidenceFile {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: EvidenceStore,
    private readonly vault: DocumentVault,
    private readonly changes: Changes,
  ) {}

  async execute(actor: Actor, { id, reason }: { readonly id: string; readonly reason: string | null }): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const evidence = await this.transactions.run(actor, { act: 'evidence.read-file', subject: id }, async (tx) => {
      const found = await this.store.find(tx, id);
      demand(tx, 'read-file', 'Evidence', { odsCode: found.odsCode, localityId: found.localityId }, { reason });
      // Bytes nobody may rely on are not handed out either.
      if (found.state === 'quarantined' || found.documentQuarantined) throw new EvidenceQuarantined();
      await this.changes.record(tx, {
        type: 'evidence.file-read', subject: found.id, odsCode: found.odsCode, agreementId: found.agreementId, localityId: found.localityId, reason,
      });
      return { documentSha256: found.documentSha256, odsCode: found.odsCode };
    });
    const bytes = await this.vault.get(evidence.documentSha256);
    if (bytes === undefined) throw new NotFound('document');
    return { name: `evidence-${evidence.odsCode}-${evidence.documentSha256.slice(0, 12)}.pdf`, bytes };
  }
}
