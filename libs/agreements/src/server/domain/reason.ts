import { InvalidInput } from '@accord/kernel';

const AT_MOST = 2_000;

/** A reason as given: trimmed, bounded, one text without control characters; null where none was given. */
export function readReason(given: string | null | undefined): string | null {
  const reason = given?.normalize('NFC').trim() ?? '';
  if (reason.length > AT_MOST) throw new InvalidInput('reason', `write at most ${AT_MOST} characters`);
  if (/\p{Cc}/u.test(reason.replaceAll('\n', ' '))) throw new InvalidInput('reason', 'leave out control characters');
  return reason === '' ? null : reason;
}
