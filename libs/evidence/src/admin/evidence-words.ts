import type { Tone } from '@accord/kernel/admin';
import type { QueueRow } from './evidence-query.js';
import { say } from './messages.js';

export const STANDINGS = ['waiting', 'overtaken', 'quarantined', 'verified', 'rejected', 'invalidated'] as const;

const TONE: Readonly<Record<QueueRow['standing'], Tone>> = { waiting: 'waiting', overtaken: 'quiet', quarantined: 'stopped', verified: 'good', rejected: 'stopped', invalidated: 'stopped' };

/** A standing in words, with who is waited for; `mayVerify` says whether that could be the one who reads it. */
export function standingOf(row: QueueRow, mayVerify: boolean): { readonly words: string; readonly tone: Tone; readonly waitsFor?: string } {
  const words = { words: say(row.standing), tone: TONE[row.standing] };
  if (row.standing !== 'waiting') return words;
  return { ...words, waitsFor: !mayVerify ? say('anyOfficer') : row.notByYou === null ? say('you') : say('anotherOfficer') };
}

export const SEVERITY_TONE: Readonly<Record<QueueRow['severity'], Tone>> = { none: 'good', information: 'quiet', warning: 'waiting', quarantine: 'stopped', fault: 'stopped' };
