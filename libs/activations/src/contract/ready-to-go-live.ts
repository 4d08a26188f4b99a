import type { Tx } from '@accord/kernel';

/** Approved parts of one agreement whose gates hold: nothing but an officer is waited for. */
export interface ReadyToGoLive {
  readonly agreementId: string;
  /** The agreement's reference and title. */
  readonly about: string;
  readonly count: number;
  readonly since: Date;
}

/** Asked by home; answered in activations/server, by the same reading of gates as the page of a locality. */
export abstract class PartiesReadyToGoLive {
  /** In the localities the person who asks serves, by agreement. */
  abstract byAgreement(tx: Tx): Promise<readonly ReadyToGoLive[]>;
}
