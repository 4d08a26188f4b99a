import type { AccessEvent } from '@accord/enforcement';
import type { SeededNumbers } from '../seeded-numbers.js';
import { EXAMPLE_VIEWERS, type ExampleViewer, type ViewerKind } from './example-viewers.js';
import { inventedNames } from './invented-names.js';

const STAFF_EACH = 14;
const SEED = 20_010_911;
const JOB_ROLES = ['R8000', 'R8001', 'R8003'];
const MINUTE = 60_000;

const RELATIONSHIP: Readonly<Record<ViewerKind, readonly string[]>> = {
  'out-of-hours': ['Called the out-of-hours service', 'Seen at the out-of-hours centre', 'Visited at home'],
  'hospice': ['Under the care of the hospice', 'Referred to the hospice'],
  'emergency-department': ['Attending the emergency department', 'Brought in by ambulance'],
  'ambulance': ['Attended by a crew', 'Called for an ambulance'],
  'urgent-care': ['Walked in for treatment', 'Booked by the telephone advice line'],
  'community': ['On the caseload', 'Referred by the practice'],
};
const EMERGENCY = ['Unconscious on arrival; consent could not be asked', 'Confused after a fall; medicines had to be known at once', 'Severe allergic reaction; allergies had to be known at once'];

/** How often staff look in ways that somebody has to review. */
const [EMERGENCIES, WITHOUT_CONSENT, CONSENT_REFUSED, SELF_CLAIMED] = [0.006, 0.003, 0.001, 0.012];

/** Invented staff of the viewing organisations, and how they ask. */
export class ExampleStaff {
  private readonly members: ReadonlyMap<string, readonly AccessEvent['user'][]>;

  constructor() {
    const names = inventedNames(EXAMPLE_VIEWERS.length * STAFF_EACH, SEED);
    this.members = new Map(EXAMPLE_VIEWERS.map(({ odsCode }, viewer) => [odsCode, names.slice(viewer * STAFF_EACH, (viewer + 1) * STAFF_EACH).map((name, index) => ({
      id: `${name.toLowerCase().replace(' ', '.')}@${odsCode.toLowerCase()}`, name, jobRole: JOB_ROLES[index % JOB_ROLES.length]!,
    }))]));
  }

  /** Some look more often than others. */
  member(numbers: SeededNumbers, { odsCode }: ExampleViewer): AccessEvent['user'] {
    const members = this.members.get(odsCode)!;
    return members[Math.floor(members.length * numbers.next() * numbers.next())]!;
  }

  viewsAsked(numbers: SeededNumbers, { views }: ExampleViewer): readonly string[] {
    const habit = numbers.next();
    const wanted = habit < 0.45 ? ['summary'] : habit < 0.7 ? ['summary', 'medication'] : habit < 0.85 ? ['medication'] : habit < 0.94 ? ['summary', 'problems', 'medication', 'risks-and-warnings'] : views;
    const asked = views.filter((view) => wanted.includes(view));
    return asked.length > 0 ? asked : ['summary'];
  }

  /** Under which relationship and consent: almost always both, asked a few minutes before. */
  grounds(numbers: SeededNumbers, { kind }: ExampleViewer, at: Date): Pick<AccessEvent, 'relationship' | 'emergencyReason' | 'consent'> {
    const oddity = numbers.next();
    const isUrgent = kind === 'emergency-department' || kind === 'ambulance' || kind === 'out-of-hours';
    if (isUrgent && oddity < EMERGENCIES) return { emergencyReason: numbers.oneOf(EMERGENCY) };
    const relationship = numbers.chance(SELF_CLAIMED) ? 'Self-claimed: the patient is at the desk' : numbers.oneOf(RELATIONSHIP[kind]);
    const recordedAt = new Date(at.getTime() - numbers.between(1, 25) * MINUTE).toISOString();
    if (oddity > 1 - WITHOUT_CONSENT) return { relationship };
    return { relationship, consent: { given: oddity <= 1 - WITHOUT_CONSENT - CONSENT_REFUSED, recordedAt } };
  }
}
