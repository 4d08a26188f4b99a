import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Actor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { aSentEvent, registerGateway, sealedText, someAuditKeys } from '../../testing/index.js';
import '../abilities.js';
import { NhsNumber } from '../domain/nhs-number.js';
import { PatientVault } from '../domain/patient-vault.js';
import { TakeIn } from '../domain/take-in.js';
import { AccessEventIntake } from '../storage/access-event-intake.js';
import { IngestAccessEvents } from './ingest-access-events.js';

const GATEWAY = '0190a000-0000-7000-8000-000000000001';
const gatewayActor: Actor = {
  kind: 'machine', personId: null, name: 'north-1', duty: 'gateway', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: '127.0.0.1',
};
const { keys, sealTo } = someAuditKeys();
const vault = new PatientVault(keys);
const seal = (event: unknown): string => sealedText(sealTo, event);
const sent = (changes: Readonly<Record<string, unknown>>): string => seal(aSentEvent(changes));
const without = (member: string): string => {
  const event: Record<string, unknown> = { ...aSentEvent() };
  delete event[member];
  return seal(event);
};
const user = { id: 'u-100', name: 'Ada Invented', jobRole: 'R8000' };

let database: TestDatabase;
let ingest: IngestAccessEvents;
beforeAll(async () => {
  database = await testDatabase();
  await registerGateway(database.owner, GATEWAY, 'north-1');
  const transactions = new Transactions(await database.dataSourceAs('feed'), new FixedClock('2026-03-02T09:00:00Z'));
  ingest = new IngestAccessEvents(transactions, new AccessEventIntake(), new Changes(), new TakeIn(keys.sealKey, vault));
});
afterAll(async () => database.close());

/** Sends one odd entry between two good ones, which must both be kept. */
async function sendOdd(sealed: unknown): Promise<{ boot: string; answer: Awaited<ReturnType<IngestAccessEvents['execute']>>; codes: string[]; row: Record<string, never> | undefined }> {
  const boot = randomUUID();
  const answer = await ingest.execute(gatewayActor, GATEWAY, { boot, events: [{ sequence: 1, sealed: sent({}) }, { sequence: 2, sealed }, { sequence: 3, sealed: sent({}) }] });
  const { rows: letters } = await database.owner.query('SELECT code FROM access_event_dead_letter WHERE boot_id = $1', [boot]);
  const { rows } = await database.owner.query('SELECT * FROM access_event WHERE boot_id = $1 ORDER BY sequence', [boot]);
  expect(rows.filter((row) => row.sequence !== '2')).toHaveLength(2);
  return { boot, answer, codes: letters.map((letter) => letter.code), row: rows.find((row) => row.sequence === '2') };
}

describe('What is no access event', () => {
  const flipped = (): string => {
    const bytes = Buffer.from(sent({}), 'base64');
    bytes[bytes.length - 1]! ^= 1;
    return bytes.toString('base64');
  };
  const instant = (occurredAt: unknown): [string, unknown, string] => [`a time of ${JSON.stringify(occurredAt)}`, sent({ occurredAt }), 'TIME_MALFORMED'];
  const cases: [string, unknown, string][] = [
    ['no text', 7, 'ENTRY_MALFORMED'], ['null', null, 'ENTRY_MALFORMED'], ['an object', { patient: '9990000018' }, 'ENTRY_MALFORMED'], ['a list', ['AAAA'], 'ENTRY_MALFORMED'],
    ['not Base64', '?!', 'NOT_BASE64'], ['Base64 for URLs', '-_-_', 'NOT_BASE64'], ['Base64 with a line break', 'AAAA\nAAAA', 'NOT_BASE64'], ['clear JSON', JSON.stringify(aSentEvent()), 'NOT_BASE64'],
    ['nothing', '', 'SEAL_BROKEN'], ['too few bytes', 'AAAA', 'SEAL_BROKEN'], ['random bytes', randomBytes(300).toString('base64'), 'SEAL_BROKEN'], ['one flipped bit', flipped(), 'SEAL_BROKEN'],
    ['Base64 of clear JSON', Buffer.from(JSON.stringify(aSentEvent())).toString('base64'), 'SEAL_BROKEN'], ['sealed to another key', sealedText(someAuditKeys().sealTo, aSentEvent()), 'SEAL_BROKEN'],
    ['more than a megabyte', randomBytes(1_100_000).toString('base64'), 'EVENT_TOO_LARGE'],
    ['null sealed', seal(null), 'NOT_AN_OBJECT'], ['a list sealed', seal([aSentEvent()]), 'NOT_AN_OBJECT'], ['a text sealed', seal('event'), 'NOT_AN_OBJECT'], ['a number sealed', seal(1e400), 'NOT_AN_OBJECT'],
    ...['occurredAt', 'service', 'provider', 'views', 'user', 'consumer', 'system', 'patient', 'messageId', 'decision', 'reason', 'permittedViews', 'agreement', 'publication', 'stopList', 'freshness']
      .map((member): [string, unknown, string] => [`no ${member}`, without(member), 'MEMBER_MISSING']),
    ['a further member', sent({ extra: 1 }), 'MEMBER_UNKNOWN'], ['a __proto__', seal(JSON.parse(`{"__proto__":{"admin":true},${JSON.stringify(aSentEvent()).slice(1)}`)), 'MEMBER_UNKNOWN'],
    ['a constructor', sent({ constructor: 'x' }), 'MEMBER_UNKNOWN'], ['a further member of the user', sent({ user: { ...user, admin: true } }), 'MEMBER_UNKNOWN'],
    ['a user without a name', sent({ user: { id: 'u', jobRole: null } }), 'MEMBER_MISSING'], ['a user in text', sent({ user: 'u-100' }), 'MEMBER_MALFORMED'], ['no user at all', sent({ user: null }), 'MEMBER_MALFORMED'],
    ['a numeric user id', sent({ user: { ...user, id: 100 } }), 'MEMBER_MALFORMED'], ['a numeric patient', sent({ patient: 9990000018 }), 'MEMBER_MALFORMED'], ['a list as message id', sent({ messageId: ['m'] }), 'MEMBER_MALFORMED'],
    ['views in text', sent({ views: 'summary' }), 'MEMBER_MALFORMED'], ['a null view', sent({ views: [null] }), 'MEMBER_MALFORMED'], ['nested views', sent({ permittedViews: [['summary']] }), 'MEMBER_MALFORMED'],
    ['an unknown decision', sent({ decision: 'maybe' }), 'MEMBER_MALFORMED'], ['an unknown reason', sent({ reason: 'BECAUSE' }), 'MEMBER_MALFORMED'], ['a reason of every object', sent({ reason: 'toString' }), 'MEMBER_MALFORMED'],
    ['an unknown freshness', sent({ freshness: 'ripe' }), 'MEMBER_MALFORMED'], ['a consumer that is no code', sent({ consumer: 'tstv-01' }), 'MEMBER_MALFORMED'], ['a system that is no id', sent({ system: 'x' }), 'MEMBER_MALFORMED'],
    ['an agreement of another shape', sent({ agreement: "'; DROP TABLE access_event; --" }), 'MEMBER_MALFORMED'], ['a negative publication', sent({ publication: -1 }), 'MEMBER_MALFORMED'],
    ['a broken publication', sent({ publication: 1.5 }), 'MEMBER_MALFORMED'], ['a huge publication', sent({ publication: 2 ** 31 }), 'MEMBER_MALFORMED'], ['a stop list in text', sent({ stopList: '1' }), 'MEMBER_MALFORMED'],
    ['consent in text', sent({ consent: 'yes' }), 'MEMBER_MALFORMED'], ['consent given in text', sent({ consent: { given: 'yes', recordedAt: '2026-03-01T00:00:00Z' } }), 'MEMBER_MALFORMED'],
    ...[null, 1_772_442_000_000, '', 'yesterday', '2026-03-02', '2026-03-02T09:00:00', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-03-02T25:00:00Z', '+012026-03-02T09:00:00Z', 'Mon, 02 Mar 2026 09:00:00 GMT'].map(instant),
    ['no service of a question that could be read', sent({ service: null }), 'MEMBER_MALFORMED'], ['a numeric provider', sent({ provider: 1, reason: 'MALFORMED', decision: 'refuse', permittedViews: [] }), 'MEMBER_MALFORMED'],
  ];

  it.each(cases)('is set aside with its reason, holds nobody up, and is not lost: %s', async (_what, sealed, code) => {
    const { boot, answer, codes, row } = await sendOdd(sealed);
    expect(answer).toEqual({ acknowledged: 3, rejected: [{ sequence: 2, code }] });
    expect(codes).toEqual([code]);
    expect(row).toBeUndefined();
    const { rows: [letter] } = await database.owner.query('SELECT id, sealed FROM access_event_dead_letter WHERE boot_id = $1', [boot]);
    const kept = Buffer.from(vault.open(letter.id, letter.sealed));
    const came = code === 'ENTRY_MALFORMED' ? JSON.stringify({ sequence: 2, sealed }) : sealed as string;
    expect(code === 'ENTRY_MALFORMED' || code === 'NOT_BASE64' ? kept.toString() : kept.toString('base64')).toBe(came);
  });

  it.each([
    ['no sequence', { sealed: 'AAAA' }], ['a sequence of 0', { sequence: 0, sealed: 'AAAA' }], ['a negative one', { sequence: -1, sealed: 'AAAA' }], ['a broken one', { sequence: 1.5, sealed: 'AAAA' }],
    ['one in text', { sequence: '1', sealed: 'AAAA' }], ['one past what a number holds', { sequence: 2 ** 53, sealed: 'AAAA' }], ['no entry', null], ['a text', 'entry'], ['a list', [1, 'AAAA']],
  ])('is kept once even with %s', async (_what, entry) => {
    const boot = randomUUID();
    for (let round = 0; round < 3; round += 1) {
      expect(await ingest.execute(gatewayActor, GATEWAY, { boot, events: [entry, { sequence: 1, sealed: sent({}) }] }))
        .toEqual({ acknowledged: 1, rejected: expect.arrayContaining([{ sequence: null, code: 'ENTRY_MALFORMED' }]) });
    }
    const { rows } = await database.owner.query('SELECT code, sequence FROM access_event_dead_letter WHERE boot_id = $1 AND sequence IS NULL', [boot]);
    expect(rows).toEqual([{ code: 'ENTRY_MALFORMED', sequence: null }]);
  });

  it.each([
    ['nothing', undefined], ['null', null], ['a list', []], ['a text', '{}'], ['no boot', { events: [] }], ['a boot that is no UUID', { boot: '1', events: [] }], ['a boot in capitals', { boot: 'A6C1A0B0-0000-4000-8000-000000000000', events: [] }],
    ['no events', { boot: randomUUID() }], ['events in an object', { boot: randomUUID(), events: { 0: {} } }], ['1,001 events', { boot: randomUUID(), events: Array(1_001).fill({ sequence: 1, sealed: '' }) }],
    ['a gateway named in the body', { boot: randomUUID(), events: [], gateway: GATEWAY }],
  ])('is refused whole when the batch is %s, and the refusal is recorded', async (_what, posted) => {
    const refused = async (): Promise<number> => Number((await database.owner.query(`SELECT count(*) FROM change_record WHERE refusal_code = 'MALFORMED_BATCH'`)).rows[0].count);
    const before = await refused();
    await expect(ingest.execute(gatewayActor, GATEWAY, posted)).rejects.toMatchObject({ code: 'MALFORMED_BATCH', kind: 'invalid' });
    expect(await refused()).toBe(before + 1);
  });
});

describe('What a caller wrote oddly', () => {
  const ESCAPE = String.fromCharCode(27);
  it.each([
    ['line breaks', { user: { ...user, name: 'Ada\r\n2026-03-02 forged line' } }, 'user_name', 'Ada\ufffd\ufffd2026-03-02 forged line', 'TEXT_MENDED'],
    ['terminal escapes', { relationship: `${ESCAPE}[31mred` }, 'relationship', '\ufffd[31mred', 'TEXT_MENDED'],
    ['a NUL', { messageId: 'm\u0000' }, 'message_id', 'm\ufffd', 'TEXT_MENDED'],
    ['text turned around', { emergencyReason: 'a\u202eb' }, 'emergency_reason', 'a\ufffdb', 'TEXT_MENDED'],
    ['half a character', { prescriptionId: 'p\ud800' }, 'prescription_id', 'p\ufffd', 'TEXT_MENDED'],
    ['a megabyte less of free text', { emergencyReason: 'x'.repeat(500_000) }, 'emergency_reason', 'x'.repeat(1_000), 'TEXT_MENDED'],
    ['a hundred views', { views: Array(100).fill('summary') }, 'views', Array(64).fill('summary'), 'TEXT_MENDED'],
    ["somebody's NHS number as the message", { messageId: 'for 999 000 0026' }, 'message_id', 'for *** *** 0026', 'NHS_NUMBER_MISPLACED'],
    ['an NHS number as the user', { user: { ...user, id: '9990000034' } }, 'user_id', '*** *** 0034', 'NHS_NUMBER_MISPLACED'],
    ['an NHS number in an unknown view', { views: ['999-000-0107'] }, 'views', ['*** *** 0107'], 'NHS_NUMBER_MISPLACED'],
    ['an NHS number across the cut', { relationship: `${'y'.repeat(990)} 9990000018` }, 'relationship', `${'y'.repeat(990)} *** *** 0`, 'NHS_NUMBER_MISPLACED'],
  ])('does not hide the look, and is kept as it came beside it: %s', async (_what, changes, column, stored, code) => {
    const { answer, codes, row } = await sendOdd(sent(changes));
    expect(answer).toEqual({ acknowledged: 3, rejected: [] });
    expect(codes).toEqual([code]);
    expect(row?.[column]).toEqual(stored);
    expect(row?.['flags']).toContain(code);
  });

  it.each([
    ['spreadsheet formulas', { user: { ...user, name: '=HYPERLINK("http://x","y")' } }, 'user_name', '=HYPERLINK("http://x","y")'],
    ['markup', { relationship: '<script>alert(1)</script>' }, 'relationship', '<script>alert(1)</script>'],
    ['quotes and braces in a view', { views: ['a"b\\c{d},e'], permittedViews: [], decision: 'refuse', reason: 'UNKNOWN_VIEW' }, 'views', ['a"b\\c{d},e']],
    ['an unknown provider', { provider: 'nobody', decision: 'refuse', reason: 'NOT_AGREED', permittedViews: [] }, 'provider_ods_code', 'nobody'],
    ['letters with and without composition', { user: { ...user, name: 'Zoe\u0301' } }, 'user_name', 'Zo\u00e9'],
    ['a ten-digit text that is no NHS number', { messageId: '9990000019' }, 'message_id', '9990000019'],
  ])('is kept as it is where it harms nobody: %s', async (_what, changes, column, stored) => {
    const { codes, row } = await sendOdd(sent(changes));
    expect(codes).toEqual([]);
    expect(row?.[column]).toEqual(stored);
  });

  it.each([
    ['no relationship', { relationship: undefined }, ['NO_RELATIONSHIP']],
    ['an emergency', { relationship: undefined, emergencyReason: 'Unconscious' }, ['EMERGENCY']],
    ['no consent', { consent: undefined }, ['NO_CONSENT']],
    ['refused consent', { consent: { given: false, recordedAt: '2026-03-01T00:00:00Z' } }, ['CONSENT_REFUSED']],
    ['consent recorded after the look', { consent: { given: true, recordedAt: '2026-03-02T09:00:00Z' } }, ['CONSENT_AFTER_LOOK']],
    ['consent at no readable time', { consent: { given: true, recordedAt: 'this morning' } }, ['CONSENT_TIME_UNREADABLE']],
    ['consent without a time', { consent: { given: true } }, ['CONSENT_TIME_UNREADABLE']],
    ['a patient without a valid number', { patient: '9990000019' }, ['NOT_AN_NHS_NUMBER']],
    ['a permission for another reason', { reason: 'NOT_AGREED' }, ['CONTRADICTS_ITSELF']],
    ['a permission of fewer views than asked', { permittedViews: ['summary'] }, ['CONTRADICTS_ITSELF']],
    ['a permission without a patient', { patient: null }, ['CONTRADICTS_ITSELF']],
    ['a time long ago', { occurredAt: '0001-01-01T00:00:00Z' }, ['CONSENT_AFTER_LOOK', 'TIME_OUT_OF_RANGE']], ['a time far ahead', { occurredAt: '2027-03-02T09:00:00Z' }, ['TIME_OUT_OF_RANGE']],
    ['a permission of what could not be read', { reason: 'MALFORMED' }, ['CONTRADICTS_ITSELF']],
  ])('is stored and flagged, never rejected: %s', async (_what, changes, flags) => {
    const { answer, row } = await sendOdd(sent(changes));
    expect(answer.rejected).toEqual([]);
    expect(row?.['flags']).toEqual(flags);
  });

  it('leaves no NHS number in clear in any column of any table', async () => {
    await sendOdd(sent({ messageId: '9990000018 9990000026', relationship: 'n9990000034 is no number', user: { id: '999 000 0107', name: '9990000018.', jobRole: '(999-000-0026) nhs_9990000018' } }));
    const { rows: columns } = await database.owner.query<{ table_name: string; column_name: string; data_type: string }>(
      `SELECT table_name, column_name, data_type FROM information_schema.columns JOIN pg_class ON relname = table_name AND relkind IN ('r', 'p') WHERE table_schema = 'public'`,
    );
    let seen = 0;
    for (const { table_name: table, column_name: column, data_type: type } of columns) {
      const { rows } = await database.owner.query<{ value: string | Buffer }>(`SELECT "${column}"${type === 'bytea' ? '' : '::text'} AS value FROM "${table}" WHERE "${column}" IS NOT NULL`);
      for (const { value } of rows) {
        seen += 1;
        const text = typeof value === 'string' ? value : value.toString('latin1');
        for (const found of text.matchAll(/(?<![A-Za-z0-9])\d{3}[ -]?\d{3}[ -]?\d{4}(?![A-Za-z0-9])/g)) if (NhsNumber.isValid(found[0])) expect({ table, column, found: found[0] }).toBeUndefined();
      }
    }
    expect(seen).toBeGreaterThan(2_000);
  });
});
