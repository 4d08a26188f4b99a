import type { PairInTime, PartInTime, PartThen, Stretch } from '../../contract/time-travel.js';

interface Image {
  readonly state: string;
  readonly state_at: string;
  readonly agreement_version_id: string;
  readonly evidence_id: string | null;
  readonly view_set_id?: string;
}

/** A part with what it was before each change, oldest first. */
export interface PastPart {
  readonly id: string;
  readonly agreementId: string;
  readonly odsCode: string;
  readonly recordedAt: Date;
  readonly current: Image;
  readonly past: readonly (Image & { readonly until_at: string })[];
}

interface PastEntry { readonly from: string | null; readonly until: string | null; readonly until_at: string }

export interface PastRange {
  readonly from: Date | null;
  readonly until: Date | null;
  readonly past: readonly PastEntry[];
}

export interface PastPair extends PastRange {
  readonly participationId: string;
  readonly partId: string;
  readonly viewSetId: string;
  readonly recordedAt: Date;
}

/** What had been recorded by an instant: the changes up to it, and the last of them as it stood. */
function knownBy<Entry extends { readonly until_at: string }>(past: readonly Entry[], knownAt: Date): { readonly before: readonly Entry[]; readonly last: Entry | null } {
  const later = past.findIndex(({ until_at: until }) => new Date(until) > knownAt);
  return later === -1 ? { before: past, last: null } : { before: past.slice(0, later), last: past[later]! };
}

export function partInTime<State extends string>({ id, agreementId, odsCode, recordedAt, current, past }: PastPart, knownAt: Date): PartInTime<State> & { readonly agreementId: string; readonly odsCode: string } {
  const { before, last } = knownBy(past, knownAt);
  const images: readonly (Image & { readonly until_at?: string })[] = [...before, last ?? current];
  const spans = images.map((image, place): PartThen<State> => {
    const previous = images[place - 1];
    // What changed beside the state (another version, another page) holds from when it was recorded.
    const from = previous !== undefined && sameInstant(previous.state_at, image.state_at) ? previous.until_at! : image.state_at;
    return { state: image.state as State, stateAt: new Date(image.state_at), from: new Date(from), versionId: image.agreement_version_id, evidenceId: image.evidence_id, viewSetId: image.view_set_id ?? null };
  });
  return { id, agreementId, odsCode, recordedAt, spans };
}

/** A pair let go before it began is one that never was in force. */
export function pairInTime(row: PastPair, knownAt: Date): PairInTime {
  const { participationId, partId, viewSetId, recordedAt } = row;
  const { before, last } = knownBy(row.past, knownAt);
  const known = last === null ? { from: row.from, until: row.until } : rangeOf(last);
  const from = known.from ?? before.map(rangeOf).findLast((range) => range.from !== null)?.from ?? recordedAt;
  return { participationId, partId, viewSetId, recordedAt, from, until: known.from === null ? from : known.until };
}

/** A range as it had been recorded by an instant. */
export function rangeKnown({ from, until, past }: PastRange, knownAt: Date): Stretch {
  const { last } = knownBy(past, knownAt);
  const known = last === null ? { from, until } : rangeOf(last);
  return { from: known.from!, until: known.until };
}

const rangeOf = ({ from, until }: PastEntry): { readonly from: Date | null; readonly until: Date | null } => ({ from: from === null ? null : new Date(from), until: until === null ? null : new Date(until) });
const sameInstant = (one: string, other: string): boolean => new Date(one).getTime() === new Date(other).getTime();
