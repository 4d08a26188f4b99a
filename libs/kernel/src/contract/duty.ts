/** What a person does in Accord. Not to be confused with a viewer's role profile, which never decides anything here. */
export const DUTIES = [
  'signatory', 'practice-governance-lead', 'viewer-governance-lead', 'activation-officer', 'approver', 'auditor-national',
  'auditor-organisation', 'privacy-officer', 'system-administrator', 'support',
] as const;

export type Duty = (typeof DUTIES)[number];

/** Where a duty holds: for one organisation, for assigned localities, or for the nation. */
export const DUTY_REACH: Readonly<Record<Duty, 'organisation' | 'localities' | 'national'>> = {
  'signatory': 'organisation',
  'practice-governance-lead': 'organisation',
  'viewer-governance-lead': 'organisation',
  'activation-officer': 'localities',
  'approver': 'localities',
  'auditor-national': 'national',
  'auditor-organisation': 'organisation',
  'privacy-officer': 'organisation',
  'system-administrator': 'national',
  'support': 'national',
};

export function isDuty(text: string): text is Duty {
  return (DUTIES as readonly string[]).includes(text);
}

/** What a duty is called, on screens and in mail. */
export const DUTY_WORDS: Readonly<Record<Duty, string>> = {
  'signatory': 'Signatory',
  'practice-governance-lead': 'Practice governance lead',
  'viewer-governance-lead': 'Viewing organisation governance lead',
  'activation-officer': 'Activation officer',
  'approver': 'Approver',
  'auditor-national': 'National auditor',
  'auditor-organisation': 'Auditor of an organisation',
  'privacy-officer': 'Privacy officer',
  'system-administrator': 'System administrator',
  'support': 'Support',
};
