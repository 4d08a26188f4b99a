import { InvalidInput, isId } from '@accord/kernel';
import type { CampaignReply } from '@accord/agreements';
import type { Reply } from '../domain/instruction.js';

/** What came with a letter beside who signed it: which practice of which campaign it is of, and what it says. */
export interface DeclaredInstruction {
  readonly campaignId: string;
  readonly odsCode: string;
  readonly replies: readonly Reply[];
  readonly reason: string;
}

/** Where letters are sent; the agreements they keep and withdraw from stand in two fields, parted by commas. */
export const INSTRUCTION_UPLOADS = '/campaigns/:id/practices/:odsCode/instructions';
/** Of the longest field: a reason of 2,000 characters, or as many participations as a practice may have. */
export const INSTRUCTION_FIELD_BYTES = 16 * 1024;

export function declaredInstruction(fields: ReadonlyMap<string, string>): DeclaredInstruction {
  const campaignId = fields.get('id') ?? '';
  if (!isId(campaignId)) throw new InvalidInput('id', 'it is not an id');
  return { campaignId, odsCode: fields.get('odsCode') ?? '', reason: fields.get('reason') ?? '', replies: [...repliesIn(fields, 'keep'), ...repliesIn(fields, 'withdraw')] };
}

function repliesIn(fields: ReadonlyMap<string, string>, reply: CampaignReply): readonly Reply[] {
  const ids = (fields.get(reply) ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
  if (!ids.every(isId)) throw new InvalidInput(reply, 'name participations by their ids, parted by commas');
  return ids.map((participationId) => ({ participationId, reply }));
}
