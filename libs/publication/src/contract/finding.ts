/** What the reconciler can find, the gravest first. */
export const FINDING_KINDS = [
  'pair-unlawful', 'served-to-others', 'pair-withheld', 'views-differ', 'agreement-differs', 'certificate-unlawful', 'certificate-withheld', 'not-served', 'configuration-differs', 'publisher-silent', 'announcement-waits', 'feed-refused', 'feed-unreachable',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something that the database and the feed say otherwise, or that keeps them from being compared. */
export interface Finding {
  readonly kind: FindingKind;
  /** What it is about, in codes: a pair, a certificate, the code of a refusal. */
  readonly subject: string;
}

/** As it is kept: how often, and the first few. */
export interface FindingOfKind {
  readonly kind: FindingKind;
  readonly count: number;
  readonly examples: readonly string[];
}
