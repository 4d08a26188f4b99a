/** A condition for being live. Each reads a dated fact; none is a stored tick (R11). */
export type Gate = 'hosting' | 'open' | 'evidence' | 'accession' | 'assurance' | 'certificate' | 'role-profiles' | 'consent' | 'relationship' | 'mesh';

/** A fact a person recorded and a second person confirmed: what, by which source, from when until when. */
export interface GateFact {
  readonly kind: GateFactKind;
  readonly value: string;
  readonly from: Date;
  readonly until: Date | null;
  /** Of two that hold at once and say different things, the one recorded last counts. */
  readonly recordedAt: Date;
}

export const GATE_FACT_KINDS = [
  'hosting', 'accession-declaration', 'data-protection-assurance', 'role-profiles', 'consent-to-view', 'legitimate-relationship', 'mesh-question-set',
] as const;
export type GateFactKind = (typeof GATE_FACT_KINDS)[number];

/** What a fact of each kind can say; a gate holds on the first of them, or the first two for hosting. */
export const GATE_FACT_VALUES: Readonly<Record<GateFactKind, readonly string[]>> = {
  'hosting': ['hosted-centrally', 'streaming', 'local'],
  'accession-declaration': ['approved', 'refused'],
  'data-protection-assurance': ['approved', 'refused'],
  'role-profiles': ['complete', 'incomplete'],
  'consent-to-view': ['complete', 'incomplete'],
  'legitimate-relationship': ['complete', 'incomplete'],
  'mesh-question-set': ['approved', 'refused'],
};

export interface OrganisationFacts {
  readonly side: 'provider' | 'consumer';
  /** ODS status A. */
  readonly open: boolean;
  readonly evidenceVerified: boolean;
  readonly hasCurrentCertificate: boolean;
  readonly usesMesh: boolean;
  readonly facts: readonly GateFact[];
}

export interface GateReading {
  readonly gate: Gate;
  readonly holds: boolean;
  /** Message key of the gate's name. */
  readonly name: string;
}

/** What says that a provider is hosted. */
export const HOSTED: readonly string[] = ['hosted-centrally', 'streaming'];

/**
 * Every gate of one organisation as of an instant, in a fixed order. Of the facts that hold at the instant the last word counts, as it does
 * where publications are compiled: who once streamed and was found to be hosted locally since does not.
 */
export function gatesOf(organisation: OrganisationFacts, at: Date): readonly GateReading[] {
  const says = (kind: GateFactKind, values: readonly string[]): boolean => lastWordSays(organisation.facts, kind, values, at);
  const gate = (name: Gate, key: string, holds: boolean): GateReading => ({ gate: name, holds, name: key });
  const both = [gate('open', 'GATE_OPEN', organisation.open), gate('evidence', 'GATE_EVIDENCE', organisation.evidenceVerified)];
  if (organisation.side === 'provider') return [gate('hosting', 'GATE_HOSTING', says('hosting', HOSTED)), ...both];
  return [
    ...both,
    gate('accession', 'GATE_ACCESSION', says('accession-declaration', ['approved'])),
    gate('assurance', 'GATE_ASSURANCE', says('data-protection-assurance', ['approved'])),
    gate('certificate', 'GATE_CERTIFICATE', organisation.hasCurrentCertificate),
    gate('role-profiles', 'GATE_ROLE_PROFILES', says('role-profiles', ['complete'])),
    gate('consent', 'GATE_CONSENT', says('consent-to-view', ['complete'])),
    gate('relationship', 'GATE_RELATIONSHIP', says('legitimate-relationship', ['complete'])),
    ...(organisation.usesMesh ? [gate('mesh', 'GATE_MESH', says('mesh-question-set', ['approved']))] : []),
  ];
}

function lastWordSays(facts: readonly GateFact[], kind: GateFactKind, values: readonly string[], at: Date): boolean {
  const holding = facts.filter((fact) => fact.kind === kind && fact.from <= at && (fact.until === null || at < fact.until));
  const last = Math.max(...holding.map(({ recordedAt }) => recordedAt.getTime()));
  return holding.length > 0 && holding.every(({ recordedAt, value }) => recordedAt.getTime() < last || values.includes(value));
}

/** A time without a gap; null where no end is known. */
export interface HostedRun {
  readonly from: Date;
  readonly until: Date | null;
}

/** When a provider is hosted by these facts, in order. */
export function hostedDuring(facts: readonly GateFact[]): readonly HostedRun[] {
  const instants = facts.flatMap(({ from, until }) => (until === null ? [from] : [from, until])).map((turn) => turn.getTime());
  const turns = [...new Set(instants)].sort((one, other) => one - other).map((turn) => new Date(turn));
  const runs: HostedRun[] = [];
  for (const [place, from] of turns.entries()) {
    if (!lastWordSays(facts, 'hosting', HOSTED, from)) continue;
    const [until, before] = [turns[place + 1] ?? null, runs.at(-1)];
    if (before !== undefined && before.until!.getTime() === from.getTime()) runs[runs.length - 1] = { from: before.from, until };
    else runs.push({ from, until });
  }
  return runs;
}
