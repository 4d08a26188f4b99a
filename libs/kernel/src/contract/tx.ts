declare const open: unique symbol;

/** An open transaction. Opaque; only Transactions makes one, so a write outside a transaction does not compile. */
export interface Tx {
  readonly [open]: true;
}
