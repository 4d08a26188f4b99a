import { GONE } from './gone.js';

/** What is known of one organisation in one agreement, as far as it is counted; state 'none' where no open agreement names it. */
export interface PartyCounted {
  readonly side: 'provider' | 'consumer';
  readonly odsCode: string;
  readonly state: string;
  /** How far a later version has come that it is asked to sign while it is live. */
  readonly renewalState?: string | null;
  readonly gates: readonly { readonly state: string }[];
}

/** How far it has come on its way: for somebody live, with the later version it is asked to sign. */
export const stepState = ({ state, renewalState }: Pick<PartyCounted, 'state' | 'renewalState'>): string => renewalState ?? state;

export const isMissing = (party: Pick<PartyCounted, 'gates'>): boolean => party.gates.some(({ state }) => state !== 'done');
export const isReady = (party: Pick<PartyCounted, 'state' | 'renewalState' | 'gates'>): boolean => stepState(party) === 'approved' && !isMissing(party);

/** Each organisation once, by the furthest part it has. */
export function furthest<Party extends PartyCounted>(parties: readonly Party[]): readonly Party[] {
  const rank = (party: Party): number => (party.state === 'live' ? 0 : isReady(party) ? 1 : 2);
  const best = new Map<string, Party>();
  for (const party of parties) {
    const known = best.get(party.odsCode);
    if (known === undefined || rank(party) < rank(known)) best.set(party.odsCode, party);
  }
  return [...best.values()];
}

/** The practices of a locality by how far they are; each stands in `taking` and in one of the five after it, or `outside`. */
export interface PracticesCounted<Party> {
  /** Named by an agreement, and neither declined nor gone. */
  readonly taking: readonly Party[];
  /** In force: live, and no gate is lost. */
  readonly live: readonly Party[];
  /** Went live, and is closed or hosted no longer: nothing of it is seen. */
  readonly heldBack: readonly Party[];
  readonly ready: readonly Party[];
  /** Not live, and a gate is waiting or blocked. */
  readonly blocked: readonly Party[];
  /** Every gate done, and a step to come. */
  readonly waiting: readonly Party[];
  /** In the locality, and in no agreement that is open for signing. */
  readonly outside: readonly Party[];
}

/** The one count of practices, for the list of localities and the page of one alike. Who said no or is gone takes no part. */
export function practicesCounted<Party extends PartyCounted>(parties: readonly Party[]): PracticesCounted<Party> {
  const members = furthest(parties.filter(({ side, state }) => side === 'provider' && !GONE.includes(state)));
  const taking = members.filter(({ state }) => state !== 'none');
  const [on, moving] = [taking.filter(({ state }) => state === 'live'), taking.filter(({ state }) => state !== 'live')];
  return {
    taking, live: on.filter((party) => !isMissing(party)), heldBack: on.filter(isMissing), ready: moving.filter(isReady), blocked: moving.filter(isMissing),
    waiting: moving.filter((party) => !isReady(party) && !isMissing(party)), outside: members.filter(({ state }) => state === 'none'),
  };
}

/** Viewing organisations that take part, each once. */
export const viewersCounted = <Party extends PartyCounted>(parties: readonly Party[]): readonly Party[] => furthest(parties.filter(({ side, state }) => side === 'consumer' && !GONE.includes(state)));
