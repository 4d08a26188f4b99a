import { instantInTable } from '@accord/kernel/admin';
import { say } from './messages.js';

export interface ReceiptShown {
  readonly gatewayId: string; readonly code: string; readonly name: string; readonly revoked: boolean; readonly appliedAt: string | null; readonly number: number | null; readonly isGiven: boolean;
  /** Of one that is revoked: until when it may go on by what it holds. */
  readonly holdsUntil: string | null;
}

/** How many have applied a publication, of all that were given anything and are in force, or may go on although they are revoked; who never was is named. */
export function appliedSentence({ publishedAt, receipts }: { readonly publishedAt: string; readonly receipts: readonly ReceiptShown[] }): string {
  const at = instantInTable(publishedAt);
  const asked = receipts.filter(({ revoked, holdsUntil }) => !revoked || holdsUntil !== null);
  if (asked.length === 0) return say('noGateways');
  const given = asked.filter(({ isGiven }) => isGiven);
  const waiting = given.filter(({ appliedAt }) => appliedAt === null);
  const names = (of: readonly ReceiptShown[]): string => of.map(({ name }) => name).join(', ');
  const never = asked.filter(({ isGiven }) => !isGiven);
  const sentence = given.length === 0 ? say('appliedNobody', { at }) : waiting.length === 0 ? say('appliedAll', { at, all: given.length }) : say('appliedSome', { at, done: given.length - waiting.length, all: given.length, names: names(waiting) });
  return never.length === 0 ? sentence : `${sentence} ${say('wereNeverGiven', { names: names(never) })}`;
}
