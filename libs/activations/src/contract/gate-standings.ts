import { messageFor, londonDayOf } from '@accord/kernel';
import { gatesOf, GATE_FACT_VALUES, type Gate, type GateFact, type GateFactKind } from './gates.js';

export type GateState = 'done' | 'waiting' | 'blocked';

/** One gate of one organisation as people read it: how it stands, why, and who has the next. */
export interface GateStanding {
  readonly gate: Gate;
  readonly state: GateState;
  /** What is said of the organisation, after its name: "has not signed yet". Empty where the gate is done. */
  readonly because: string;
  /** Who has the next; null where nobody has, or nobody needs to. */
  readonly waitsFor: string | null;
}

export interface KnownFact extends GateFact {
  /** A fact counts once a second person has confirmed it. */
  readonly confirmed: boolean;
}

export interface OrganisationStanding {
  readonly side: 'provider' | 'consumer';
  /** Of the participation or part; 'none' where no open agreement names the organisation. */
  readonly state: string;
  readonly open: boolean;
  readonly certificate: 'current' | 'unconfirmed' | 'over' | 'revoked' | 'none';
  /** Facts that were not ended, whenever they hold. */
  readonly facts: readonly KnownFact[];
}

const PROVED: readonly string[] = ['verified', 'approved', 'live', 'suspended'];
const KIND_OF: Partial<Readonly<Record<Gate, GateFactKind>>> = {
  hosting: 'hosting', accession: 'accession-declaration', assurance: 'data-protection-assurance', 'role-profiles': 'role-profiles', consent: 'consent-to-view', relationship: 'legitimate-relationship', mesh: 'mesh-question-set',
};

/** Every gate of one organisation as of an instant, in the order of `gatesOf`, which alone says what holds; this says why not. */
export function gateStandings(organisation: OrganisationStanding, at: Date): readonly GateStanding[] {
  const readings = gatesOf({
    side: organisation.side, open: organisation.open, evidenceVerified: PROVED.includes(organisation.state), hasCurrentCertificate: organisation.certificate === 'current',
    usesMesh: false, facts: organisation.facts.filter((fact) => fact.confirmed),
  }, at);
  return readings.map(({ gate, holds }) => (holds ? { gate, state: 'done', because: '', waitsFor: null } : { gate, ...whyNot(gate, organisation, at) }));
}

type Why = Omit<GateStanding, 'gate'>;

function whyNot(gate: Gate, organisation: OrganisationStanding, at: Date): Why {
  if (gate === 'open') return blocked('WHY_CLOSED');
  if (gate === 'evidence') return evidenceMissing(organisation.state);
  if (gate === 'certificate') return CERTIFICATE[organisation.certificate === 'current' ? 'none' : organisation.certificate]();
  const kind = KIND_OF[gate];
  return kind === undefined ? blocked('WHY_UNKNOWN') : factMissing(gate, kind, organisation, at);
}

const CERTIFICATE: Readonly<Record<'unconfirmed' | 'over' | 'revoked' | 'none', () => Why>> = {
  unconfirmed: () => waiting('WHY_CERTIFICATE_UNCONFIRMED', 'WHO_SECOND_PERSON'),
  over: () => blocked('WHY_CERTIFICATE_OVER', 'WHO_VIEWER'),
  revoked: () => blocked('WHY_CERTIFICATE_REVOKED', 'WHO_VIEWER'),
  none: () => waiting('WHY_CERTIFICATE_NONE', 'WHO_VIEWER'),
};

function evidenceMissing(state: string): Why {
  if (state === 'none') return waiting('WHY_NOT_NAMED', 'WHO_OFFICER');
  if (state === 'rejected') return blocked('WHY_REJECTED', 'WHO_OFFICER');
  if (state === 'invited') return waiting('WHY_NOT_SIGNED', 'WHO_SIGNATORY');
  return waiting('WHY_NOT_VERIFIED', 'WHO_OFFICER');
}

/** In the order of who is nearest: somebody to confirm, a day to come, a word against it, a fact that is over, nothing at all. */
function factMissing(gate: Gate, kind: GateFactKind, organisation: OrganisationStanding, at: Date): Why {
  const [no] = [...GATE_FACT_VALUES[kind]].reverse();
  const known = organisation.facts.filter((fact) => fact.kind === kind);
  const says = known.filter((fact) => fact.value !== no);
  const holdsNow = (fact: KnownFact): boolean => fact.from <= at && (fact.until === null || at < fact.until);
  const name = { gate: messageFor(`SHORT_${gate}`) };
  if (says.some((fact) => !fact.confirmed && holdsNow(fact))) return waiting('WHY_FACT_UNCONFIRMED', 'WHO_SECOND_PERSON', name);
  const next = says.filter((fact) => fact.confirmed && fact.from > at).map((fact) => fact.from).sort((a, b) => a.getTime() - b.getTime())[0];
  if (next !== undefined) return { ...waiting('WHY_FACT_LATER', null, { ...name, day: londonDayOf(next) }), waitsFor: messageFor('WHO_THE_DAY', { day: londonDayOf(next) }) };
  if (known.some((fact) => fact.confirmed && fact.value === no && holdsNow(fact))) return blocked(`WHY_NO_${gate}`);
  if (says.some((fact) => fact.confirmed && fact.until !== null && fact.until <= at)) return blocked('WHY_FACT_OVER', 'WHO_FACTS', name);
  return waiting('WHY_FACT_NONE', 'WHO_FACTS', name);
}

const waiting = (why: string, who: string | null, params: Readonly<Record<string, string>> = {}): Why => ({ state: 'waiting', because: messageFor(why, params), waitsFor: who === null ? null : messageFor(who) });
const blocked = (why: string, who: string | null = null, params: Readonly<Record<string, string>> = {}): Why => ({ state: 'blocked', because: messageFor(why, params), waitsFor: who === null ? null : messageFor(who) });
