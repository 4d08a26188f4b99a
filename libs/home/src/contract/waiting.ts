/** What may wait for somebody. Derived from the state of things whenever it is asked, never stored. */
export const WAITING_KINDS = [
  'draft', 'sign', 'accept', 'invite-again', 'verify', 'submit', 'approve', 'go-live', 'confirm-facts', 'confirm-authority', 'confirm-resume',
  'confirm-duty', 'confirm-gateway', 'confirm-certificate', 'renew-certificate', 'decide-import', 'confirm-patient-search',
] as const;

export type WaitingKind = (typeof WAITING_KINDS)[number];

/** What comes by itself, on a day that is known. */
export const COMING_KINDS = ['review', 'end', 'certificate-end', 'fact-end'] as const;

export type ComingKind = (typeof COMING_KINDS)[number];

/** How far ahead Home looks, in days: the first reminder of a review. */
export const COMING_DAYS = 90;
