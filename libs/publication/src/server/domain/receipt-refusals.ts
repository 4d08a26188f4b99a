import { Refusal } from '@accord/kernel';
import '../../contract/messages.js';

export class ReceiptOfAnother extends Refusal {
  readonly code = 'RECEIPT_OF_ANOTHER';
  readonly kind = 'forbidden';
  constructor() { super('RECEIPT_OF_ANOTHER'); }
}

export class ReceiptNotSigned extends Refusal {
  readonly code = 'RECEIPT_NOT_SIGNED';
  readonly kind = 'invalid';
  constructor() { super('RECEIPT_NOT_SIGNED'); }
}

export class ReceiptUnknownStopList extends Refusal {
  readonly code = 'RECEIPT_UNKNOWN_STOP_LIST';
  readonly kind = 'invalid';
  constructor(stopList: number, publication: number) { super('RECEIPT_UNKNOWN_STOP_LIST', { stopList, publication }); }
}

export class ReceiptUnknownPublication extends Refusal {
  readonly code = 'RECEIPT_UNKNOWN_PUBLICATION';
  readonly kind = 'invalid';
  constructor(number: number) { super('RECEIPT_UNKNOWN_PUBLICATION', { number }); }
}
