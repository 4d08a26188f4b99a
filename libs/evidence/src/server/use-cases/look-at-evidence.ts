import { Injectable } from '@nestjs/common';
import { InvalidInput, NotFound, ReasonNeeded, type Actor, type Tx } from '@accord/kernel';
import { Changes, demand, timeOf, Transactions } from '@accord/kernel/server';
import { EvidenceQuarantined, ReadingNeeded, ReadingOver, type DocumentHash } from '../../contract/index.js';
import type { Evidence } from '../domain/evidence.js';
import { DocumentVault } from '../storage/document-vault.js';
import { EvidenceStore } from '../storage/evidence-store.js';
import { hasRead, markOf, newToken, PAGES_READ, readingOf } from '../storage/readings.js';

export interface Look {
  readonly id: string;
  /** Of a reading whose reason was stated before; needed where the duty needs a reason. */
  readonly token: string | null;
  /** Words as data and the file itself are handed out of no quarantined document; pictures are. */
  readonly wants: 'pictures' | 'text' | 'file';
}

export interface LookedAt {
  readonly sha256: DocumentHash;
  readonly odsCode: string;
  bytes(): Promise<Buffer>;
}

/** One sitting with one document: page after page, zoomed and turned back to, is one reading. */
const SITTING_MS = 15 * 60_000;
const LONGEST_REASON = 2_000;

/**
 * Lets somebody look at a signed document. Reading is on record before anything leaves: pages and words once for a sitting, the file
 * each time it is fetched. Whoever must say why says so first (`begin`) and shows the token of that reading from then on.
 */
@Injectable()
export class LookAtEvidence {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: EvidenceStore,
    private readonly vault: DocumentVault,
    private readonly changes: Changes,
  ) {}

  /** Records a reading with its reason; the token stands for it until the sitting is over. */
  async begin(actor: Actor, { id, reason }: { readonly id: string; readonly reason: string | null }): Promise<{ readonly token: string; readonly endsAt: Date }> {
    const token = newToken();
    const at = await this.transactions.run(actor, { act: 'evidence.read-pages', subject: id }, async (tx) => {
      const found = await this.store.find(tx, id);
      if (reason !== null && reason.length > LONGEST_REASON) throw new InvalidInput('reason', `write ${LONGEST_REASON} characters at most`);
      demand(tx, 'read-file', 'Evidence', placeOf(found), { reason });
      await this.record(tx, PAGES_READ, found, reason, { reading: markOf(token) });
      return timeOf(tx);
    });
    return { token, endsAt: new Date(at.getTime() + SITTING_MS) };
  }

  async execute(actor: Actor, { id, token, wants }: Look): Promise<LookedAt> {
    const found = await this.transactions.run(actor, { act: wants === 'file' ? 'evidence.read-file' : 'evidence.read-pages', subject: id }, async (tx) => {
      const evidence = await this.store.find(tx, id);
      const since = new Date(timeOf(tx).getTime() - SITTING_MS);
      const reading = token === null ? undefined : await readingOf(tx, evidence.id, token, since);
      demandReading(tx, evidence, reading?.reason ?? null, token);
      if (wants !== 'pictures' && (evidence.state === 'quarantined' || evidence.documentQuarantined)) throw new EvidenceQuarantined();
      if (wants === 'file') await this.record(tx, 'evidence.file-read', evidence, reading?.reason ?? null);
      // What was stated when the reading began is on record since then.
      else if (reading === undefined && !await hasRead(tx, evidence.id, since)) await this.record(tx, PAGES_READ, evidence, null);
      return evidence;
    });
    const sha256 = found.documentSha256;
    return {
      sha256, odsCode: found.odsCode,
      bytes: async () => {
        const bytes = await this.vault.get(sha256);
        if (bytes === undefined) throw new NotFound('document');
        return bytes;
      },
    };
  }

  private record(tx: Tx, type: string, { id, odsCode, agreementId, localityId }: Evidence, reason: string | null, details: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.changes.record(tx, { type, subject: id, odsCode, agreementId, localityId, reason, details });
  }
}

const placeOf = ({ odsCode, localityId }: Evidence) => ({ odsCode, localityId });

/** The rule of the file; where a reason is missing, says how one is stated, or that the sitting is over. */
function demandReading(tx: Tx, evidence: Evidence, reason: string | null, token: string | null): void {
  try {
    demand(tx, 'read-file', 'Evidence', placeOf(evidence), { reason });
  } catch (refusal) {
    if (refusal instanceof ReasonNeeded) throw token === null ? new ReadingNeeded() : new ReadingOver();
    throw refusal;
  }
}
