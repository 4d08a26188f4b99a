import type { OdsCode, Tx } from '@accord/kernel';

/** Until when an organisation is open, as an import says it: not as long as was known. */
export interface Closing {
  readonly odsCode: OdsCode;
  /** The first instant at which it is not, in ISO 8601. */
  readonly until: string;
}

/** A need of the directory, answered by the capability that works out who would stop seeing what: an approval is bound to what was shown of it. */
export abstract class ImpactOfClosing {
  abstract hashOf(tx: Tx, closings: readonly Closing[]): Promise<string>;
  /** Refuses where nobody looked, and where something else would stop than what was shown. */
  abstract demandUnchanged(tx: Tx, closings: readonly Closing[], seen: string | null | undefined): Promise<void>;
}
