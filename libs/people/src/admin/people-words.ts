import { say } from './messages.js';
import type { DutyRow } from './people-queries.js';

export const DUTIES_IN_ORDER = [
  'signatory', 'practice-governance-lead', 'viewer-governance-lead', 'activation-officer', 'approver', 'auditor-national', 'auditor-organisation', 'privacy-officer', 'system-administrator', 'support',
] as const;
export type DutyCode = (typeof DUTIES_IN_ORDER)[number];

/** Where each duty holds. */
export const PLACE_OF: Readonly<Record<DutyCode, 'organisation' | 'localities' | 'nation'>> = {
  'signatory': 'organisation', 'practice-governance-lead': 'organisation', 'viewer-governance-lead': 'organisation', 'activation-officer': 'localities', 'approver': 'localities',
  'auditor-national': 'nation', 'auditor-organisation': 'organisation', 'privacy-officer': 'organisation', 'system-administrator': 'nation', 'support': 'nation',
};

export const aboutDuty = (duty: string): string => say(`about.${duty as DutyCode}`);

/** "Elm Road Surgery (TSTP01)", "Localities TSTL01", "The nation". */
export function placeOf({ organisationName, odsCode, localities }: Pick<DutyRow, 'organisationName' | 'odsCode' | 'localities'>): string {
  if (odsCode !== null) return `${organisationName ?? ''} (${odsCode})`.trim();
  return localities.length > 0 ? say('localities', { codes: localities.join(', ') }) : say('nation');
}

/** Support learns nobody's name: the server puts dots in its place. */
export const isHidden = (text: string): boolean => text === '•••';

/** The name; where it is not shown, something by which one row is told from another. */
export const nameShown = (name: string, personId: string): string => (isHidden(name) ? say('hidden-name', { code: personId.slice(-6) }) : name);
