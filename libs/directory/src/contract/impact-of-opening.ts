import type { OdsCode, Tx } from '@accord/kernel';

/** Until when an organisation is open, as an import says it: not as long as was known, or longer. */
export interface Opening {
  readonly odsCode: OdsCode;
  /** The first instant at which it is not, in ISO 8601; null while no end is known. */
  readonly until: string | null;
}

/**
 * A need of the directory, answered by the capability that works out who would stop seeing what, and who would see it again: an approval is
 * bound to what was shown of it.
 */
export abstract class ImpactOfOpening {
  abstract hashOf(tx: Tx, openings: readonly Opening[]): Promise<string>;
  /** Refuses where nobody looked, and where something else would change than what was shown. */
  abstract demandUnchanged(tx: Tx, openings: readonly Opening[], seen: string | null | undefined): Promise<void>;
}
