export interface Interval {
  readonly from: string;
  readonly until: string;
}

/** What two intervals share; ISO instants of one length sort as they fall. */
export function common(a: Interval, b: Interval): Interval {
  return { from: a.from > b.from ? a.from : b.from, until: a.until < b.until ? a.until : b.until };
}
