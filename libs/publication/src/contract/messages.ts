import { defineMessages } from '@accord/kernel';

export const publicationMessages = defineMessages({
  RECEIPT_OF_ANOTHER: 'This receipt names another gateway than the one that sent it.',
  RECEIPT_NOT_SIGNED: 'The signature of this receipt was not made with the key of the gateway that sent it.',
  RECEIPT_UNKNOWN_PUBLICATION: 'There is no publication {number} with this hash.',
});
