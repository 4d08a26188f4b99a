import type { ComingKind } from '@accord/home';
import type { Duty } from '@accord/kernel';

/** Days before a thing's day at which it is told, or after it with a minus sign; 0 is for what has no day. */
export type Stage = 90 | 30 | 7 | 0 | -1 | -7;

const AHEAD = [90, 30, 7] as const;

/**
 * Who is told of what, when. A review belongs to the officers of its locality, who alone can open the version that settles it; a week late it
 * goes to the approvers too. Certificates and what gates rest on belong to the organisation; with a week left its staff hear of it as well.
 */
const TOLD: Readonly<Record<ComingKind, Readonly<Partial<Record<Duty, readonly Stage[]>>>>> = {
  'review': { 'signatory': AHEAD, 'practice-governance-lead': AHEAD, 'viewer-governance-lead': AHEAD, 'activation-officer': [...AHEAD, -1, -7], 'approver': [-7] },
  'end': { 'signatory': AHEAD, 'practice-governance-lead': AHEAD, 'viewer-governance-lead': AHEAD, 'activation-officer': AHEAD },
  'certificate-end': { 'viewer-governance-lead': [...AHEAD, -1], 'system-administrator': [7] },
  'gateway-certificate-end': { 'system-administrator': [...AHEAD, -1] },
  'feed-certificate-end': { 'system-administrator': [...AHEAD, -1] },
  'fact-end': { 'viewer-governance-lead': [...AHEAD, -1], 'practice-governance-lead': [...AHEAD, -1], 'activation-officer': [7, -1] },
};

/** How a thing stands for a duty: the last stage that it has reached; null where it has reached none. */
export function stageOf(kind: ComingKind, duty: Duty, daysLeft: number): Stage | null {
  const reached = (TOLD[kind][duty] ?? []).filter((stage) => daysLeft <= stage);
  return reached.length === 0 ? null : reached.reduce((one, other) => Math.min(one, other) as Stage);
}

/** A review that is overdue is told to whom it belongs whatever they chose: silence about it is no choice of one person. */
export function isBinding(kind: ComingKind, stage: Stage): boolean {
  return kind === 'review' && stage < 0;
}

/** Whether a duty is told of some things whatever its holder chose. */
export function isToldAlways(duty: Duty): boolean {
  return (TOLD['review'][duty] ?? []).some((stage) => isBinding('review', stage));
}
