import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { newId, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import type { ActivatableAgreement, AgreementId, Listed } from '@accord/agreements';
import type { GateReading } from '@accord/activations';
import { Activation, contentOf } from './activation.js';

const AT = new Date('2026-03-02T09:00:00Z');
const [submitter, approver] = [newId<PersonId>(AT), newId<PersonId>(AT)];

const side = (id: string, which: 'provider' | 'consumer', state: string, over: Partial<Listed> = {}): Listed => ({
  id: id as Listed['id'], side: which, odsCode: `TST${id}` as OdsCode, state: state as Listed['state'], version: 3, evidenceSha256: 'e', termsDigest: 't',
  standing: state === 'live' || state === 'suspended' ? state : 'waiting', signedVersionId: 'v1', askedVersionId: 'v1', waitsFor: [], notBefore: null, waitsForCutOver: false, ...over,
});
const agreement = (sides: readonly Listed[], versions?: ActivatableAgreement['versions']): ActivatableAgreement => ({
  id: 'a' as AgreementId, reference: 'DCR-TST-0001', localityId: 'l' as LocalityId, serviceCode: 'DCR', state: 'open', version: 2, from: AT, until: AT, sides,
  terms: sides.filter((each) => each.side === 'consumer').map((each) => ({ odsCode: each.odsCode, views: ['summary'] })),
  versions: versions ?? [{ id: 'v1', number: 1, consumers: sides.filter((each) => each.side === 'consumer').map((each) => each.odsCode) }],
});
const gates = (listed: readonly Listed[], holds = true): ReadonlyMap<OdsCode, readonly GateReading[]> => new Map(listed.map((each) => [each.odsCode, [{ gate: 'open', holds, name: 'GATE_OPEN' }]]));
const submitted = (contentHash: string): Activation => Object.assign(new Activation(), { state: 'submitted', contentHash, submittedBy: submitter, version: 1 });

describe('what an approver is shown', () => {
  const one = side('P1', 'provider', 'verified');
  const two = side('V1', 'consumer', 'verified');
  const hash = (listed: readonly Listed[], holds = true): string => contentOf(agreement([one, two]), listed, gates(listed, holds)).hash;

  it('is the same in whatever order it is listed', () => expect(hash([one, two])).toBe(hash([two, one])));

  it.each<[string, () => string]>([
    ['another version of a side', () => hash([{ ...one, version: 4 }, two])],
    ['other evidence', () => hash([{ ...one, evidenceSha256: 'f' }, two])],
    ['other terms', () => hash([{ ...one, termsDigest: 'u' }, two])],
    ['a gate that no longer holds', () => hash([one, two], false)],
    ['a side more or less', () => hash([one])],
  ])('has another hash with %s', (_what, other) => expect(other()).not.toBe(hash([one, two])));

  it('counts pairs gained and lost by the version each provider is on, as a list of them would', () => {
    const codes = ['TSTV0', 'TSTV1', 'TSTV2'] as OdsCode[];
    const version = (id: string, number: number) => fc.subarray(codes, { minLength: 1 }).map((consumers) => ({ id, number, consumers }));
    const stands = fc.constantFrom('verified', 'live', 'suspended', 'signed', 'live over', 'suspended over');
    const drawn = (which: 'provider' | 'consumer', most: number) => fc.array(fc.tuple(stands, fc.constantFrom('v1', 'v2')), { maxLength: most }).map((all) => all.map(([state, signedVersionId], index) => {
      const isOver = state.endsWith(' over');
      return side(`${which === 'provider' ? 'P' : 'V'}${index}`, which, isOver ? 'verified' : state, {
        standing: state.startsWith('live') ? 'live' : state.startsWith('suspended') ? 'suspended' : 'waiting', signedVersionId, askedVersionId: isOver ? 'v2' : signedVersionId,
      });
    }));
    fc.assert(fc.property(drawn('provider', 5), drawn('consumer', 3), version('v1', 1), version('v2', 2), (providers, consumers, ...versions) => {
      const listed = [...providers, ...consumers].filter((each) => each.state === 'verified');
      const names = (id: string, code: OdsCode): boolean => versions.find((each) => each.id === id)!.consumers.includes(code);
      const isLive = (each: Listed, after: boolean): boolean => each.standing === 'live' || (after && each.standing === 'waiting' && each.state === 'verified');
      const pairs = (after: boolean): string[] => providers.flatMap((provider) => consumers
        .filter((consumer) => isLive(provider, after) && isLive(consumer, after) && names(after && provider.state === 'verified' ? provider.askedVersionId : provider.signedVersionId, consumer.odsCode))
        .map((consumer) => `${provider.odsCode} ${consumer.odsCode}`));
      const [before, then] = [pairs(false), pairs(true)];
      const { pairsGained, pairsLost } = contentOf(agreement([...providers, ...consumers], versions), listed, gates(listed)).content;
      expect([pairsGained.count, pairsLost ?? 0]).toEqual([then.filter((pair) => !before.includes(pair)).length, before.filter((pair) => !then.includes(pair)).length]);
    }));
  });

  it('counts the pairs gained as a list of them would', () => {
    const states = fc.constantFrom('verified', 'live', 'suspended', 'signed');
    const sides = (which: 'provider' | 'consumer') => fc.array(states, { maxLength: 6 }).map((drawn) => drawn.map((state, index) => side(`${which === 'provider' ? 'P' : 'V'}${index}`, which, state)));
    fc.assert(fc.property(sides('provider'), sides('consumer'), (providers, consumers) => {
      const all = [...providers, ...consumers];
      const listed = all.filter((each) => each.state === 'verified');
      const pairs = (among: (each: Listed) => boolean): number => providers.filter(among).length * consumers.filter(among).length;
      const gained = pairs((each) => each.state === 'verified' || each.state === 'live') - pairs((each) => each.state === 'live');
      expect(contentOf(agreement(all), listed, gates(listed)).content.pairsGained.count).toBe(gained);
    }));
  });
});

describe('an activation', () => {
  it('is approved by another person, for what was shown and still stands', () => {
    const activation = submitted('h');
    activation.approve(approver, 'h', 'h', AT);
    expect(activation).toMatchObject({ state: 'approved', approvedBy: approver, approvedAt: AT, approvedHash: 'h' });
  });

  it.each<[string, PersonId, string, string, string]>([
    ['by who submitted it', submitter, 'h', 'h', 'SAME_PERSON'],
    ['when the screen showed something else', approver, 'g', 'h', 'NOT_AS_SHOWN'],
    ['when it has changed since', approver, 'h', 'g', 'NOT_AS_SHOWN'],
    ['when screen and present agree on something never submitted', approver, 'g', 'g', 'NOT_AS_SHOWN'],
  ])('is not approved %s', (_when, by, shown, now, code) => {
    const activation = submitted('h');
    expect(() => { activation.approve(by, shown, now, AT); }).toThrow(expect.objectContaining({ code }));
    expect(activation).toMatchObject({ state: 'submitted', approvedBy: null });
  });

  it.each(['approved', 'rejected', 'void'] as const)('is neither approved nor rejected once it is %s', (state) => {
    const activation = Object.assign(submitted('h'), { state });
    expect(() => { activation.approve(approver, 'h', 'h', AT); }).toThrow(expect.objectContaining({ code: 'ACTIVATION_NOT_READY' }));
    expect(() => { activation.reject(approver, 'late'); }).toThrow(expect.objectContaining({ code: 'ACTIVATION_NOT_READY' }));
  });

  it('is not rejected by who submitted it either', () => {
    expect(() => { submitted('h').reject(submitter, 'no'); }).toThrow(expect.objectContaining({ code: 'SAME_PERSON' }));
  });
});
