import type { AccessEvent } from '@accord/enforcement';
import { SeededNumbers } from '../seeded-numbers.js';
import { EXAMPLE_LOCALITIES } from './example-localities.js';
import { exampleRhythm, type Moment } from './example-rhythm.js';
import { ExampleStaff } from './example-staff.js';
import { EXAMPLE_VIEWERS, type ExampleViewer } from './example-viewers.js';
import { inventedNhsNumbers } from './invented-nhs-numbers.js';

interface During {
  readonly from: Date;
  readonly until: Date | null;
}

/** One practice that shares with one viewing organisation, and when it was stopped meanwhile. */
export interface SharedPair extends During {
  readonly provider: string;
  readonly consumer: string;
  readonly agreement: string;
  readonly views: readonly string[];
  readonly pauses: readonly During[];
}

export interface LooksGround {
  readonly begunAt: Date;
  readonly pairs: readonly SharedPair[];
  readonly publications: readonly { readonly number: number; readonly stopList: number; readonly at: Date }[];
  readonly systems: ReadonlyMap<string, { readonly id: string; readonly certificateUntil: Date }>;
}

const SEED = 19_990_999;
const DAYS = 90;
const PATIENTS_EACH = 40;
/** Gateways hear of a change within a second; nobody looks at that very moment. */
const CLEAR_OF_CHANGES = 5_000;
const PRACTICES = EXAMPLE_LOCALITIES.flatMap(({ code, practices }) => practices.map(({ odsCode }) => ({ odsCode, locality: code })));
const SERVICE = 'DCR';
const [REFUSED, ODD] = [0.032, 0.004];

/** Everything anybody looked at, or tried to, in the last ninety days: the same on every machine, and true to who shared what with whom at that moment. */
export class ExampleLooks {
  private readonly moments: readonly Moment[];
  private readonly byViewer = new Map<string, SharedPair[]>();
  private readonly staff = new ExampleStaff();
  private readonly patients: ReadonlyMap<string, readonly string[]>;

  constructor(private readonly ground: LooksGround, readonly count = 50_000) {
    for (const pair of ground.pairs) this.byViewer.set(pair.consumer, [...(this.byViewer.get(pair.consumer) ?? []), pair]);
    this.moments = exampleRhythm(count, DAYS, ground.begunAt, EXAMPLE_VIEWERS, ({ odsCode }) => this.byViewer.has(odsCode), SEED);
    const numbers = inventedNhsNumbers(PRACTICES.length * PATIENTS_EACH);
    this.patients = new Map(PRACTICES.map(({ odsCode }, index) => [odsCode, numbers.slice(index * PATIENTS_EACH, (index + 1) * PATIENTS_EACH)]));
  }

  occurredAt(index: number): Date {
    return new Date(this.moments[index]!.at);
  }

  /** The nth look; each is drawn by itself, so that one can begin anywhere. */
  at(index: number): AccessEvent {
    const { at, viewer } = this.moments[index]!;
    const numbers = new SeededNumbers(SEED + 1 + index);
    const instant = new Date(at);
    const open = (this.byViewer.get(viewer.odsCode) ?? []).filter((pair) => includes(pair, at) && includes(pair, at - CLEAR_OF_CHANGES) && includes(pair, at + CLEAR_OF_CHANGES));
    const isLate = at >= (this.ground.systems.get(viewer.odsCode)?.certificateUntil.getTime() ?? 0);
    const fate = numbers.next();
    if (open.length === 0 || (fate < REFUSED * 0.4 && fate >= ODD)) return this.elsewhere(numbers, index, instant, viewer, isLate);
    const pair = numbers.oneOf(open);
    const base = this.question(numbers, index, instant, viewer, pair.provider);
    if (isLate) return { ...base, ...no('CERTIFICATE_NOT_CURRENT') };
    if (fate < ODD) return numbers.chance(0.5) ? { ...base, patient: null, ...no('INCOMPLETE_REQUEST', pair.agreement) } : { ...base, ...no('BUFFER_FULL', pair.agreement) };
    if (pair.pauses.some((pause) => includes(pause, at) || includes(pause, at + CLEAR_OF_CHANGES) || includes(pause, at - CLEAR_OF_CHANGES))) return { ...base, ...no('STOPPED', pair.agreement) };
    const stranger = ['events', 'examinations', 'procedures', 'investigations', 'diagnosis'].find((view) => !pair.views.includes(view));
    if (fate < REFUSED && stranger !== undefined) return { ...base, views: ['summary', stranger], ...no('VIEW_NOT_AGREED', pair.agreement), permittedViews: ['summary'] };
    return { ...base, decision: 'permit', reason: 'PERMITTED', permittedViews: base.views, agreement: pair.agreement };
  }

  /** A patient of a practice that does not share with this organisation. */
  private elsewhere(numbers: SeededNumbers, index: number, instant: Date, viewer: ExampleViewer, isLate: boolean): AccessEvent {
    const shared = new Set((this.byViewer.get(viewer.odsCode) ?? []).map(({ provider }) => provider));
    const near = PRACTICES.filter(({ odsCode, locality }) => !shared.has(odsCode) && locality === viewer.localityCode);
    const others = near.length > 0 ? near : PRACTICES.filter(({ odsCode }) => !shared.has(odsCode));
    return { ...this.question(numbers, index, instant, viewer, numbers.oneOf(others).odsCode), ...no(isLate ? 'CERTIFICATE_NOT_CURRENT' : 'NOT_AGREED') };
  }

  private question(numbers: SeededNumbers, index: number, instant: Date, viewer: ExampleViewer, provider: string): AccessEvent {
    const publication = this.ground.publications.findLast(({ at }) => at.getTime() + CLEAR_OF_CHANGES <= instant.getTime()) ?? this.ground.publications[0]!;
    const views = this.staff.viewsAsked(numbers, viewer);
    return {
      occurredAt: instant.toISOString(), service: SERVICE, provider, views, user: this.staff.member(numbers, viewer), consumer: viewer.odsCode,
      system: this.ground.systems.get(viewer.odsCode)!.id, patient: numbers.oneOf(this.patients.get(provider)!),
      messageId: `msg-${(index * 7_919 + 1_000_003).toString(36)}`, ...this.staff.grounds(numbers, viewer, instant),
      ...(views.includes('medication') && numbers.chance(0.06) ? { prescriptionId: `rx-${(index * 104_729 + 7).toString(36)}` } : {}),
      decision: 'refuse', reason: 'NOT_AGREED', permittedViews: [], agreement: null, publication: publication.number, stopList: publication.stopList, freshness: 'fresh',
    };
  }
}

function no(reason: AccessEvent['reason'], agreement: string | null = null): Pick<AccessEvent, 'decision' | 'reason' | 'permittedViews' | 'agreement'> {
  return { decision: 'refuse', reason, permittedViews: [], agreement };
}

function includes({ from, until }: During, at: number): boolean {
  return from.getTime() <= at && (until === null || at < until.getTime());
}
