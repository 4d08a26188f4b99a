import { describe, expect, it } from '@jest/globals';
import { gatesOf, hostedDuring, type GateFact, type OrganisationFacts } from './gates.js';

const AT = new Date('2026-03-02T09:00:00Z');
const hosting = (from: string, until: string | null, value = 'streaming', recordedAt = '2026-01-01T00:00:00Z'): GateFact => (
  { kind: 'hosting', value, from: new Date(from), until: until === null ? null : new Date(until), recordedAt: new Date(recordedAt) });
const provider = (facts: readonly GateFact[]): OrganisationFacts => ({ side: 'provider', open: true, evidenceVerified: true, hasCurrentCertificate: false, usesMesh: false, facts });
const failing = (organisation: OrganisationFacts): string[] => gatesOf(organisation, AT).filter((gate) => !gate.holds).map((gate) => gate.gate);

describe('readiness gates', () => {
  it.each([
    ['holds while the fact does', hosting('2026-01-01T00:00:00Z', null), []],
    ['holds from its first instant', hosting('2026-03-02T09:00:00Z', null), []],
    ['fails at the instant the fact ends', hosting('2026-01-01T00:00:00Z', '2026-03-02T09:00:00Z'), ['hosting']],
    ['fails before the fact begins', hosting('2026-03-02T09:00:00.001Z', null), ['hosting']],
    ['fails on another value', hosting('2026-01-01T00:00:00Z', null, 'local'), ['hosting']],
  ])('hosting %s', (_when, fact, expected) => expect(failing(provider([fact]))).toEqual(expected));

  it.each([
    ['fails where a later word says otherwise', [hosting('2026-01-01T00:00:00Z', null), hosting('2026-02-01T00:00:00Z', null, 'local', '2026-02-01T00:00:00Z')], ['hosting']],
    ['holds again by the word after that', [hosting('2026-02-01T00:00:00Z', null, 'local', '2026-02-01T00:00:00Z'), hosting('2026-01-01T00:00:00Z', null, 'streaming', '2026-02-02T00:00:00Z')], []],
    ['fails where two words of one instant disagree', [hosting('2026-01-01T00:00:00Z', null), hosting('2026-01-01T00:00:00Z', null, 'local')], ['hosting']],
    ['heeds no later word that does not hold yet', [hosting('2026-01-01T00:00:00Z', null), hosting('2026-03-03T00:00:00Z', null, 'local', '2026-02-01T00:00:00Z')], []],
  ])('hosting %s', (_when, facts, expected) => expect(failing(provider(facts))).toEqual(expected));

  it.each<[string, readonly GateFact[], string]>([
    ['never without a fact', [], ''],
    ['without an end', [hosting('2026-01-01T00:00:00Z', null)], '2026-01-01 …'],
    ['until the last day of the only fact', [hosting('2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z')], '2026-01-01 2026-06-01'],
    ['on by a fact that follows without a gap', [hosting('2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z'), hosting('2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z', 'hosted-centrally')], '2026-01-01 2026-07-01'],
    ['again after a gap', [hosting('2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z'), hosting('2026-06-01T00:00:00Z', null)], '2026-01-01 2026-03-01, 2026-06-01 …'],
    ['until a later word begins to say otherwise', [hosting('2026-01-01T00:00:00Z', null), hosting('2026-04-01T00:00:00Z', null, 'local', '2026-02-01T00:00:00Z')], '2026-01-01 2026-04-01'],
    ['but for the time a later word says otherwise', [hosting('2026-01-01T00:00:00Z', null), hosting('2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z', 'local', '2026-02-01T00:00:00Z')], '2026-01-01 2026-04-01, 2026-05-01 …'],
  ])('is hosted %s', (_how, facts, runs) => {
    const day = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? '…';
    expect(hostedDuring(facts).map(({ from, until }) => `${day(from)} ${day(until)}`).join(', ')).toBe(runs);
  });

  it('asks a consumer for its declaration, assurance, certificate, profiles and settings', () => {
    expect(failing({ side: 'consumer', open: true, evidenceVerified: true, hasCurrentCertificate: false, usesMesh: false, facts: [] }))
      .toEqual(['accession', 'assurance', 'certificate', 'role-profiles', 'consent', 'relationship']);
  });

  it('asks for the MESH question set only where MESH is used', () => {
    const consumer: OrganisationFacts = { side: 'consumer', open: true, evidenceVerified: true, hasCurrentCertificate: true, usesMesh: true, facts: [] };
    expect(failing(consumer)).toContain('mesh');
    expect(failing({ ...consumer, usesMesh: false })).not.toContain('mesh');
  });
});
