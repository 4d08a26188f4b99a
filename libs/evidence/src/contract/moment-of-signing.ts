import { endOfLondonDay, startOfLondonDay } from '@accord/kernel';

/**
 * The instant a paper signature counts from: a date alone says no hour, so it is the first moment of that London day at which the
 * signatory's authority held. Null where it held at no moment of the day.
 */
export function momentOfSigning(signedOn: string, authority: { readonly from: Date; readonly until: Date | null }): Date | null {
  const begins = startOfLondonDay(signedOn);
  const moment = authority.from > begins ? authority.from : begins;
  return moment < endOfLondonDay(signedOn) && (authority.until === null || moment < authority.until) ? moment : null;
}
