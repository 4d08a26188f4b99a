import { Readable } from 'node:stream';
import { newId, type Actor } from '@accord/kernel';
import { Changes, Outbox } from '@accord/kernel/server';
import { aPdf } from '@accord/evidence/testing';
import { peopleAnswers } from '@accord/people/testing';
import { InstructionsReader } from '../server/read-models/instructions.js';
import { Campaigns } from '../server/storage/campaigns.js';
import { Instructions } from '../server/storage/instructions.js';
import { CoolingOff } from '../server/use-cases/cooling-off.js';
import { RecordInstruction, type RecordInstructionInput } from '../server/use-cases/record-instruction.js';
import { VerifyInstruction } from '../server/use-cases/verify-instruction.js';
import type { AgreementWorld } from './agreement-world.js';

/** What a letter is taken in with, unless a spec says otherwise. */
export type LetterGiven = Partial<Omit<RecordInstructionInput, 'takenIn'>> & { readonly pdf?: Buffer; readonly by?: Actor };

/** Letters of controllers who do not use Accord, over a real database and real checks. */
export function instructionActs(world: AgreementWorld) {
  const { authorities, grantors } = peopleAnswers();
  const [campaigns, instructions, changes, outbox] = [new Campaigns(), new Instructions(), new Changes(), new Outbox()];
  const recording = new RecordInstruction(world.transactions, campaigns, instructions, authorities, world.evidence.commands, changes, outbox);
  const verifying = new VerifyInstruction(world.transactions, campaigns, instructions, world.evidence.commands, new CoolingOff(grantors), changes, outbox);
  return {
    recording, verifying, reader: new InstructionsReader(),
    /** Taken in by the first officer, signed yesterday by the practice's signatory on the first page. */
    async letter(campaignId: string, odsCode: string, replies: RecordInstructionInput['replies'], { pdf, by, ...given }: LetterGiven = {}): Promise<{ evidenceId: string; state: string }> {
      const takenIn = await world.evidence.uploads.execute(Readable.from([pdf ?? aPdf({ trailer: `/Id (${newId(world.clock.now())})` })]));
      const yesterday = new Date(world.clock.now().getTime() - 24 * 60 * 60_000).toISOString().slice(0, 10);
      const { authorityId } = await world.signatoryOf(odsCode);
      return recording.execute(by ?? world.officer, { campaignId, odsCode, replies, authorityId, signedOn: yesterday, signedPage: 1, reason: 'The practice does not use Accord and wrote to us', takenIn, ...given });
    },
  };
}
