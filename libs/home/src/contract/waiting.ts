/** What may wait for somebody. Derived from the state of things whenever it is asked, never stored. */
export const WAITING_KINDS = [
  'draft', 'sign', 'accept', 'agree-views', 'cut-over', 'invite-again', 'verify', 'verify-instruction', 'submit', 'approve', 'go-live', 'confirm-facts', 'confirm-authority', 'confirm-resume',
  'confirm-duty', 'confirm-gateway', 'confirm-gateway-certificate', 'gateway-unheard', 'gateway-silent', 'gateway-quarantined', 'feed-differs', 'feed-unwatched', 'confirm-certificate', 'renew-certificate', 'renew-gateway-certificate', 'renew-feed-certificate', 'decide-import', 'confirm-patient-search', 'settle-organisation', 'review-late', 'fact-late', 'answer-campaign', 'execute-campaign',
] as const;

/** While one of these waits, what was stopped may still be seen: they stand before all else, the gravest first. */
export const GRAVEST_FIRST: readonly WaitingKind[] = ['feed-differs', 'feed-unwatched', 'gateway-quarantined', 'gateway-silent'];

export type WaitingKind = (typeof WAITING_KINDS)[number];

/** What comes by itself, on a day that is known. */
export const COMING_KINDS = ['review', 'end', 'certificate-end', 'gateway-certificate-end', 'feed-certificate-end', 'fact-end'] as const;

export type ComingKind = (typeof COMING_KINDS)[number];

/** How far ahead Home looks, in days: the first reminder of a review, and the first day on which an answer is the one it asks for. */
export const COMING_DAYS = 90;

/** A review this many days late waits for an approver too. */
export const ESCALATED_DAYS = 7;

export interface WaitingThing {
  readonly kind: WaitingKind;
  /** What it is about: the id of the one thing, or of the agreement or locality whose things they are. */
  readonly subjectId: string;
  readonly agreementId: string | null;
  /** An agreement's reference and title, a locality's or an organisation's name, a person's name. */
  readonly about: string;
  readonly odsCode: string | null;
  readonly count: number;
  readonly since: Date;
  readonly dueOn: string | null;
}

export interface ComingThing {
  readonly kind: ComingKind;
  readonly subjectId: string;
  readonly about: string;
  readonly onDay: string;
}
