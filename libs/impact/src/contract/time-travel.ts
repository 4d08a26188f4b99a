import { isSeen, type ParticipationState, type PartState, type SightFacts, type StandingStop } from '@accord/agreements';

/** Half open; null has no end. */
export interface Stretch {
  readonly from: Date;
  readonly until: Date | null;
}

/** What one part was from an instant on, until the next entry. */
export interface PartThen<State> {
  readonly state: State;
  readonly stateAt: Date;
  readonly from: Date;
  readonly versionId: string;
  readonly evidenceId: string | null;
  /** Of a consumer's part: the view set it proves. */
  readonly viewSetId: string | null;
}

/** One part of one organisation, from its invitation on. */
export interface PartInTime<State> {
  readonly id: string;
  readonly recordedAt: Date;
  readonly spans: readonly PartThen<State>[];
}

export interface StopInTime extends StandingStop {
  readonly kind: string;
  readonly until: Date | null;
  /** Null for every system. */
  readonly system: string | null;
  /** The one part it is of, where it is of one: it does not reach who was invited again. */
  readonly ofPart: string | null;
}

/** Everything dated that decides what one agreement lets one viewing organisation see of one sharing organisation. */
export interface SharingInTime {
  /** Open for signing since, and ended. */
  readonly openedAt: Date;
  readonly endedAt: Date | null;
  readonly participations: readonly PartInTime<ParticipationState>[];
  readonly parts: readonly PartInTime<PartState>[];
  readonly pairs: readonly PairInTime[];
  /** Dates of each version. */
  readonly versions: ReadonlyMap<string, Stretch>;
  readonly viewSets: ReadonlyMap<string, Stretch & { readonly views: readonly string[] }>;
  readonly hosted: readonly Stretch[];
  readonly providerOpen: OpenInTime;
  readonly consumerOpen: OpenInTime;
  readonly certificates: readonly (Stretch & { readonly system: string })[];
  readonly stops: readonly StopInTime[];
}

export interface PairInTime extends Stretch {
  readonly participationId: string;
  readonly partId: string;
  /** Two sides have a pair for each set they agreed to. */
  readonly viewSetId: string;
  readonly recordedAt: Date;
}

/** How long an organisation is open by its row, and what the editions said of its status from which day on. */
export interface OpenInTime {
  readonly until: Date | null;
  readonly statuses: readonly { readonly status: string; readonly from: Date; readonly recordedAt: Date }[];
}

/** The facts of one agreement at an instant, with the entries they come from. */
export interface SightThen {
  readonly facts: SightFacts;
  readonly participation: PartThen<ParticipationState> & { readonly id: string };
  readonly part: PartThen<PartState> & { readonly id: string };
  readonly isHeld: boolean;
  readonly isHosted: boolean;
  readonly providerClosed: boolean;
  readonly consumerClosed: boolean;
  readonly certificateEnded: Date | null;
}

const GONE: readonly string[] = ['withdrawn', 'declined', 'left'];
const covers = ({ from, until }: Stretch, at: Date): boolean => from <= at && (until === null || at < until);
const newest = (one: { readonly recordedAt: Date }, other: { readonly recordedAt: Date }): number => other.recordedAt.getTime() - one.recordedAt.getTime();

/** Whether an organisation was closed: by its row, or by what was in force of its dated status. */
export function wasClosed({ until, statuses }: OpenInTime, at: Date): boolean {
  if (until !== null && until <= at) return true;
  const [said] = statuses.filter(({ from }) => from <= at).sort((a, b) => b.from.getTime() - a.from.getTime() || newest(a, b));
  return said !== undefined && said.status !== 'A';
}

/** The part that counts at an instant: whoever came back has a new one, and the one that ended is asked only where no other followed. */
function partAt<State extends string>(parts: readonly PartInTime<State>[], at: Date): (PartThen<State> & { readonly id: string }) | null {
  const standing = parts.filter(({ recordedAt }) => recordedAt <= at).flatMap(({ id, recordedAt, spans }) => {
    const then = spans.filter(({ from }) => from <= at).at(-1);
    return then === undefined ? [] : [{ ...then, id, recordedAt }];
  });
  return standing.sort((a, b) => Number(GONE.includes(a.state)) - Number(GONE.includes(b.state)) || newest(a, b))[0] ?? null;
}

/** One agreement as it was at an instant; null where it did not name both yet. */
export function sightThen(sharing: SharingInTime, at: Date): SightThen | null {
  if (sharing.openedAt > at) return null;
  const [participation, part] = [partAt(sharing.participations, at), partAt(sharing.parts, at)];
  if (participation === null || part === null) return null;
  const pair = sharing.pairs.find((held) => held.participationId === participation.id && held.partId === part.id && held.viewSetId === part.viewSetId && held.recordedAt <= at);
  const [signed, accepted, set] = [sharing.versions.get(participation.versionId)!, sharing.versions.get(part.versionId)!, sharing.viewSets.get(part.viewSetId!)!];
  const from = latest(signed.from, accepted.from, ...(pair === undefined ? [] : [pair.from]));
  const until = earliest(signed.until, accepted.until, sharing.endedAt, pair?.until ?? null);
  const [providerClosed, consumerClosed] = [wasClosed(sharing.providerOpen, at), wasClosed(sharing.consumerOpen, at)];
  const isHosted = sharing.hosted.some((run) => covers(run, at));
  const viewSetCurrent = covers(set, at);
  const isHeld = pair !== undefined;
  const stops = sharing.stops.filter((stop) => (stop.until === null || at < stop.until) && (stop.ofPart === null || stop.ofPart === participation.id || stop.ofPart === part.id));
  return {
    participation, part, isHeld, isHosted, providerClosed, consumerClosed, certificateEnded: latestEnd(sharing.certificates),
    facts: {
      participation: participation.state, part: part.state, from, until, views: set.views, viewSetCurrent,
      gatesHold: gatesHoldFor({ isHeld, isInsideDates: at >= from && at < until, bothLive: participation.state === 'live' && part.state === 'live', providerClosed, consumerClosed }, isHosted && viewSetCurrent && !providerClosed && !consumerClosed),
      stops: stops.filter(({ system }) => system === null),
      hasCertificate: sharing.certificates.some((held) => covers(held, at) && !stops.some(({ system, from: begins }) => system === held.system && begins <= at)),
    },
  };
}

/** Gates are judged where they are enforced: what is held and told to nobody has lost one; what is not held yet has none to lose. */
export function gatesHoldFor(pair: { readonly isHeld: boolean; readonly isInsideDates: boolean; readonly bothLive: boolean; readonly providerClosed: boolean; readonly consumerClosed: boolean }, isTold: boolean): boolean {
  return pair.isHeld ? !pair.isInsideDates || isTold : !pair.bothLive && !pair.providerClosed && !pair.consumerClosed;
}

const SOME_DAY = 8_640_000_000_000_000;

/**
 * Since when the answer has been what it is at an instant, over all agreements that name both: the beginning of the stretch without a change
 * around it. Null where it never was otherwise. Facts change at the instants they name and at no other, so only those are asked.
 */
export function sinceWhen(sharings: readonly SharingInTime[], view: string, at: Date): Date | null {
  const seenAt = (instant: Date): boolean => sharings.some((sharing) => {
    const then = sightThen(sharing, instant);
    return then !== null && isSeen(then.facts, view, instant);
  });
  const turns = [...new Set(sharings.flatMap(turnsOf).map((turn) => turn.getTime()))].filter((turn) => turn <= at.getTime()).sort((a, b) => b - a);
  const answer = seenAt(at);
  let since = null;
  for (const turn of turns) {
    if (seenAt(new Date(turn)) !== answer) return since;
    since = new Date(turn);
  }
  return answer ? since : null;
}

function turnsOf(sharing: SharingInTime): Date[] {
  const ends = (stretches: readonly Stretch[]): (Date | null)[] => stretches.flatMap(({ from, until }) => [from, until]);
  const parts = [...sharing.participations, ...sharing.parts].flatMap(({ recordedAt, spans }) => [recordedAt, ...spans.map(({ from }) => from)]);
  const open = [sharing.providerOpen, sharing.consumerOpen].flatMap(({ until, statuses }) => [until, ...statuses.map(({ from }) => from)]);
  return [
    sharing.openedAt, sharing.endedAt, ...parts, ...open, ...ends(sharing.pairs), ...sharing.pairs.map(({ recordedAt }) => recordedAt),
    ...ends([...sharing.versions.values()]), ...ends([...sharing.viewSets.values()]), ...ends(sharing.hosted), ...ends(sharing.certificates), ...ends(sharing.stops),
  ].filter((turn): turn is Date => turn !== null && Math.abs(turn.getTime()) < SOME_DAY);
}

const latest = (...dates: readonly Date[]): Date => dates.reduce((one, other) => (one >= other ? one : other));
const earliest = (...dates: readonly (Date | null)[]): Date => dates.reduce<Date>((one, other) => (other === null || one <= other ? one : other), new Date(SOME_DAY));
const latestEnd = (held: readonly Stretch[]): Date | null => (held.length === 0 ? null : held.map(({ until }) => until ?? new Date(SOME_DAY)).reduce((one, other) => (one >= other ? one : other)));
