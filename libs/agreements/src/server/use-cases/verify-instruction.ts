import { Injectable } from '@nestjs/common';
import { demandVersion, londonDayOf, ReasonNeeded, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import { NotReady, type CampaignId } from '@accord/agreements';
import { EvidenceCommands } from '@accord/evidence';
import { demandNewestWord, isAnswerable } from '../domain/instruction.js';
import { readReason } from '../domain/reason.js';
import { Campaigns } from '../storage/campaigns.js';
import { Instructions } from '../storage/instructions.js';
import { CoolingOff } from './cooling-off.js';

export interface VerifyInstructionInput {
  /** Of the evidence: the letter itself. */
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Another member of staff reads a controller's letter: accepted, it answers the campaign for its practice; rejected, it says nothing. */
@Injectable()
export class VerifyInstruction {
  constructor(
    private readonly transactions: Transactions, private readonly campaigns: Campaigns, private readonly instructions: Instructions, private readonly evidence: EvidenceCommands,
    private readonly coolingOff: CoolingOff, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  /** The second pair of eyes (R3). */
  accept(actor: Actor, { idempotencyKey, ...input }: VerifyInstructionInput): Promise<{ id: string; campaignId: CampaignId; odsCode: string; answers: number }> {
    return this.transactions.run(actor, { act: 'instruction.verify', subject: input.id, idempotencyKey, input }, async (tx) => {
      // Held alone: the practice answers before or after, and what is judged here is its last word.
      const campaign = await this.campaigns.lock(tx, await this.instructions.campaignOf(tx, input.id));
      const letter = await this.instructions.lock(tx, input.id);
      const { id, odsCode, localityId, reason } = letter;
      demand(tx, 'verify', 'WrittenInstruction', { localityId });
      demandVersion(input.expectedVersion, letter.version);
      campaign.demandAsked('be answered');
      const asked = await this.campaigns.parts(tx, campaign.id, odsCode);
      // What the practice left by itself meanwhile needs no word any more.
      const said = letter.replies.flatMap(({ participationId, reply }) => asked.filter((part) => part.participationId === participationId && isAnswerable(part)).map((part) => ({ part, reply })));
      if (said.length === 0) throw new NotReady('be answered', 'about agreements that the practice has left');
      demandNewestWord(said, londonDayOf(letter.signedAt));
      await this.coolingOff.demandOver(tx, 'verify', [letter.recordedBy]);

      await this.evidence.accept(tx, id);

      await this.campaigns.addAnswersByLetter(tx, id, said.map(({ part }) => part.participationId));
      const cited = { evidence: id, page: letter.signedPage, recordedBy: letter.recordedBy, verifiedBy: actor.personId };
      await this.changes.record(tx,
        { type: 'instruction.verified', subject: id, odsCode, localityId, details: { campaign: campaign.id, title: campaign.title, answers: said.length } },
        ...said.map(({ part, reply }) => ({
          type: reply === 'keep' ? 'participation.reviewed' : 'participation.withdrawal-confirmed', subject: part.participationId, odsCode, agreementId: part.agreementId,
          localityId: part.localityId, reason, details: { campaign: campaign.id, title: campaign.title, version: part.agreementVersionId, instruction: cited },
        })));
      await this.outbox.append(tx, { type: 'instruction.verified', subject: id }, { type: 'campaign.answered', subject: campaign.id });
      return { id, campaignId: campaign.id, odsCode, answers: said.length };
    });
  }

  reject(actor: Actor, { idempotencyKey, ...input }: VerifyInstructionInput & { readonly reason: string }): Promise<{ id: string; campaignId: CampaignId; odsCode: string }> {
    return this.transactions.run(actor, { act: 'instruction.reject', subject: input.id, idempotencyKey, input }, async (tx) => {
      const campaign = await this.campaigns.lock(tx, await this.instructions.campaignOf(tx, input.id), { shared: true });
      const { id, odsCode, localityId, version } = await this.instructions.lock(tx, input.id);
      demand(tx, 'verify', 'WrittenInstruction', { localityId });
      demandVersion(input.expectedVersion, version);
      const reason = readReason(input.reason);
      if (reason === null) throw new ReasonNeeded();

      await this.evidence.reject(tx, id, reason);

      await this.changes.record(tx, { type: 'instruction.rejected', subject: id, odsCode, localityId, reason, details: { campaign: campaign.id, title: campaign.title } });
      await this.outbox.append(tx, { type: 'instruction.rejected', subject: id });
      return { id, campaignId: campaign.id, odsCode };
    });
  }
}
