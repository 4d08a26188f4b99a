import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CAMPAIGN_REPLIES, executable, partStanding, practiceStanding, withdrawalOf, WITHDRAWABLE, type CampaignPart } from './campaigns.js';
import type { ParticipationState } from './states.js';

const STATES: readonly ParticipationState[] = ['invited', 'signed', 'declined', 'rejected', 'verified', 'approved', 'live', 'suspended', 'withdrawn'];
const aPart = fc.record({
  participationId: fc.uuid(), odsCode: fc.constantFrom('TSTP01', 'TSTP02', 'TSTP03'), state: fc.constantFrom(...STATES), reply: fc.constantFrom(null, ...CAMPAIGN_REPLIES), isExecuted: fc.boolean(),
});
const part = (given: Partial<CampaignPart>): CampaignPart => ({ participationId: 'p', odsCode: 'TSTP01', state: 'live', reply: null, isExecuted: false, ...given });

/** The rule as a person would say it, apart from the engine. */
const confirmedAndEntitled = ({ state, reply, isExecuted }: CampaignPart): boolean => reply === 'withdraw' && !isExecuted && ['signed', 'verified', 'approved', 'live', 'suspended'].includes(state);

describe('whom a campaign withdraws', () => {
  it('is exactly who has confirmed and still can be withdrawn, and everybody else is listed, each once', () => {
    fc.assert(fc.property(fc.array(aPart), (parts) => {
      const { executed, others } = executable(parts);
      expect(executed).toEqual(parts.filter(confirmedAndEntitled));
      expect(others).toEqual(parts.filter((each) => !confirmedAndEntitled(each)));
    }), { numRuns: 2_000 });
  });

  it('is nobody twice: what was carried out leaves nothing to carry out', () => {
    fc.assert(fc.property(fc.array(aPart), (parts) => {
      const after = parts.map((each) => (confirmedAndEntitled(each) ? { ...each, isExecuted: true, state: 'withdrawn' as const } : each));
      expect(executable(after).executed).toEqual([]);
    }), { numRuns: 500 });
  });

  it('is nobody who kept, or never answered, in whatever state', () => {
    for (const state of STATES) for (const reply of [null, 'keep'] as const) expect(executable([part({ state, reply })]).executed).toEqual([]);
  });

  it('asks about every state from which design section 5 lets a practice withdraw, and no other', () => {
    expect(STATES.filter((state) => WITHDRAWABLE.includes(state))).toEqual(['signed', 'verified', 'approved', 'live', 'suspended']);
  });

  it('is one act for the impact, whatever order they come in', () => {
    expect(withdrawalOf(['b', 'a'])).toEqual(withdrawalOf(['a', 'b']));
  });
});

describe('how a practice stands', () => {
  it.each<[string, Partial<CampaignPart>, string]>([
    ['nobody has answered', {}, 'waiting'], ['its controller reviewed and kept it', { reply: 'keep' }, 'kept'], ['its controller confirmed', { reply: 'withdraw' }, 'confirmed'],
    ['it was carried out', { reply: 'withdraw', isExecuted: true, state: 'withdrawn' }, 'executed'], ['it withdrew by itself meanwhile', { state: 'withdrawn' }, 'gone'],
    ['it confirmed, and then withdrew by itself', { reply: 'withdraw', state: 'withdrawn' }, 'gone'], ['its evidence was rejected', { state: 'rejected', reply: 'keep' }, 'gone'],
  ])('when %s', (_when, given, standing) => expect(partStanding(part(given))).toBe(standing));

  it('tells first what waits, then what is to be carried out, then what is settled', () => {
    const [waiting, kept, confirmed, executed, gone] = [part({}), part({ reply: 'keep' }), part({ reply: 'withdraw' }), part({ isExecuted: true }), part({ state: 'withdrawn' })];
    expect([[gone, kept, executed, confirmed, waiting], [gone, kept, executed, confirmed], [gone, kept, executed], [gone, kept], [gone], []].map(practiceStanding))
      .toEqual(['waiting', 'confirmed', 'executed', 'kept', 'gone', 'gone']);
  });
});
