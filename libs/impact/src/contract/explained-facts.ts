import { isSeen, obstaclesTo, type ParticipationState, type PartState, type Side, type SightFacts, type StandingStop } from '@accord/agreements';

export interface ExplainedStop extends StandingStop {
  /** The side whose state it moved, as one that names a single part does. */
  readonly moves: Side | null;
  /** A suspension is lifted; who withdrew, left or was ended is not. */
  readonly isLiftable: boolean;
  /** Bound to this agreement, and gone with it. */
  readonly isOfAgreement: boolean;
}

/** What one agreement says of one provider and one consumer, taken apart as far as somebody can do something about it. */
export interface ExplainedFacts {
  readonly participation: ParticipationState;
  readonly part: PartState;
  readonly from: Date;
  readonly until: Date;
  /** The dates of what both signed, whatever became of the pair. */
  readonly termsFrom: Date;
  readonly termsUntil: Date;
  /** Open for signing: who left can be invited again, and the agreement can be changed. */
  readonly canBeSigned: boolean;
  /** Open or closed: other views can be proposed to those who take part. */
  readonly takesProposals: boolean;
  /** Asked for a view set that is not current yet: who was live waits for its cut-over, the others are invited to it then. */
  readonly isProposed: boolean;
  readonly awaiting: readonly Side[];
  /** A proposal of other views for the consumer runs: until it is over no second one begins, and nothing else that names it opens for signing. */
  readonly otherViewsProposed: boolean;
  readonly providerOpen: boolean;
  readonly consumerOpen: boolean;
  readonly isHosted: boolean;
  /** The evidence of the sharing organisation proves the view set of the consumer's part. */
  readonly isPaired: boolean;
  /** Gateways have heard of it. */
  readonly isTold: boolean;
  readonly viewSetCurrent: boolean;
  readonly views: readonly string[];
  readonly stops: readonly ExplainedStop[];
  readonly hasCertificate: boolean;
  /** A certificate is there, and every system that holds one is stopped. */
  readonly systemsStopped: boolean;
}

/** The same facts as the one rule of what is seen reads them. */
export function sightFactsOf(facts: ExplainedFacts): SightFacts {
  const { participation, part, from, until, viewSetCurrent, stops, views, hasCertificate } = facts;
  const gatesHold = facts.providerOpen && facts.consumerOpen && facts.isHosted && facts.isPaired && facts.isTold;
  return { participation, part, from, until, gatesHold, viewSetCurrent, stops, views, hasCertificate };
}

export const sees = (facts: ExplainedFacts, view: string, at: Date): boolean => isSeen(sightFactsOf(facts), view, at);

/** An act somebody can do towards a view being seen. */
export type FixAct =
  | 'name-both' | 'change' | 'propose' | 'cut-over' | 'give-up' | 'invite-again' | 'sign' | 'verify' | 'approve' | 'go-live' | 'lift-stop' | 'lift-system-stop' | 'add-certificate' | 'record-hosting' | 'reopen' | 'wait' | 'publish';

export interface Fix {
  readonly act: FixAct;
  /** The side it is about, where it is about one. */
  readonly side: Side | null;
  /** The stop it lifts. */
  readonly stop: string | null;
  /** What a new version would say otherwise. */
  readonly changes: readonly Change[];
}
export type Change = 'view-set' | 'pairing';

const [LONG_AGO, FAR_AHEAD] = [new Date(-8_640_000_000_000_000), new Date(8_640_000_000_000_000)];
const GONE: readonly string[] = ['declined', 'withdrawn', 'left'];
const fix = (act: FixAct, more: Partial<Omit<Fix, 'act'>> = {}): Fix => ({ act, side: null, stop: null, changes: [], ...more });
const bears = (stop: StandingStop, view: string, at: Date): boolean => stop.from <= at && (stop.views === null || stop.views.includes(view));

/** Facts of two organisations that no agreement names together. */
export function unnamed(known: Pick<ExplainedFacts, 'otherViewsProposed' | 'providerOpen' | 'consumerOpen' | 'isHosted' | 'hasCertificate' | 'systemsStopped' | 'views' | 'stops'>): ExplainedFacts {
  return {
    ...known, participation: 'declined', part: 'declined', from: LONG_AGO, until: LONG_AGO, termsFrom: LONG_AGO, termsUntil: LONG_AGO,
    canBeSigned: false, takesProposals: false, isProposed: false, awaiting: [], isPaired: true, isTold: true, viewSetCurrent: true,
  };
}

/** What opens for signing, and so waits until no other views are proposed. */
const OPENS: readonly FixAct[] = ['name-both', 'change', 'propose'];

/** The next act that the facts ask for; null where nothing is in the way, or nobody can do anything about it. */
export function nextFix(facts: ExplainedFacts, view: string, at: Date): Fix | null {
  const next = wantedNext(facts, view, at);
  return next !== null && facts.otherViewsProposed && OPENS.includes(next.act) ? fix('give-up') : next;
}

function wantedNext(facts: ExplainedFacts, view: string, at: Date): Fix | null {
  const obstacles = obstaclesTo(sightFactsOf(facts), view, at);
  if (obstacles.length === 0) return null;
  // Nobody drafts for who is closed.
  if (!facts.providerOpen || !facts.consumerOpen) return fix('reopen', { side: facts.providerOpen ? 'consumer' : 'provider' });
  const gone = (['provider', 'consumer'] as const).filter((side) => GONE.includes(side === 'provider' ? facts.participation : facts.part));
  const isAhead = at < facts.from && facts.from < facts.until;
  // What has ended is not begun again: whoever left is invited into dates that hold, and everybody else agrees anew.
  const hasEnded = obstacles.includes('dates') && !isAhead && !(gone.length > 0 && at < facts.termsUntil && facts.termsFrom < facts.termsUntil);
  const standsForGood = facts.stops.some((stop) => !stop.isLiftable && bears(stop, view, at) && (stop.moves === null || !gone.includes(stop.moves)));
  const changes: Change[] = [];
  const lacksView = obstacles.includes('view');
  if (obstacles.includes('view-set') && !facts.isProposed) changes.push('view-set');
  if (!facts.isPaired) changes.push('pairing');
  if (hasEnded || standsForGood || (gone.length > 0 && !facts.canBeSigned) || (lacksView ? !facts.takesProposals : changes.length > 0 && !facts.canBeSigned)) return fix('name-both');
  if (gone.length > 0) return fix('invite-again', { side: gone[0]! });
  // Asked for other views is who is live; who has signed comes through that first, and who has not is invited to them.
  if (lacksView) return underWayFix(facts, view, at) ?? fix('propose');
  if (changes.length > 0) return fix('change', { changes });
  if (facts.isProposed) return proposalFix(facts);
  return conditionFix(facts, view, at) ?? stepFix(facts, 'provider', facts.participation) ?? stepFix(facts, 'consumer', facts.part) ?? (isAhead ? fix('wait') : facts.isTold ? null : fix('publish'));
}

function underWayFix(facts: ExplainedFacts, view: string, at: Date): Fix | null {
  const lifting = conditionFix(facts, view, at);
  return (lifting?.act === 'lift-stop' ? lifting : null) ?? (facts.participation === 'invited' ? null : stepFix(facts, 'provider', facts.participation)) ?? (facts.part === 'invited' ? null : stepFix(facts, 'consumer', facts.part));
}

/** What is asked by a proposal, up to its cut-over. */
function proposalFix(facts: ExplainedFacts): Fix {
  for (const side of facts.awaiting) {
    const state = side === 'provider' ? facts.participation : facts.part;
    const step = state === 'approved' ? null : stepFix(facts, side, state);
    if (step !== null) return step;
  }
  return fix('cut-over');
}

function conditionFix(facts: ExplainedFacts, view: string, at: Date): Fix | null {
  if (!facts.isHosted) return fix('record-hosting', { side: 'provider' });
  if (!facts.hasCertificate) return fix(facts.systemsStopped ? 'lift-system-stop' : 'add-certificate', { side: 'consumer' });
  const stop = facts.stops.find((each) => each.isLiftable && bears(each, view, at));
  return stop === undefined ? null : fix('lift-stop', { stop: stop.id, side: stop.moves });
}

function stepFix(facts: ExplainedFacts, side: Side, state: string): Fix | null {
  switch (state) {
    case 'rejected': return fix('invite-again', { side });
    case 'invited': return fix('sign', { side });
    case 'signed': case 'accepted': return fix('verify', { side });
    case 'verified': return fix('approve', { side });
    case 'approved': return fix('go-live', { side });
    case 'suspended': return fix('lift-stop', { side, stop: facts.stops.find((stop) => stop.moves === side && stop.isLiftable)?.id ?? null });
    default: return null;
  }
}

/** The facts after an act; the same facts where it has nothing to take hold of. */
export function applied(facts: ExplainedFacts, { act, side, stop, changes }: Fix, view: string, at: Date): ExplainedFacts {
  if (facts.otherViewsProposed && OPENS.includes(act)) return facts;
  switch (act) {
    case 'name-both': return {
      ...signedAnew(facts), participation: 'invited', part: 'invited', from: at, until: FAR_AHEAD, termsFrom: at, termsUntil: FAR_AHEAD, canBeSigned: true, takesProposals: true,
      stops: facts.stops.filter(({ isOfAgreement }) => !isOfAgreement),
    };
    case 'change': return facts.canBeSigned && changes.length > 0 && !facts.isProposed ? signedAnew(facts) : facts;
    case 'propose': return facts.takesProposals && !facts.isProposed ? proposed(facts, view) : facts;
    case 'cut-over': return facts.isProposed ? cutOver(facts) : facts;
    case 'give-up': return { ...facts, otherViewsProposed: false };
    case 'invite-again': return invitedAgain(facts, side!);
    case 'sign': return moved(facts, side!, ['invited'], side === 'provider' ? 'signed' : 'accepted');
    case 'verify': return moved(facts, side!, ['signed', 'accepted'], 'verified');
    case 'approve': return moved(facts, side!, ['verified'], 'approved');
    case 'go-live': return facts.isProposed && facts.awaiting.includes(side!) ? facts : moved(facts, side!, ['approved'], 'live');
    case 'lift-stop': return lifted(facts, side, stop);
    case 'lift-system-stop': return facts.systemsStopped ? { ...facts, hasCertificate: true, systemsStopped: false } : facts;
    case 'add-certificate': return facts.systemsStopped ? facts : { ...facts, hasCertificate: true };
    case 'record-hosting': return { ...facts, isHosted: true };
    case 'reopen': return side === 'provider' ? { ...facts, providerOpen: true } : { ...facts, consumerOpen: true };
    case 'wait': return facts.from <= at || facts.from >= facts.until ? facts : { ...facts, from: at };
    case 'publish': return { ...facts, isTold: true };
  }
}

/** The set that was proposed is current at no time before its cut-over. */
function proposed(facts: ExplainedFacts, view: string): ExplainedFacts {
  const awaiting = (['provider', 'consumer'] as const).filter((side) => (side === 'provider' ? facts.participation : facts.part) === 'live');
  const asked = awaiting.reduce((now, side) => moved(now, side, ['live'], 'invited'), facts);
  return { ...asked, views: [...facts.views.filter((each) => each !== view), view], viewSetCurrent: false, isPaired: true, isTold: true, isProposed: true, awaiting };
}

function cutOver(facts: ExplainedFacts): ExplainedFacts {
  const over = facts.awaiting.reduce((now, side) => moved(now, side, ['approved'], 'live'), facts);
  return { ...over, viewSetCurrent: true, isProposed: false, awaiting: [] };
}

/** Asked to sign a new version, with the set that is current: all who take part. */
function signedAnew(facts: ExplainedFacts): ExplainedFacts {
  const { participation, part } = facts;
  return { ...facts, participation: GONE.includes(participation) ? participation : 'invited', part: GONE.includes(part) ? part : 'invited', isPaired: true, isTold: true, viewSetCurrent: true };
}

function invitedAgain(facts: ExplainedFacts, side: Side): ExplainedFacts {
  const state = side === 'provider' ? facts.participation : facts.part;
  if (state === 'rejected') return moved(facts, side, ['rejected'], 'invited');
  if (!GONE.includes(state) || !facts.canBeSigned) return facts;
  const stops = facts.stops.filter(({ isLiftable, moves }) => isLiftable || moves !== side);
  return { ...moved(facts, side, GONE, 'invited'), stops, from: facts.termsFrom, until: facts.termsUntil };
}

function lifted(facts: ExplainedFacts, side: Side | null, stop: string | null): ExplainedFacts {
  const stops = facts.stops.filter(({ id, isLiftable }) => id !== stop || !isLiftable);
  const next = { ...facts, stops };
  return side === null || stops.some(({ moves, isLiftable }) => moves === side && isLiftable) ? next : moved(next, side, ['suspended'], 'live');
}

function moved(facts: ExplainedFacts, side: Side, from: readonly string[], to: ParticipationState | PartState): ExplainedFacts {
  if (!from.includes(side === 'provider' ? facts.participation : facts.part)) return facts;
  return side === 'provider' ? { ...facts, participation: to as ParticipationState } : { ...facts, part: to as PartState };
}
