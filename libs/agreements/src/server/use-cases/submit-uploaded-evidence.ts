import { Injectable } from '@nestjs/common';
import { civilDay, InvalidInput, isId, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import type { Finding, TakenIn } from '@accord/evidence';
import { Parties, PARTY, type PartyInput } from './party.js';
import { Signing } from './signing.js';

export interface UploadInput extends PartyInput {
  /** The line of the register of authority under which the document was signed. */
  readonly authorityId: string;
  /** The day it was signed, `yyyy-mm-dd` in London. */
  readonly signedOn: string;
  /** The page that carries the signature, where no embedded signature does. */
  readonly signedPage: number | null;
  readonly takenIn: TakenIn;
}

/** Somebody hands in a signed document for a part; whoever uploads never verifies (R3). */
@Injectable()
export class SubmitUploadedEvidence {
  constructor(
    private readonly transactions: Transactions, private readonly parties: Parties, private readonly signing: Signing,
    private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, takenIn, ...input }: UploadInput): Promise<{ id: string; evidenceId: string; state: string; findings: Finding[] }> {
    const request = { ...input, sha256: takenIn.sha256 };
    return this.transactions.run(actor, { act: 'evidence.upload', subject: input.id, idempotencyKey, input: request }, async (tx) => {
      civilDay(input.signedOn, 'signedOn');
      if (!isId(input.authorityId)) throw new InvalidInput('authorityId', 'name an entry of the register of authority');
      const part = await this.parties.lockUnderAgreement(tx, input);
      demand(tx, 'upload', 'Evidence', { odsCode: part.odsCode, localityId: part.localityId });
      const evidence = await this.signing.byUpload(tx, part, { ...input, takenIn });
      const { id, agreementId, localityId, odsCode } = part;
      await this.changes.record(tx, { type: `evidence.${evidence.state === 'checked' ? 'uploaded' : 'quarantined'}`, subject: evidence.id, odsCode, agreementId, localityId, details: { sha256: evidence.sha256 } });
      await this.outbox.append(tx, { type: `${PARTY[input.side].event}.evidence-uploaded`, subject: id });
      return { id, evidenceId: evidence.id, state: evidence.state, findings: [...evidence.findings] };
    });
  }
}
