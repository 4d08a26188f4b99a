import type { Tx } from '@accord/kernel';

/** How many organisations stand at the other end, and the most views seen between one of them and the organisation asked about. */
export interface SeenOfSide {
  readonly organisations: number;
  readonly mostViews: number;
}

/** What is seen at this moment, in figures. */
export interface SeenInShort {
  /** Who sees its records. */
  readonly seenBy: SeenOfSide;
  /** Whose records its people see. */
  readonly sees: SeenOfSide;
}

/** Asked by home; answered in impact/server from the very rows of who can see what. */
export abstract class SeenNow {
  /** As far as the person who asks may see. */
  abstract inShort(tx: Tx, odsCode: string): Promise<SeenInShort>;
}
