/** Why an event lies in the dead-letter. */
export const DEAD_LETTER_CODES = [
  'ENTRY_MALFORMED', 'NOT_BASE64', 'EVENT_TOO_LARGE', 'SEAL_BROKEN', 'NOT_AN_OBJECT', 'MEMBER_MISSING', 'MEMBER_UNKNOWN', 'MEMBER_MALFORMED',
  'TIME_MALFORMED', 'SEQUENCE_REUSED',
  // These two are in the log as well, mended; the dead-letter keeps what was sent.
  'TEXT_MENDED', 'NHS_NUMBER_MISPLACED',
] as const;
export type DeadLetterCode = (typeof DEAD_LETTER_CODES)[number];

/** A gateway sends no more than this in one batch. */
export const MOST_EVENTS_IN_A_BATCH = 1_000;

/** What a gateway posts: its boot, and sealed events under its own sequence, which begins at 1 with every boot. */
export interface AccessEventBatch {
  readonly boot: string;
  readonly events: readonly { readonly sequence: number; readonly sealed: string }[];
}

export interface IntakeAnswer {
  /** Every sequence of this boot up to here is durable. */
  readonly acknowledged: number;
  /** Kept in the dead-letter instead of the log. A sequence is null where the entry had none that can be read. */
  readonly rejected: readonly { readonly sequence: number | null; readonly code: DeadLetterCode }[];
}

/** Sequences a gateway must have used and Accord never saw. */
export interface MissingSequences {
  readonly gatewayId: string;
  readonly bootId: string;
  readonly first: number;
  readonly last: number;
}
