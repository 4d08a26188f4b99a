import { SamePerson, type Duty, type OdsCode, type PersonId } from '@accord/kernel';
import { NotReady, NotTheirsToLift, type ImposedSide, type StopKind } from '@accord/agreements';

/** In which duties each side stops, and asks to begin again (R5). What staff imposed is asked for by an officer, because an approver confirms it. */
const SIDES: Readonly<Record<ImposedSide, { readonly stops: readonly Duty[]; readonly asks: readonly Duty[] }>> = {
  'controller': { stops: ['signatory', 'practice-governance-lead'], asks: ['signatory', 'practice-governance-lead'] },
  'viewing-organisation': { stops: ['viewer-governance-lead'], asks: ['viewer-governance-lead'] },
  'privacy-officer': { stops: ['privacy-officer'], asks: ['privacy-officer'] },
  'staff': { stops: ['activation-officer', 'approver'], asks: ['activation-officer'] },
};

/** Who acts, as far as the rule asks. */
export interface Acting {
  readonly personId: PersonId | null;
  readonly duty: string | null;
  readonly odsCode: OdsCode | null;
}

/** What of a stop decides who lifts it. */
export interface Lifting {
  readonly kind: StopKind;
  readonly imposedSide: ImposedSide;
  readonly imposedFor: OdsCode | null;
  readonly resumeAskedBy: PersonId | null;
  readonly liftedAt: Date | null;
  /** Of the one part it is of; null for every other scope. */
  readonly partState: string | null;
}

/** The side a duty stops for; null where it stops nothing. */
export function sideOf(duty: string | null): ImposedSide | null {
  const found = Object.entries(SIDES).find(([, { stops }]) => (stops as readonly (string | null)[]).includes(duty));
  return found === undefined ? null : found[0] as ImposedSide;
}

/** Only a suspension is ever lifted, only once, and not under a part that has gone for good meanwhile: it stands in nobody's way any more. */
export function demandStanding({ kind, liftedAt, partState }: Lifting): void {
  if (kind !== 'suspension' || liftedAt !== null) throw new NotReady('resume', liftedAt === null ? kind : 'lifted');
  if (partState !== null && partState !== 'suspended') throw new NotReady('resume', partState);
}

/** First those who imposed it ask: the same side, and of the same organisation. */
export function demandTheirsToAsk(stop: Lifting, who: Acting): void {
  demandStanding(stop);
  const isTheSide = (SIDES[stop.imposedSide].asks as readonly (string | null)[]).includes(who.duty);
  if (!isTheSide || (stop.imposedSide !== 'staff' && who.odsCode !== stop.imposedFor)) throw new NotTheirsToLift(stop.imposedSide);
}

/** Then an approver confirms, who is another person. */
export function demandLiftable(stop: Lifting, who: Acting): void {
  demandStanding(stop);
  if (stop.resumeAskedBy === null) throw new NotReady('resume', 'not asked for by those who stopped it');
  if (who.duty !== 'approver') throw new NotTheirsToLift(stop.imposedSide);
  if (stop.resumeAskedBy === who.personId) throw new SamePerson('resume');
}
