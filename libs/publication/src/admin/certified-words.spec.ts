import { describe, expect, it } from '@jest/globals';
import { browserClock, instantInTable } from '@accord/kernel/admin';
import { counts, hints, revokingMeans } from './certified-words.js';
import { nextStep } from './gateway-counts.js';
import { certificateWords, certifiedFrom, certifiedLeft, certifiedUntil, waitingOf, type GatewayCertificateShown, type GatewayShown, type StandingShown } from './gateway-words.js';

const day = (days: number): string => new Date(browserClock.now().getTime() + days * 86_400_000).toISOString();
const certificate = (name: string, state: GatewayCertificateShown['state'], from: number, until: number): GatewayCertificateShown => ({
  id: name, sha256: name.repeat(64), fromAt: day(from), untilAt: day(until), state, version: 1, registeredByReader: false, registeredAt: day(-90), registeredByName: null, confirmedAt: null, confirmedByName: null, revokedAt: null, revokedReason: null, revokedByName: null,
});
const gateway = (state: string, certifiedUntilIn: number | null, ...certificates: GatewayCertificateShown[]): GatewayShown => ({
  id: 'g', code: 'north', name: 'North', state, localities: [], version: 1, certificates, certifiedUntil: certifiedUntilIn === null ? null : day(certifiedUntilIn),
  registeredByReader: false, registeredAt: day(-90), registeredByName: null, confirmedAt: null, confirmedByName: null, revokedAt: null, revokedByName: null, revokedReason: null,
});
const standing = (kind: StandingShown['kind']): StandingShown => ({ kind, behindBy: 0, heardSecondsAgo: 1, refusesAt: null });
const step = (of: GatewayShown, kind: StandingShown['kind'] = 'silent') => nextStep(standing(kind), undefined, undefined, of);

describe('a gateway that waits for its second person', () => {
  const withdrawn = certificate('a', 'revoked', -1, 300);
  it('is compared by what waits, and by nothing that was withdrawn or has ended', () => {
    const waiting = certificate('b', 'registered', -1, 200);
    expect([waitingOf(gateway('registered', null, withdrawn, waiting)), waitingOf(gateway('registered', null, withdrawn)), waitingOf(gateway('registered', null, certificate('c', 'registered', -9, -1)))]).toEqual([waiting, null, null]);
    expect(certifiedUntil(gateway('registered', null, withdrawn, waiting))!.toISOString()).toBe(waiting.untilAt);
    expect([certifiedUntil(gateway('registered', null, withdrawn)), certificateWords(gateway('registered', null, withdrawn)).words]).toEqual([null, 'None']);
    expect([step(gateway('registered', null, waiting), 'unconfirmed'), step(gateway('registered', null, withdrawn), 'unconfirmed')]).toEqual([expect.stringMatching(/confirms it\.$/), expect.stringMatching(/^Revoke it and register it anew/)]);
  });
});

describe('revoking a certificate', () => {
  const [one, other] = [certificate('a', 'confirmed', -1, 20), certificate('b', 'confirmed', -1, 200)];
  const both = gateway('confirmed', 200, one, other);
  it.each<[string, string | null, RegExp]>([
    ['cuts it off where it presented this one', one.sha256, /presented it when it was last heard/],
    ['leaves it the other where it presented that one', other.sha256, /goes on with its other certificate/],
    ['may cut it off where nobody knows which one it presents', null, /^.*It is not known which of its certificates North presents now/],
    ['may cut it off where it presented one that counts no more', 'c'.repeat(64), /It is not known which of its certificates/],
  ])('%s', (_what, presented, says) => expect(revokingMeans(both, one, presented)).toMatch(says));

  it('says what the only one is, what never counts, and what only waits', () => {
    const [later, waiting] = [certificate('c', 'confirmed', 3, 200), certificate('d', 'registered', -1, 200)];
    const of = gateway('confirmed', 20, one, later, waiting);
    expect([one, later, waiting].map((each) => revokingMeans(of, each, null))).toEqual([expect.stringContaining('the only one of North that counts'), expect.stringMatching(/^It will never count/), expect.stringMatching(/^Nobody will confirm it/)]);
    expect([one, later, waiting].map(counts)).toEqual([true, false, false]);
  });
});

describe('what there is to do about certificates', () => {
  it('is to withdraw one that waits and has ended, not to confirm it', () => {
    const [due, over] = [certificate('a', 'confirmed', -9, 5), certificate('b', 'registered', -9, -1)];
    const of = gateway('confirmed', 5, due, over);
    expect([hints(of, true), step(of, 'current')]).toEqual([[expect.stringContaining('withdraw it')], expect.stringMatching(/^Withdraw the certificate that waits/)]);
    const waits = gateway('confirmed', 5, due, certificate('b', 'registered', -9, 90));
    expect([hints(waits, false), step(waits, 'current')]).toEqual([['The next one waits for a second person.'], expect.stringMatching(/^Another system administrator/)]);
  });

  it.each([['none ever counted', null], ['the last has ended', -3]] as const)('is nothing where %s and one is confirmed that begins later: it says when', (_what, until) => {
    const [sooner, later] = [certificate('a', 'confirmed', 4.2, 90), certificate('b', 'confirmed', 40, 200)];
    const of = gateway('confirmed', until, later, sooner);
    expect([certifiedFrom(of), certifiedLeft(of).is, hints(of, true), certificateWords(of).words]).toEqual([sooner.fromAt, 'begins', [], 'Begins in 4 days']);
    expect(step(of)).toContain(`begins on ${instantInTable(sooner.fromAt)}`);
    const revoked = gateway('confirmed', until, { ...sooner, state: 'revoked' });
    expect([certifiedLeft(revoked).is, hints(revoked, true)]).toEqual([until === null ? 'none' : 'over', ['Register the next one.']]);
  });

  it('is to renew where one counts and the next begins only after a gap', () => {
    const of = gateway('confirmed', 5, certificate('a', 'confirmed', -9, 5), certificate('b', 'confirmed', 9, 90));
    expect([certifiedLeft(of).is, step(of, 'current')]).toEqual(['due', expect.stringMatching(/^Renew its certificate/)]);
  });
});
