import { describe, expect, it } from '@jest/globals';
import type { LocalitySummary, SharedBlock, StopEntry, StopScope } from '@accord/enforcement';
import { pairDifferences } from './pair-difference.js';

const [JAN, JUN, DEC] = ['2026-01-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z', '2026-12-31T00:00:00.000Z'] as const;
const block = (providers: readonly string[], views: readonly string[] = ['summary'], from: string = JAN, until: string = DEC, consumer = 'TSTV01'): SharedBlock => ({ from, until, providers, consumers: [{ consumer, views }] });
const summary = (...blocks: readonly SharedBlock[]): LocalitySummary => ({
  locality: 'TST1', refuseAfterSeconds: 86_400, services: { DCR: ['summary', 'problems'] }, agreements: [{ reference: 'DCR-TST1-0001', service: 'DCR', version: 1, evidence: 'e', blocks }],
});
const said = (before: LocalitySummary | null, after: LocalitySummary | null) => pairDifferences(before, after).map(({ kind, consumer, providers }) => [kind, consumer, providers]);

describe('pairs before and after', () => {
  it('are the same where only the blocks they are written in differ', () => {
    expect(said(summary(block(['TSTP01', 'TSTP02'])), summary(block(['TSTP02']), block(['TSTP01'])))).toEqual([]);
    expect(said(null, null)).toEqual([]);
  });

  it('are told together where they changed alike, by agreement and viewing organisation', () => {
    const before = summary(block(['TSTP01', 'TSTP02', 'TSTP03']), block(['TSTP01'], ['summary'], JAN, DEC, 'TSTV02'));
    const after = summary(block(['TSTP01', 'TSTP04', 'TSTP05']));
    expect(said(before, after)).toEqual([['pairs-lost', 'TSTV01', ['TSTP02', 'TSTP03']], ['pairs-gained', 'TSTV01', ['TSTP04', 'TSTP05']], ['pairs-lost', 'TSTV02', ['TSTP01']]]);
    expect(said(null, after)).toEqual([['pairs-gained', 'TSTV01', ['TSTP01', 'TSTP04', 'TSTP05']]]);
  });

  it.each<[string, LocalitySummary, string, number, number]>([
    ['other views', summary(block(['TSTP01'], ['summary', 'problems'])), 'views-changed', 1, 1],
    ['other views from an instant on', summary(block(['TSTP01'], ['summary'], JAN, JUN), block(['TSTP01'], ['summary', 'problems'], JUN, DEC)), 'views-changed', 1, 2],
    ['a sooner end', summary(block(['TSTP01'], ['summary'], JAN, JUN)), 'dates-changed', 1, 1],
    ['a gap', summary(block(['TSTP01'], ['summary'], JAN, JUN), block(['TSTP01'], ['summary'], '2026-07-01T00:00:00.000Z', DEC)), 'dates-changed', 1, 2],
  ])('are told with what they were and are: %s', (_what, after, kind, was, is) => {
    expect(pairDifferences(summary(block(['TSTP01'])), after).map((each) => [each.kind, each.was.length, each.is.length])).toEqual([[kind, was, is]]);
  });

  const stop = (scope: StopScope): StopEntry => ({ id: JSON.stringify(scope), from: JAN, scope });
  const both = summary(block(['TSTP01', 'TSTP02'], ['summary', 'problems']));
  it.each<[string, readonly StopScope[], readonly StopScope[], readonly unknown[]]>([
    ['one practice', [], [{ provider: 'TSTP01' }], [['pairs-stopped', ['TSTP01'], []]]],
    ['one view of all', [], [{ consumer: 'TSTV01', views: ['problems'] }], [['pairs-stopped', ['TSTP01', 'TSTP02'], ['summary']]]],
    ['a stop that is lifted', [{ agreement: 'DCR-TST1-0001' }], [], [['pairs-resumed', ['TSTP01', 'TSTP02'], ['summary', 'problems']]]],
    ['another view instead', [{ provider: 'TSTP01', views: ['summary'] }], [{ provider: 'TSTP01', views: ['problems'] }], [['views-changed', ['TSTP01'], ['summary']]]],
    ['what was stopped already', [{ locality: 'TST1' }], [{ locality: 'TST1' }, { provider: 'TSTP01' }], []],
    ['one system, the pair goes on', [], [{ system: 'one' }], []],
  ])('are told where only the stop list differs: %s', (_what, was, is, expected) => {
    expect(pairDifferences(both, both, { was: was.map(stop), is: is.map(stop) }).map(({ kind, providers, is: now }) => [kind, providers, now.flatMap(({ views }) => views)])).toEqual(expected);
  });

  it('are told as lost where a withdrawal takes them out and stops them', () => {
    expect(pairDifferences(both, summary(block(['TSTP02'], ['summary', 'problems'])), { was: [], is: [stop({ provider: 'TSTP01' })] }).map(({ kind, providers }) => [kind, providers])).toEqual([['pairs-lost', ['TSTP01']]]);
  });
});
