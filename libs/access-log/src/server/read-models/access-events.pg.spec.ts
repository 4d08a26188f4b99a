import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Actor, Duty, OdsCode, PersonId } from '@accord/kernel';
import { Changes, PageCursors, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import type { RecordedReading } from '../../contract/index.js';
import { aSentEvent, registerGateway, sealedText, someAuditKeys } from '../../testing/index.js';
import '../abilities.js';
import { PatientVault } from '../domain/patient-vault.js';
import { TakeIn } from '../domain/take-in.js';
import { AccessEventIntake } from '../storage/access-event-intake.js';
import { IngestAccessEvents } from '../use-cases/ingest-access-events.js';
import { SearchAccessLog } from '../use-cases/search-access-log.js';
import { AccessEvents } from './access-events.js';
import { MissingSequencesOfGateways } from './missing-sequences.js';

const uuid = (last: string): string => `0190a000-0000-7000-8000-00000000${last}`;
const GATEWAY = uuid('0001');
const clock = new FixedClock('2026-03-02T09:00:00Z');
const { keys, sealTo } = someAuditKeys();
const vault = new PatientVault(keys);
const gatewayActor: Actor = {
  kind: 'machine', personId: null, name: 'north-1', duty: 'gateway', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: '127.0.0.1',
};
const acting = (duty: Duty, ods: string | null): Actor => ({
  kind: 'person', personId: uuid('00a1') as PersonId, name: 'Invented', duty, odsCode: ods as OdsCode | null, localities: [], acr: null, authenticatedAt: null, origin: '127.0.0.1',
});
const sha = (letter: string): string => letter.repeat(64);
const [P1, P2, C1] = [sha('a'), sha('b'), sha('c')];

let database: TestDatabase;
let ingest: IngestAccessEvents;
let feed: Transactions;
const send = (boot: string, sequences: readonly number[], changes: Readonly<Record<string, unknown>> = {}): Promise<unknown> => ingest.execute(gatewayActor, GATEWAY, {
  boot, events: sequences.map((sequence) => ({ sequence, sealed: sealedText(sealTo, aSentEvent(changes)) })),
});

beforeAll(async () => {
  database = await testDatabase();
  await registerGateway(database.owner, GATEWAY, 'north-1');
  await arrangeAgreement();
  feed = new Transactions(await database.dataSourceAs('feed'), clock);
  ingest = new IngestAccessEvents(feed, new AccessEventIntake(), new Changes(), new TakeIn(keys.sealKey, vault));
});
afterAll(async () => database.close());

/** TSTP01 shared until 1 February, left, and from 15 February shared again on other evidence; TSTV01 looks on. How that came about is not asked here. */
async function arrangeAgreement(): Promise<void> {
  const participation = (id: string, evidence: string, state: string, liveAt: string): string => `INSERT INTO participation
    (id, agreement_id, agreement_version_id, service_code, locality_id, provider_ods_code, state, terms_digest, evidence_id, drafted_by, submitted_by, verified_by, activation_id, approved_by, live_at, state_at, recorded_at)
    VALUES ('${uuid(id)}', '${uuid('d001')}', '${uuid('d011')}', 'DCR', '${uuid('c001')}', 'TSTP01', '${state}', 't', '${uuid(evidence)}', '${uuid('f001')}', '${uuid('f002')}', '${uuid('f003')}', '${uuid('f009')}', '${uuid('f004')}', '${liveAt}', '${liveAt}', '${liveAt}')`;
  const evidence = (id: string, document: string, side: string, ods: string): string => `INSERT INTO evidence
    (id, kind, side, document_sha256, document_quarantined, agreement_id, agreement_version_id, locality_id, ods_code, terms_digest, authority_id, signatory_person_id, signed_at, findings, state, submitted_by, submitted_at, verified_by, verified_at)
    VALUES ('${uuid(id)}', 'generated', '${side}', '${document}', false, '${uuid('d001')}', '${uuid('d011')}', '${uuid('c001')}', '${ods}', 't', '${uuid('e0a0')}', '${uuid('f002')}', '2026-01-01', '[]', 'verified', '${uuid('f002')}', '2026-01-01', '${uuid('f003')}', '2026-01-01')`;
  const pair = (id: string, during: string): string => `INSERT INTO pair VALUES ('${uuid(id)}', '${uuid('d0c1')}', '${uuid('d001')}', 'DCR', 'TSTP01', 'TSTV01', '${uuid('d0e1')}', '${uuid('c001')}', '${during}', '2026-01-01')`;
  const content = Buffer.from('publication one');
  await database.owner.query(['BEGIN', 'SET LOCAL session_replication_role = replica',
    `INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at) VALUES ('${uuid('d001')}', 'DCR-TST01-0001', 'DCR', '${uuid('c001')}', 'open', '${uuid('f001')}', '2026-01-01')`,
    `INSERT INTO agreement_version (id, agreement_id, number, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, recorded_at, locked_at)
      VALUES ('${uuid('d011')}', '${uuid('d001')}', 3, 't', 'p', 'direct-care', 'l', '{}', '2026-01-01', '2026-06-01', '2026-12-31', '[2026-01-01,2027-01-01)', '${uuid('f001')}', '2026-01-01', '2026-01-01')`,
    ...['TSTP01', 'TSTV01'].map((ods) => `INSERT INTO agreement_party VALUES ('${uuid('d001')}', '${ods}', '${ods === 'TSTP01' ? 'provider' : 'consumer'}', '${uuid('c001')}')`),
    evidence('e001', P1, 'provider', 'TSTP01'), evidence('e002', P2, 'provider', 'TSTP01'), evidence('e003', C1, 'consumer', 'TSTV01'),
    participation('d0a1', 'e001', 'withdrawn', '2026-01-01'), participation('d0a2', 'e002', 'live', '2026-01-20'),
    `INSERT INTO consumer_part (id, agreement_id, agreement_version_id, service_code, locality_id, consumer_ods_code, viewing_organisation_id, view_set_id, state, terms_digest, evidence_id, drafted_by, submitted_by, verified_by, activation_id, approved_by, live_at, state_at, recorded_at)
      VALUES ('${uuid('d0c1')}', '${uuid('d001')}', '${uuid('d011')}', 'DCR', '${uuid('c001')}', 'TSTV01', '${uuid('d0d1')}', '${uuid('d0e1')}', 'live', 't', '${uuid('e003')}', '${uuid('f001')}', '${uuid('f002')}', '${uuid('f003')}', '${uuid('f009')}', '${uuid('f004')}', '2026-01-01', '2026-01-01', '2026-01-01')`,
    pair('d0a1', '[2026-01-01,2026-02-01)'), pair('d0a2', '[2026-02-15,2027-01-01)'),
    `INSERT INTO publication VALUES (1, encode(sha256('\\x${content.toString('hex')}'), 'hex'), NULL, NULL, 0, '\\x${content.toString('hex')}', '2026-01-01', '{}')`, 'COMMIT'].join(';\n'));
}

describe('What an event rested on', () => {
  const looks: [string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>][] = [
    ['while the second participation was in force', { occurredAt: '2026-02-20T00:00:00Z' }, { agreementVersion: 3, providerEvidence: { id: uuid('e002'), sha256: P2 }, consumerEvidence: { id: uuid('e003'), sha256: C1 } }],
    ['while the first was', { occurredAt: '2026-01-31T23:59:59Z' }, { providerEvidence: { id: uuid('e001'), sha256: P1 } }],
    ['refused between the two, which rests on the part last taken live', { occurredAt: '2026-02-10T00:00:00Z', decision: 'refuse', reason: 'OUTSIDE_DATES', permittedViews: [] }, { providerEvidence: { id: uuid('e002'), sha256: P2 } }],
    ['refused without an agreement', { decision: 'refuse', reason: 'NOT_AGREED', permittedViews: [], agreement: null, publication: 0 }, { agreementId: null, agreementVersion: null, publicationHash: null, providerEvidence: null, consumerEvidence: null }],
    ['of an agreement nobody knows', { agreement: 'DCR-TST01-9999' }, { agreementReference: 'DCR-TST01-9999', agreementId: null, providerEvidence: null }],
  ];
  const found = async (reader: Actor, messageId: string): Promise<Readonly<Record<string, unknown>>> => {
    const searching = new SearchAccessLog(new Transactions(await database.dataSourceAs('api'), clock), new Changes(), vault, new PageCursors(keys.indexKey));
    const page = await searching.execute(reader, { filter: { messageId }, reason: 'Review' }, (tx, search) => new AccessEvents().find(tx, search));
    expect(page.events).toHaveLength(1);
    return { ...page.events[0] };
  };

  it.each(looks)('is shown with it, for a look %s', async (what, changes, expected) => {
    await send(randomUUID(), [1], { ...changes, messageId: what });
    expect(await found(acting('auditor-national', null), what)).toMatchObject({ ...(!('publicationHash' in expected) && { publicationNumber: 1, publicationHash: expect.stringMatching(/^[0-9a-f]{64}$/) }), stopListNumber: null, ...expected });
  });

  it("keeps the other side's evidence from those it is not for", async () => {
    await send(randomUUID(), [1], { messageId: 'fence', occurredAt: '2026-02-20T00:00:00Z' });
    expect(await found(acting('auditor-organisation', 'TSTP01'), 'fence')).toMatchObject({ agreementId: uuid('d001'), agreementVersion: 3, providerEvidence: { sha256: P2 }, consumerEvidence: null });
    expect(await found(acting('viewer-governance-lead', 'TSTV01'), 'fence')).toMatchObject({ agreementId: uuid('d001'), providerEvidence: null, consumerEvidence: { sha256: C1 } });
  });
});

describe('A look that a stop refused', () => {
  const STOP = uuid('a701');
  const opened = async (reader: Actor, messageId: string): Promise<string | null | undefined> => {
    const { rows: [event] } = await database.owner.query<{ id: string }>('SELECT id FROM access_event WHERE message_id = $1', [messageId]);
    const reading = { reach: reader.odsCode === null ? 'nation' : 'either', odsCode: reader.odsCode } as unknown as RecordedReading;
    return (await new Transactions(await database.dataSourceAs('api'), clock).read(reader, (tx) => new AccessEvents().one(tx, event!.id, reading)))?.stopId;
  };
  const stopped = { decision: 'refuse', reason: 'STOPPED', permittedViews: [], publication: 2, stopList: 1 };

  beforeAll(async () => {
    const entries = JSON.stringify({ entries: [{ id: STOP, from: '2026-03-01T00:00:00Z', scope: { agreement: 'DCR-TST01-0001', provider: 'TSTP01' } }] });
    await database.owner.query(['BEGIN', 'SET LOCAL session_replication_role = replica',
      `INSERT INTO stop (id, kind, scope_kind, agreement_id, participation_id, provider_ods_code, locality_id, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
        VALUES ('${STOP}', 'suspension', 'participation', '${uuid('d001')}', '${uuid('d0a2')}', 'TSTP01', '${uuid('c001')}', '2026-03-01', 'A worry', '${uuid('f001')}', 'controller', 'signatory', '2026-03-01')`,
      `INSERT INTO publication SELECT 2, encode(sha256('two'), 'hex'), 1, hash, 1, 'two', '2026-03-01', '{}' FROM publication WHERE number = 1`,
      `INSERT INTO tuf_target SELECT encode(sha256(content), 'hex'), 'stops/stops.json', content, 2 FROM (SELECT convert_to('${entries}', 'UTF8') AS content) made`, 'COMMIT'].join(';\n'));
    await send(randomUUID(), [1], { ...stopped, messageId: 'stopped' });
    await send(randomUUID(), [1], { ...stopped, messageId: 'stopped-elsewhere', provider: 'TSTP02' });
    await send(randomUUID(), [1], { messageId: 'not-stopped', stopList: 1, publication: 2 });
  });

  it('leads to that stop, by the entry of the stop list it was decided from', async () => {
    expect(await opened(acting('auditor-national', null), 'stopped')).toBe(STOP);
  });

  it.each(['stopped-elsewhere', 'not-stopped'])('leads nowhere where no entry matches: %s', async (messageId) => {
    expect(await opened(acting('auditor-national', null), messageId)).toBeNull();
  });
});

describe('Missing sequences', () => {
  it('show as soon as a later one arrives, and close when they do', async () => {
    const boot = randomUUID();
    const gaps = (): Promise<unknown> => feed.read(gatewayActor, async (tx) => (await new MissingSequencesOfGateways().list(tx, GATEWAY)).filter(({ bootId }) => bootId === boot).map(({ first, last }) => [first, last]));
    await send(boot, [3, 4, 9]);
    expect(await gaps()).toEqual([[1, 2], [5, 8]]);
    await send(boot, [1, 2, 6]);
    expect(await gaps()).toEqual([[5, 5], [7, 8]]);
    await send(boot, [5, 7, 8]);
    expect(await gaps()).toEqual([]);
  });
});
