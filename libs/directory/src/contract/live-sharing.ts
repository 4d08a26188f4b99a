import type { OdsCode, Tx } from '@accord/kernel';

/** One agreement in which an organisation shares, or looks, at this moment. */
export interface LiveShare {
  readonly odsCode: OdsCode;
  readonly as: 'provider' | 'consumer';
  readonly agreementReference: string;
  /** Pairs that are agreed and live: they stop with it, and are seen again with it. */
  readonly pairs: number;
}

/**
 * A need of the directory, answered by the capability that keeps participations: what live sharing hangs on these organisations.
 * It is asked in the importer's own transaction, and an importer reads no agreement; the answer has to see past that, because an
 * answer of "none" lets the import through without a second person.
 */
export abstract class LiveSharing {
  abstract of(tx: Tx, odsCodes: readonly OdsCode[]): Promise<readonly LiveShare[]>;
}
