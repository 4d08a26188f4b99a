import type { Duty } from '@accord/kernel';

const PRACTICE: readonly Duty[] = ['signatory', 'practice-governance-lead', 'viewer-governance-lead', 'privacy-officer', 'auditor-organisation'];
const OFFICERS: readonly Duty[] = ['activation-officer', 'approver'];

/** Whom a page is for, told to those it is not for. What anybody is shown the server decides. */
const PAGES: readonly (readonly [string, readonly Duty[]])[] = [
  ['/publications', [...OFFICERS, 'auditor-national']],
  ['/gateways', [...OFFICERS, 'auditor-national', 'system-administrator', 'support']],
  ['/held', ['signatory', 'practice-governance-lead', ...OFFICERS, 'auditor-national']],
  ['/certificates', ['viewer-governance-lead', ...OFFICERS, 'auditor-national', 'system-administrator', 'support']],
  ['/viewing-organisations', [...PRACTICE, ...OFFICERS, 'auditor-national', 'support']],
  ['/who-can-see-what', [...PRACTICE, ...OFFICERS, 'auditor-national', 'support']],
  ['/agreements', [...PRACTICE, ...OFFICERS, 'auditor-national', 'support']],
  ['/evidence', [...PRACTICE, ...OFFICERS, 'auditor-national', 'support']],
  ['/localities', [...OFFICERS, 'auditor-national']],
  ['/activations', [...OFFICERS, 'auditor-national']],
  ['/access-log', [...PRACTICE, 'auditor-national']],
  ['/directory-imports', ['system-administrator']],
  ['/people', ['practice-governance-lead', 'viewer-governance-lead', 'approver', 'auditor-national', 'system-administrator', 'support']],
  ['/duties', ['practice-governance-lead', 'viewer-governance-lead', 'approver', 'auditor-national', 'system-administrator', 'support']],
  ['/changes', [...PRACTICE, ...OFFICERS, 'auditor-national', 'system-administrator']],
];

export function whoMay(pathname: string): readonly string[] {
  return PAGES.find(([page]) => pathname === page || pathname.startsWith(`${page}/`))?.[1] ?? [];
}
