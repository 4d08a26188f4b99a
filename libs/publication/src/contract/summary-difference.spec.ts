import { describe, expect, it } from '@jest/globals';
import { parseCallers, parseLocality, summaryIn, type LocalitySummary } from '@accord/enforcement';
import { nationalFacts } from '../testing/index.js';
import type { Facts } from '../server/domain/facts.js';
import { Summaries } from '../server/domain/summaries.js';
import { callersDifference, localityDifference, stopsDifference } from './summary-difference.js';

const facts = nationalFacts({ localities: 1, providers: 4, consumers: 2 });
const compiled = (of: Facts): LocalitySummary => summaryIn(parseLocality(Summaries.of(of).localityTargets[0]!.bytes));
const callers = (of: Facts) => parseCallers(Summaries.of(of).callersTarget.bytes);
const said = (before: LocalitySummary | null, after: LocalitySummary | null) => localityDifference(before, after).map(({ kind, organisations, count }) => [kind, organisations, count]);
const whole = compiled(facts);

describe('what changed between two summaries', () => {
  it('says who went live and how many pairs that gained, and the same backwards', () => {
    const fewer = compiled({ ...facts, providers: facts.providers.slice(0, 2) });
    expect(said(fewer, whole)).toEqual([['providers-live', ['TSTP00002', 'TSTP00003'], 2], ['pairs-gained', [], 4]]);
    expect(said(whole, fewer)).toEqual([['providers-gone', ['TSTP00002', 'TSTP00003'], 2], ['pairs-lost', [], 4]]);
  });

  it.each([
    ['a consumer leaves', { ...facts, providers: facts.providers.map((row) => ({ ...row, consumers: ['TSTV00000'] })), consumers: facts.consumers.slice(0, 1) }, [['viewers-gone', ['TSTV00001'], 1], ['pairs-lost', [], 4]]],
    ['a view set changes', { ...facts, consumers: facts.consumers.map((row) => (row.consumer === 'TSTV00000' ? { ...row, views: ['summary', 'events'] } : row)) }, [['views-changed', ['TSTV00000'], 1]]],
    ['dates shorten', { ...facts, providers: facts.providers.map((row) => (row.provider === 'TSTP00001' ? { ...row, until: '2027-01-01T00:00:00.000Z' } : row)) }, [['dates-changed', ['TSTP00001'], 1]]],
    ['other evidence proves it', { ...facts, providers: facts.providers.map((row) => (row.provider === 'TSTP00001' ? { ...row, evidence: 'e'.repeat(64) } : row)) }, [['evidence-changed', [], 1]]],
  ] as const)('says what is otherwise where %s', (_when, changed, expected) => {
    expect(said(whole, compiled(changed as unknown as Facts))).toEqual(expected);
  });

  it('says whose certificates came and went, of those who are asked about', () => {
    const fewer = callers({ ...facts, certificates: facts.certificates!.slice(1) });
    const told = (asked: boolean) => [callersDifference(callers(facts), fewer, () => asked), callersDifference(fewer, callers(facts), () => asked)].flat().map(({ kind, organisations }) => [kind, organisations]);
    expect(told(true)).toEqual([['certificates-removed', ['TSTV00000']], ['certificates-added', ['TSTV00000']]]);
    expect(told(false)).toEqual([]);
  });

  it('says that a locality is new, and never nothing of summaries that differ', () => {
    expect(said(null, whole).map(([kind]) => kind)).toEqual(['locality-added', 'providers-live', 'viewers-live', 'pairs-gained']);
    expect(said(whole, { ...whole, refuseAfterSeconds: 1 })).toEqual([['summary-changed', [], 1]]);
  });

  it('tells entries that came from entries that went', () => {
    const entry = (id: string) => ({ id, from: '2026-03-02T09:00:00.000Z', scope: {} });
    expect(stopsDifference([entry('a'), entry('b')], [entry('b'), entry('c')])).toEqual({ added: [entry('c')], removed: [entry('a')] });
  });
});
