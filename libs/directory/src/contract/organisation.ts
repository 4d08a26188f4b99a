import { nextDay, startOfLondonDay, type OdsCode } from '@accord/kernel';

/** Column 13 of the national file. Closed and dormant organisations are kept and marked, never deleted. */
export const ORGANISATION_STATUSES = { A: 'open', C: 'closed', D: 'dormant', P: 'proposed' } as const;
export type OrganisationStatus = keyof typeof ORGANISATION_STATUSES;

/** Column 26: what the cost centre prescribes as. The national list runs from 0 to 26. */
export const PRESCRIBING_SETTINGS: Readonly<Record<number, string>> = {
  0: 'Other', 1: 'Walk-in centre', 2: 'Out of hours', 3: 'Walk-in centre and out of hours', 4: 'GP practice',
  5: 'Setting 5', 6: 'Setting 6', 7: 'Setting 7', 8: 'Public health service', 9: 'Community health service', 10: 'Hospital service',
  11: 'Optometry service', 12: 'Urgent and emergency care', 13: 'Hospice', 14: 'Care home or nursing home', 15: 'Border force',
  16: 'Young offender institution', 17: 'Secure training centre', 18: "Secure children's home", 19: 'Immigration removal centre',
  20: 'Court', 21: 'Police custody', 22: 'Sexual assault referral centre', 23: 'Setting 23', 24: 'Other justice estate', 25: 'Prison',
  26: 'Primary care network',
};

/** Practices form localities; no other setting does. */
export const GP_PRACTICE = 4;

/** What the national file says of one organisation. Days are `yyyy-mm-dd`; an absent text is empty, an absent day null. */
export interface OrganisationFacts {
  readonly odsCode: OdsCode;
  readonly name: string;
  readonly nationalGrouping: string;
  readonly healthGeography: string;
  readonly address: readonly string[];
  readonly postcode: string;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  readonly status: OrganisationStatus;
  readonly commissionerCode: string | null;
  readonly joinedCommissionerOn: string | null;
  readonly leftCommissionerOn: string | null;
  readonly telephone: string;
  readonly prescribingSetting: number;
}

export type OpeningFacts = Pick<OrganisationFacts, 'status' | 'openedOn' | 'closedOn'>;

/** Whether the second state is open for less long than the first, which still was on a day: what an import may not do silently to live sharing. */
export function narrowsOpening(before: OpeningFacts, after: OpeningFacts, from: string): boolean {
  const [was, is] = [lastDay(before), lastDay(after)];
  return was >= from && is < was;
}

/** Whether the second state is open for longer than the first, and still is on a day: what an import may give back to nobody silently. */
export function widensOpening(before: OpeningFacts, after: OpeningFacts, from: string): boolean {
  const [was, is] = [lastDay(before), lastDay(after)];
  return is >= from && is > was;
}

const FOR_EVER = '9999-12-31';
/** As `openUntil` says it: whatever its status, a closing day is its last. Closed without a day, it was on some day past; its edition's, which is never ahead. */
function lastDay({ status, closedOn }: OpeningFacts): string {
  if (status === 'P') return '';
  return closedOn ?? (status === 'A' ? FOR_EVER : '');
}

/** The first instant at which an organisation is not open, as the database says it of a row of this edition; null while no end is known. */
export function openUntil({ status, closedOn }: OpeningFacts, editionOn: string): Date | null {
  if (closedOn !== null && status !== 'P') return startOfLondonDay(nextDay(closedOn));
  return status === 'A' ? null : startOfLondonDay(editionOn);
}
