import { describe, expect, it } from '@jest/globals';
import type { LocalityId, OdsCode } from '@accord/kernel';
import type { StopId, StopOnRecord } from '@accord/agreements';
import { stopStatement, type GatewayOnStatement, type StandingOnStatement } from './stop-statement.js';

const AT = new Date('2026-03-29T00:59:59.500Z');
const STOP: StopOnRecord = {
  id: '0190a000-0000-7000-8000-000000000001' as StopId, kind: 'withdrawal', scopeKind: 'participation', agreementReference: 'DCR-TST-0001', serviceName: 'Detailed Care Record',
  providerOdsCode: 'TSTP01' as OdsCode, providerName: 'Elm Road Surgery', consumerOdsCode: null, consumerName: null, systemName: null, viewNames: null, localityName: 'Aldermoor', localityCode: 'TSTL01',
  localityIds: ['0190a000-0000-7000-8000-000000000002' as LocalityId], fromAt: new Date('2026-03-28T10:00:00.000Z'), reason: 'We review every agreement', imposedBy: 'Grace Adeyemi', imposedDuty: 'signatory',
  imposedSide: 'controller', imposedFor: 'TSTP01' as OdsCode, liftedAt: null, instruction: null,
};
const gateway = (name: string, given: Partial<GatewayOnStatement> = {}): GatewayOnStatement => ({ code: name.toLowerCase(), name: `Gateway ${name}`, reachedAt: null, reachedPublication: null, reachedStopList: null, seenAt: null, refusesAt: null, ...given });
const north = gateway('North', { reachedAt: new Date('2026-03-28T10:00:00.400Z'), reachedPublication: 13, reachedStopList: 5 });
const south = gateway('South', { seenAt: new Date('2026-03-28T20:00:00Z'), refusesAt: new Date('2026-03-29T20:00:00Z') });
const standing = (given: Partial<StandingOnStatement> = {}): StandingOnStatement => ({ publication: 12, stopList: 5, applied: [north], waiting: [south], neverGiven: [], complete: false, ...given });
const text = (stop: StopOnRecord, told: StandingOnStatement | null, at = AT): string => JSON.stringify(stopStatement(stop, told, at));

describe('a statement', () => {
  it('says what was withdrawn, of whom, by whom and why', () => {
    const said = text(STOP, standing());
    for (const words of ['Statement of a withdrawal', 'Withdrawn for good', 'Elm Road Surgery (TSTP01)', 'DCR-TST-0001', 'Detailed Care Record', 'Grace Adeyemi', 'We review every agreement', STOP.id]) expect(said).toContain(words);
    expect(said).toContain('"For","Elm Road Surgery (TSTP01)"');
    expect(text({ ...STOP, imposedFor: 'TSTV01' as OdsCode, consumerOdsCode: 'TSTV01' as OdsCode, consumerName: 'Nightdesk' }, standing())).toContain('"For","Nightdesk (TSTV01)"');
  });

  it('cites the letter by which its controller instructed staff: its page and who read it', () => {
    const instruction = { evidenceId: 'the-letter', sha256: 'ab'.repeat(32), page: 2, signedOn: '2026-03-20', recordedBy: 'Carys Lowell', verifiedBy: 'Dev Marchetti' };
    expect(text({ ...STOP, instruction }, standing())).toContain(`"Written instruction","A letter signed on 20 March 2026, page 2 of evidence the-letter (SHA-256 ${'ab'.repeat(32)}), taken in by Carys Lowell and verified by Dev Marchetti"`);
    expect(text({ ...STOP, instruction: { ...instruction, page: null } }, standing())).toContain('with an embedded signature');
    expect(text(STOP, standing())).not.toContain('Written instruction');
  });

  it('names each gateway with publication, stop list and time, and those that have not confirmed it with the time at which they refuse', () => {
    const said = text(STOP, standing());
    for (const words of ['Publication 12, stop list 5', '"Gateway North (north)","Publication 13, stop list 5","28 March 2026 at 10:00:00.400 GMT"', '"Gateway South (south)","28 March 2026 at 20:00:00.000 GMT","29 March 2026 at 21:00:00.000 BST"']) expect(said).toContain(words);
    expect(said).toContain('Not complete yet: 1 of 2 gateways');
  });

  it.each<[string, StandingOnStatement | null, string]>([
    ['nothing went out', null, 'it has not gone out to the gateways'],
    ['it waits to be published', standing({ publication: null, stopList: null, applied: [], waiting: [north, south] }), 'it has not gone out to the gateways'],
    ['no gateway serves it', standing({ applied: [], waiting: [] }), 'there was nobody to tell'],
    ['all have applied it', standing({ waiting: [], complete: true }), 'Complete: every gateway'],
    ['no gateway that serves it was given anything', standing({ applied: [], waiting: [], neverGiven: [gateway('West')], complete: true }), 'no gateway that serves what was stopped was ever given anything'],
    ['one was never given anything', standing({ waiting: [], neverGiven: [gateway('West')], complete: true }), '"Gateways that were never given anything"},{"kind":"paragraph","text":"Gateway West (west). Who was never given'],
    ['who has not refuses everything', standing({ complete: true, waiting: [gateway('South', { refusesAt: AT, seenAt: AT })] }), 'it refuses everything already'],
    ['one was given something, and what its limit is cannot be told', standing({ waiting: [gateway('South')] }), 'Not known: it has not confirmed what it was given'],
  ])('says how far it is where %s', (_when, told, words) => expect(text(STOP, told)).toContain(words));

  it('says when it was made, in the time of that day in London, to the millisecond', () => {
    expect(text(STOP, standing())).toContain('As known to Accord on 29 March 2026 at 00:59:59.500 GMT');
    expect(text(STOP, standing(), new Date('2026-03-29T01:00:00.000Z'))).toContain('29 March 2026 at 02:00:00.000 BST');
    expect(stopStatement(STOP, null, AT).madeAt).toBe(AT);
  });

  it.each(['pair', 'participation', 'part', 'provider', 'consumer', 'system', 'view', 'agreement', 'locality'] as const)('has words for the scope %s', (scopeKind) => {
    expect(text({ ...STOP, scopeKind }, standing())).not.toMatch(/STATEMENT_/);
  });

  it.each(['suspension', 'withdrawal', 'leaving', 'end'] as const)('has words for a %s', (kind) => expect(text({ ...STOP, kind }, standing())).not.toMatch(/STATEMENT_/));
});
