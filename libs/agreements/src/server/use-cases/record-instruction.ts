import { Injectable } from '@nestjs/common';
import { civilDay, endOfLondonDay, InvalidInput, isId, NotFound, startOfLondonDay, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { NoAuthority, SignedInFuture } from '@accord/agreements';
import { EvidenceCommands, type Finding, type TakenIn } from '@accord/evidence';
import { Authorities, type AuthorityId } from '@accord/people';
import { demandNewestWord, demandSignedBefore, readReplies, type Reply } from '../domain/instruction.js';
import { readReason } from '../domain/reason.js';
import { Campaigns } from '../storage/campaigns.js';
import { Instructions } from '../storage/instructions.js';

export interface RecordInstructionInput {
  readonly campaignId: string;
  readonly odsCode: string;
  /** The line of the register of authority under which the letter was signed. */
  readonly authorityId: string;
  /** The day it was signed, `yyyy-mm-dd` in London. */
  readonly signedOn: string;
  /** The page that carries the signature, where no embedded signature does. */
  readonly signedPage: number | null;
  /** What the letter says, agreement by agreement; what it does not name goes on waiting. */
  readonly replies: readonly Reply[];
  /** Why staff answer for the practice. */
  readonly reason: string;
  readonly takenIn: TakenIn;
  readonly idempotencyKey?: string | undefined;
}

/** Staff take in the letter of a controller who does not use Accord. It counts for nothing until somebody else has verified it (R3). */
@Injectable()
export class RecordInstruction {
  constructor(
    private readonly transactions: Transactions, private readonly campaigns: Campaigns, private readonly instructions: Instructions, private readonly authorities: Authorities,
    private readonly evidence: EvidenceCommands, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, takenIn, ...input }: RecordInstructionInput): Promise<{ evidenceId: string; state: string; findings: Finding[] }> {
    const request = { ...input, sha256: takenIn.sha256 };
    return this.transactions.run(actor, { act: 'instruction.record', subject: input.campaignId, idempotencyKey, input: request }, async (tx) => {
      const signedOn = civilDay(input.signedOn, 'signedOn');
      if (!isId(input.authorityId)) throw new InvalidInput('authorityId', 'name an entry of the register of authority');
      // Shared: letters come in side by side with answers, and none while it is carried out or closed.
      const campaign = await this.campaigns.lock(tx, input.campaignId, { shared: true });
      const practice = await this.instructions.practice(tx, campaign.id, input.odsCode);
      if (practice === null) throw new NotFound('practice in this campaign');
      const { odsCode, localityId } = practice;
      const reason = readReason(input.reason);
      demand(tx, 'record', 'WrittenInstruction', { localityId }, { reason });
      campaign.demandAsked('be answered');
      const said = readReplies(input.replies, await this.campaigns.parts(tx, campaign.id, odsCode));
      const authority = await this.authorities.byId(tx, input.authorityId as AuthorityId);
      if (authority === null || authority.odsCode !== odsCode) throw new NoAuthority(odsCode);
      if (startOfLondonDay(signedOn) > timeOf(tx)) throw new SignedInFuture();
      demandNewestWord(said, signedOn);
      demandSignedBefore(said, signedOn, await this.instructions.signedAt(tx, said.map(({ part }) => part.participationId)));

      // A day without a time counts as its last moment that has already been.
      const signedAt = new Date(Math.min(endOfLondonDay(signedOn).getTime() - 1, timeOf(tx).getTime()));
      const evidence = await this.evidence.keepInstruction(tx, takenIn, { odsCode, localityId, signatory: { authorityId: authority.id, personId: authority.personId }, signedAt, signedPage: input.signedPage });
      await this.instructions.add(tx, evidence.id, { campaignId: campaign.id, odsCode, localityId, reason: reason! }, said);

      await this.changes.record(tx, {
        type: `instruction.${evidence.state === 'checked' ? 'recorded' : 'quarantined'}`, subject: evidence.id, odsCode, localityId, reason,
        details: { campaign: campaign.id, title: campaign.title, sha256: evidence.sha256, page: input.signedPage, signedOn, replies: input.replies },
      });
      await this.outbox.append(tx, { type: 'instruction.recorded', subject: evidence.id });
      return { evidenceId: evidence.id, state: evidence.state, findings: [...evidence.findings] };
    });
  }
}
