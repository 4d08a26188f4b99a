import { describe, expect, it } from '@jest/globals';
import { browserClock } from '@accord/kernel/admin';
import { behindWords, countsOf, countsWords, inOrder, nextStep, type RefusalsAnswer } from './gateway-counts.js';
import type { GatewayShown, StandingShown, StatesAnswer } from './gateway-words.js';

const KINDS: readonly StandingShown['kind'][] = ['current', 'behind', 'silent', 'stale', 'refusing', 'never', 'quarantined', 'revoked', 'starting', 'cut-off'];
const standing = (kind: StandingShown['kind'], heardSecondsAgo: number | null): StandingShown => ({ kind, behindBy: kind === 'behind' ? 2 : 0, heardSecondsAgo, refusesAt: null });
const fifty = Array.from({ length: 50 }, (_none, at): GatewayShown => ({
  id: `g-${at}`, code: `g-${at}`, name: `Gateway ${String(at).padStart(2, '0')}`, state: ['revoked', 'quarantined'].includes(KINDS[at % KINDS.length]!) ? 'revoked' : 'confirmed', localities: [], version: 1, registeredByReader: false, registeredAt: '2026-01-01',
  registeredByName: null, confirmedAt: '2026-01-01', confirmedByName: null, revokedAt: null, revokedByName: null, revokedReason: null,
  certificates: [], certifiedUntil: new Date(Date.UTC(2027, 0, 50 - at)).toISOString(),
}));
const states: StatesAnswer = {
  freshness: { number: 9, keysUntil: '2027-01-01', areKeysDue: false, at: '2026-03-02' },
  gatewayStates: fifty.map(({ id }, at) => ({
    gatewayId: id, publication: 9 - (at % 3), stopList: 1, seenAt: null, presented: null, appliedAt: null, ageSeconds: 60, behindBy: at % 3, behindSeconds: 240, standing: standing(KINDS[at % KINDS.length]!, at === 49 ? null : at),
  })),
};
const refusals: RefusalsAnswer = { gatewayRefusals: [
  { gatewayId: 'g-7', kind: 'refused', reason: 'STOPPED', day: 3, week: 9 }, { gatewayId: 'g-7', kind: 'refused', reason: 'NOT_AGREED', day: 1, week: 1 }, { gatewayId: 'g-7', kind: 'set-aside', reason: 'SEAL_BROKEN', day: 0, week: 2 },
  { gatewayId: 'g-8', kind: 'refused', reason: 'STOPPED', day: 0, week: 40 },
] };
const first = (order: Parameters<typeof inOrder>[1]): string => inOrder(fifty, order, states, refusals)[0]!.id;

describe('the order of many gateways', () => {
  it('puts the gravest first, the revoked last, and loses none', () => {
    const kinds = inOrder(fifty, 'worst', states, refusals).map(({ id }) => states.gatewayStates.find(({ gatewayId }) => gatewayId === id)!.standing!.kind);
    expect([...new Set(kinds)]).toEqual(['refusing', 'quarantined', 'cut-off', 'stale', 'silent', 'never', 'behind', 'starting', 'current', 'revoked']);
    expect(kinds).toHaveLength(50);
  });

  it('is by what is asked for, and by name where that is the same', () => {
    expect([first('name'), first('refused'), first('heard'), first('behind'), first('certificate')]).toEqual(['g-0', 'g-7', 'g-48', 'g-2', 'g-49']);
  });

  it('is an order of one, and of none', () => {
    expect([inOrder(fifty.slice(0, 1), 'worst', states, undefined).length, inOrder([], 'worst', undefined, undefined)]).toEqual([1, []]);
  });
});

describe('what is said of one', () => {
  it('adds its refusals up, and says what was set aside', () => {
    expect(countsWords(countsOf('g-7', refusals))).toBe('4 in 24 hours, 10 in 7 days; 2 set aside');
    expect(countsWords({ day: 19_257, week: 119_319, setAside: 1_002 })).toBe('19,257 in 24 hours, 119,319 in 7 days; 1,002 set aside');
    expect([countsWords(countsOf('g-1', refusals)), countsWords(countsOf('g-1', undefined))]).toEqual(['None in 7 days', '–']);
  });

  it('says how far it is behind, and for how long', () => {
    expect([0, 1, 2].map((at) => behindWords(states.gatewayStates[at]))).toEqual(['Nothing', '1 publication, for 4 minutes', '2 publications, for 4 minutes']);
  });

  it('says nothing of how far one is behind that was never given anything', () => {
    const state = { ...states.gatewayStates[2]!, publication: null };
    expect([behindWords(state), behindWords({ ...state, seenAt: '2026-03-02T08:00:00Z' })]).toEqual(['–', '2 publications, for 4 minutes']);
  });

  it('says that one asks only of one that was heard since the publication it lacks', () => {
    const behind = (heardSecondsAgo: number) => nextStep(standing('behind', heardSecondsAgo), states.gatewayStates[1]);
    expect([behind(239), behind(240)]).toEqual([expect.stringMatching(/it asks, but has not applied .* for 4 minutes\. Its own log says why/), expect.stringMatching(/^It has not been heard from since the publication that it lacks, 4 minutes ago/)]);
  });

  it.each(['behind', 'silent', 'stale', 'refusing'] as const)('sends nobody after a gateway that is %s while the feed cannot be reached', (kind) => {
    expect(nextStep(standing(kind, 200), states.gatewayStates[1], undefined, undefined, true)).toMatch(/^Bring the feed back/);
  });

  it('says until when one may go on that was revoked, and of one that starts that nobody has to be called', () => {
    const quarantined = nextStep({ ...standing('quarantined', 200), refusesAt: '2026-01-02T22:46:59Z' })!;
    expect([quarantined, nextStep(standing('starting', null))]).toEqual([expect.stringMatching(/until 02-Jan-2026 22:46:59 GMT it may go on permitting/), expect.stringMatching(/Nobody has to be called yet/)]);
  });

  it.each(KINDS)('sends nobody who looks at one that is %s to the page they are on', (kind) => {
    expect(nextStep(standing(kind, 1), states.gatewayStates[1])).not.toMatch(/on its page|look at Gateways/);
  });

  it.each(KINDS)('says what to do about one that is %s', (kind) => expect(nextStep(standing(kind, 1))!.length).toBeGreaterThan(5));

  it('says to renew one whose certificates end within thirty days, or have ended, and to confirm the next one where it waits', () => {
    const now = browserClock.now().getTime();
    const of = (days: number | null, waiting = false): GatewayShown => ({ ...fifty[0]!, certifiedUntil: days === null ? null : new Date(now + days * 86_400_000).toISOString(), certificates: waiting ? [{ state: 'registered', untilAt: new Date(now + 90 * 86_400_000).toISOString() } as never] : [] });
    const says = (gateway: GatewayShown, kind: StandingShown['kind'] = 'current') => nextStep(standing(kind, 1), undefined, undefined, gateway);
    expect([says(of(31)), says(of(29)), says(of(29), 'silent'), says(of(29, true)), says(of(-1), 'silent'), says(of(null), 'silent'), says({ ...of(null), state: 'revoked' }, 'revoked')]).toEqual([
      'Nothing.', expect.stringMatching(/^Renew/), expect.stringMatching(/^Call its operator/), expect.stringMatching(/^Another system administrator/), expect.stringMatching(/^Register its next/), expect.stringMatching(/^Register its next/), expect.stringMatching(/^Nothing\. A gateway that returns/),
    ]);
  });

  it('calls somebody once it takes longer than telling it does, and where it cannot keep its records', () => {
    const [behind, current] = [standing('behind', 1), standing('current', 1)];
    const full: RefusalsAnswer = { gatewayRefusals: [{ gatewayId: 'g-1', kind: 'refused', reason: 'EVENT_BUFFER_FULL', day: 2, week: 2 }] };
    expect([nextStep(behind, { ...states.gatewayStates[1]!, behindSeconds: 59 }), nextStep(behind, states.gatewayStates[1])]).toEqual([nextStep(behind), expect.stringContaining('for 4 minutes')]);
    expect([nextStep(current, states.gatewayStates[1], full), nextStep(current, states.gatewayStates[2], full)]).toEqual([expect.stringContaining('Its disk'), nextStep(current)]);
  });
});
