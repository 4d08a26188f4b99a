import { DUTIES, type Duty } from '@accord/kernel';

const AUDITORS: readonly Duty[] = ['auditor-national', 'auditor-organisation'];
const READERS: readonly Duty[] = [...AUDITORS, 'support'];
const WRITERS: readonly Duty[] = DUTIES.filter((duty) => !READERS.includes(duty));

/**
 * Duties one person may not hold at the same time, whatever the organisation or account: who prepares does not approve, who
 * keeps the accounts takes no part in sharing, who audits writes nothing.
 */
export const SEPARATED_DUTIES: readonly (readonly [Duty, Duty])[] = [
  ['activation-officer', 'approver'],
  ...(['signatory', 'practice-governance-lead', 'activation-officer', 'approver'] as const).map((duty) => ['system-administrator', duty] as const),
  ...AUDITORS.flatMap((auditor) => WRITERS.map((writer) => [auditor, writer] as const)),
];

/** The duty already held that forbids this one; undefined where none does. */
export function forbiddingDuty(asked: Duty, held: readonly Duty[]): Duty | undefined {
  return held.find((each) => SEPARATED_DUTIES.some(([one, other]) => (one === asked && other === each) || (other === asked && one === each)));
}
