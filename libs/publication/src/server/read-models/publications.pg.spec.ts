import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, OdsCode, PersonId, Tx } from '@accord/kernel';
import { mayEver, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { confirmedGateway } from '../../testing/confirmed-gateway.js';
import '../abilities.js';
import { PublicationsResolver } from '../graphql/publications.resolver.js';
import { appliedBy, currentPublication, gatewayStates, publicationsBefore, receiptsOf } from './publications.js';

const PERSON = '00000000-0000-7000-8000-0000000000aa';
const AGREEMENT = '00000000-0000-7000-8000-0000000000a1';
/** There to see, and nothing was ever announced of it. */
const SILENT = '00000000-0000-7000-8000-0000000000a2';
const signatory: Actor = {
  kind: 'person', personId: PERSON as PersonId, name: 'Ann', duty: 'signatory', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec',
};

describe('who has applied what', () => {
  const clock = new FixedClock('2026-03-02T09:00:00Z');
  let database: TestDatabase;
  let transactions: Transactions;
  const read = <T>(work: (tx: Tx) => Promise<T>, actor: Actor = signatory) => transactions.read(actor, work);
  const actingFor = (odsCode: string): Actor => ({ ...signatory, odsCode: odsCode as OdsCode });
  const localityId = (code: string): string => createHash('md5').update(code).digest('hex');
  const run = async (...statements: string[]): Promise<void> => {
    await database.owner.query('BEGIN');
    await database.owner.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await database.owner.query(statement);
    await database.owner.query('COMMIT');
  };
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  /** What gateways hold of each locality says after how long without a word they refuse everything of it. */
  const targets = { TSTL1: '{"locality":"TSTL1","refuseAfterSeconds":86400}', TSTL2: '{"locality":"TSTL2","refuseAfterSeconds":3600}' };
  const content = (number: number): string => JSON.stringify({ number, localities: Object.fromEntries(Object.entries(targets).map(([code, target]) => [code, sha256(target)])) });
  const publication = (number: number) => `
    INSERT INTO publication SELECT ${number}, '${sha256(content(number))}', nullif(${number} - 1, 0), ${number > 1 ? `'${sha256(content(number - 1))}'` : 'NULL'}, ${number}, '${content(number)}',
      '2026-03-02T08:0${number}:00Z', '{"localities": ["TSTL1"], "consumers": [], "stopsChanged": true, "contentDigest": "", "stopsDigest": ""}'`;
  const gateway = (code: string, locality: string) => [
    confirmedGateway(code, { sha256: sha256(code), pem: 'p' }, locality),
    `INSERT INTO gateway_contact VALUES (md5('${code}')::uuid, '2026-03-02T08:59:00Z')`,
  ];
  const receipt = (code: string, number: number) =>
    `INSERT INTO receipt VALUES (md5('${code}')::uuid, ${number}, ${number}, '${sha256(content(number))}', '2026-03-02T08:0${number}:01Z', '2026-03-02T08:0${number}:01Z', '')`;

  beforeAll(async () => {
    database = await testDatabase();
    transactions = new Transactions(await database.dataSourceAs('api'), clock);
    await run(
      ...['TSTL1', 'TSTL2'].map((code) => `INSERT INTO locality (id, code, name, recorded_at) VALUES (md5('${code}')::uuid, '${code}', '${code}', '2026-01-01')`),
      publication(1), publication(2), publication(3),
      ...Object.entries(targets).map(([code, target]) => `INSERT INTO tuf_target VALUES ('${sha256(target)}', 'localities/${code}.json', '${target}', 1)`),
      ...gateway('east', 'TSTL1'), ...gateway('north', 'TSTL1'), ...gateway('south', 'TSTL2'),
      receipt('east', 1), receipt('east', 3), receipt('north', 1), receipt('south', 1),
      `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload, published_in) VALUES
        (gen_random_uuid(), '2026-03-02T08:02:00Z', 'stop.imposed', 'stop-1', ARRAY[md5('TSTL1')::uuid], '{}', 2), (gen_random_uuid(), '2026-03-02T09:00:00Z', 'stop.imposed', 'stop-2', ARRAY[md5('TSTL1')::uuid], '{}', NULL)`,
      // As the use-cases announce: a stop under the part it stops, an asked resumption that alters nothing under the stop itself.
      `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload, published_in) VALUES
        (gen_random_uuid(), '2026-03-02T08:01:00Z', 'participation.suspended', 'part-3', ARRAY[md5('TSTL2')::uuid], '{"stop": "stop-3"}', 1),
        (gen_random_uuid(), '2026-03-02T08:02:00Z', 'participation.verified', 'part-3', '{}', '{}', 2),
        (gen_random_uuid(), '2026-03-02T08:02:00Z', 'stop.resume-asked', 'stop-3', '{}', '{}', 2),
        (gen_random_uuid(), '2026-03-02T08:02:00Z', 'agreement.opened', 'agreement-3', '{}', '{}', 2)`,
      `INSERT INTO agreement_party VALUES (md5('agreement')::uuid, 'TSTP1', 'provider', md5('TSTL1')::uuid)`,
      ...[AGREEMENT, SILENT].flatMap((id, index) => [
        `INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at) VALUES ('${id}', 'DCR-TSTL1-000${index + 1}', 'DCR', md5('TSTL1')::uuid, 'open', '${PERSON}', '2026-01-01')`,
        `INSERT INTO agreement_party VALUES ('${id}', 'TSTP1', 'provider', md5('TSTL1')::uuid)`,
      ]),
      `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload, published_in) VALUES (gen_random_uuid(), '2026-03-02T08:02:00Z', 'agreement.opened', '${AGREEMENT}', '{}', '{}', 2)`,
    );
  });
  afterAll(() => database.close());

  it('asks only the gateways that serve the locality, and counts a later publication as applied', async () => {
    const answer = await read((tx) => appliedBy(tx, { subject: 'stop-1' }, clock.now()));
    expect(answer).toMatchObject({ publication: 2, stopList: 2, complete: false });
    expect(answer?.applied.map((row) => [row.code, row.reachedAt?.toISOString()])).toEqual([['east', '2026-03-02T08:03:01.000Z']]);
    expect(answer?.waiting.map((row) => row.code)).toEqual(['north']);
  });

  it('is complete once the one that waits has passed its refuse limit', async () => {
    const at = (instant: string) => read((tx) => appliedBy(tx, { subject: 'stop-1' }, new Date(instant)));
    expect((await at('2026-03-03T08:58:59Z'))?.complete).toBe(false);
    expect((await at('2026-03-03T08:59:00Z'))?.complete).toBe(true);
  });

  it('goes by the limit in what each gateway holds', async () => {
    const answer = await read((tx) => appliedBy(tx, { publication: 2 }, clock.now()));
    expect(answer?.waiting.map((row) => [row.code, row.refusesAt?.toISOString()])).toEqual([['north', '2026-03-03T08:59:00.000Z'], ['south', '2026-03-02T09:59:00.000Z']]);
  });

  it('judges how each gateway stands by the clock of the server and that limit', async () => {
    const at = (instant: string) => read(async (tx) => (await gatewayStates(tx, new Date(instant))).map(({ code, standing: { kind, behindBy, refusesAt } }) => [code, kind, behindBy, refusesAt?.toISOString() ?? null]));
    expect(await at('2026-03-02T09:00:00Z')).toEqual([['east', 'current', 0, null], ['north', 'behind', 2, null], ['south', 'behind', 2, null]]);
    const [tomorrow, soon] = ['2026-03-03T08:59:00.000Z', '2026-03-02T09:59:00.000Z'];
    expect(await at('2026-03-02T09:58:59Z')).toEqual([['east', 'stale', 0, tomorrow], ['north', 'stale', 0, tomorrow], ['south', 'stale', 0, soon]]);
    expect(await at('2026-03-02T09:59:00Z')).toEqual([['east', 'stale', 0, tomorrow], ['north', 'stale', 0, tomorrow], ['south', 'refusing', 0, soon]]);
  });

  it('says that a gateway is cut off from the moment its last certificate counts no more, and while the next one waits', async () => {
    const north = () => read(async (tx) => (await gatewayStates(tx, clock.now())).map(({ code, isCertified, standing: { kind } }) => [code, isCertified, kind])[1]);
    const [own] = (await database.owner.query<{ id: string }>("SELECT id FROM gateway_certificate WHERE gateway_id = md5('north')::uuid")).rows;
    await run(`UPDATE gateway_certificate SET revoked_at = '2026-03-02T08:59:59Z', revoked_by = registered_by, revoked_reason = 'lost' WHERE id = '${own!.id}'`);
    expect(await north()).toEqual(['north', false, 'cut-off']);
    await run(`INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at) VALUES (md5('next')::uuid, md5('north')::uuid, repeat('ab', 32), 'p', '[2026-01-01,2027-01-01)', '${PERSON}', '2026-03-02')`);
    expect(await north()).toEqual(['north', false, 'cut-off']);
    await run(`UPDATE gateway_certificate SET confirmed_at = '2026-03-02', confirmed_by = md5('b')::uuid WHERE id = md5('next')::uuid`);
    expect(await north()).toEqual(['north', true, 'behind']);
    await run(`DELETE FROM gateway_certificate WHERE id = md5('next')::uuid`, `UPDATE gateway_certificate SET revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL WHERE id = '${own!.id}'`);
  });

  it('is not completed by revoking a gateway', async () => {
    await run(`UPDATE gateway SET revoked_at = '2026-03-02T08:59:30Z', revoked_by = registered_by, revoked_reason = 'stolen' WHERE code = 'north'`);
    const answer = await read((tx) => appliedBy(tx, { subject: 'stop-1' }, clock.now()));
    expect(answer).toMatchObject({ complete: false, waiting: [{ code: 'north', revoked: true }] });
    const told = (at: string) => read(async (tx) => [(await gatewayStates(tx, new Date(at))).map(({ code, standing: { kind, refusesAt } }) => [code, kind, refusesAt])[1],
      (await receiptsOf(tx, 3, new Date(at))).map(({ code, isGiven, holdsUntil }) => [code, isGiven, holdsUntil])[1]]);
    const limit = new Date('2026-03-03T08:59:00Z');
    expect(await told('2026-03-03T08:58:59Z')).toEqual([['north', 'quarantined', limit], ['north', true, limit]]);
    expect(await told('2026-03-03T08:59:00Z')).toEqual([['north', 'revoked', limit], ['north', true, null]]);
  });

  it('does not wait for a gateway that was never given anything and names it apart; whoever was given anything is waited for', async () => {
    const told = async (at = clock.now()) => {
      const { waiting, neverGiven, complete } = (await read((tx) => appliedBy(tx, { subject: 'stop-1' }, at)))!;
      return [waiting.map(({ code }) => code), neverGiven.map(({ code }) => code), complete];
    };
    const unstarted = (code: string, confirmedAt: string) => [gateway(code, 'TSTL1')[0]!, `UPDATE gateway SET confirmed_at = '${confirmedAt}' WHERE code = '${code}'`];
    // One was confirmed before the stop, the other after it.
    await run(...unstarted('newcomer', '2026-03-02T08:30:00Z'), ...unstarted('unstarted', '2026-03-02T08:00:00Z'), receipt('north', 3));
    expect(await told()).toEqual([[], ['unstarted'], true]);
    await run("UPDATE gateway SET revoked_at = '2026-03-02T08:40:00Z', revoked_by = registered_by, revoked_reason = 'lost' WHERE code = 'unstarted'");
    expect(await told()).toEqual([[], ['unstarted'], true]);
    // Asked, was pushed something, or signed for something: each may permit by it.
    await run(gateway('newcomer', 'TSTL1')[1]!, receipt('unstarted', 1));
    expect(await told()).toEqual([['newcomer', 'unstarted'], [], false]);
    await run("DELETE FROM receipt WHERE gateway_id = md5('unstarted')::uuid", "INSERT INTO gateway_contact VALUES (md5('unstarted')::uuid, '2026-03-02T08:59:00Z', '2026-03-02T08:59:00Z')");
    expect(await told()).toEqual([['newcomer', 'unstarted'], [], false]);
    expect(await told(new Date('2026-03-03T08:59:00Z'))).toEqual([['newcomer', 'unstarted'], [], true]);
    const gone = `(md5('newcomer')::uuid, md5('unstarted')::uuid)`;
    await run("DELETE FROM receipt WHERE gateway_id = md5('north')::uuid AND publication_number = 3", ...['gateway_contact', 'gateway_locality', 'gateway_certificate'].map((table) => `DELETE FROM ${table} WHERE gateway_id IN ${gone}`), `DELETE FROM gateway WHERE id IN ${gone}`);
  });

  it('says that nothing is published yet where the act still waits', async () => {
    expect(await read((tx) => appliedBy(tx, { subject: 'stop-2' }, clock.now()))).toMatchObject({ publication: null, complete: false, applied: [] });
  });

  it('has no answer about what nobody announced, and none about a number not yet reached', async () => {
    for (const asked of [{ subject: 'never' }, { publication: 4 }]) expect(await read((tx) => appliedBy(tx, asked, clock.now()))).toBeNull();
  });

  it('refuses what was never announced and what is not theirs to see in the same words', async () => {
    const resolver = new PublicationsResolver(clock);
    const ask = (odsCode: string, subject: string) => read((tx) => resolver.appliedBy(Promise.resolve(tx), subject, null), actingFor(odsCode));
    const refusal = { code: 'NOT_FOUND', kind: 'not-found', message: 'There is no such announcement, or it is not yours to see.' };
    expect(await ask('TSTP1', AGREEMENT)).toMatchObject({ publication: 2, waiting: expect.arrayContaining([expect.objectContaining({ code: 'north', reachedAt: null, refusesAt: new Date('2026-03-03T08:59:00Z') })]) });
    for (const [odsCode, subject] of [['TSTP2', AGREEMENT], ['TSTP1', '00000000-0000-7000-8000-0000000000bb'], ['TSTP1', 'stop-1'], ['TSTP1', SILENT]] as const) {
      await expect(ask(odsCode, subject)).rejects.toMatchObject(refusal);
    }
    await expect(read((tx) => resolver.appliedBy(Promise.resolve(tx), null, 4), { ...signatory, duty: 'auditor-national' })).rejects.toMatchObject(refusal);
    await expect(read((tx) => resolver.appliedBy(Promise.resolve(tx), null, 1), actingFor('TSTP1'))).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  });

  it.each(['stop-3', 'part-3'])('answers about %s with the announcement that altered access, not with a later one that did not', async (subject) => {
    const answer = await read((tx) => appliedBy(tx, { subject }, clock.now()));
    expect(answer).toMatchObject({ publication: 1, complete: true, waiting: [] });
    expect(answer?.applied.map((row) => row.code)).toEqual(['south']);
  });

  it('answers about what altered nothing where nothing else was said', async () => {
    expect(await read((tx) => appliedBy(tx, { subject: 'agreement-3' }, clock.now()))).toMatchObject({ publication: 2 });
  });

  it('tells an organisation only of localities where it is a party', async () => {
    const asked = (odsCode: string, subject: string) => read((tx) => appliedBy(tx, { subject }, clock.now()), actingFor(odsCode));
    expect(await asked('TSTP1', 'stop-1')).toMatchObject({ publication: 2 });
    expect(await asked('TSTP2', 'stop-1')).toBeNull();
    expect(await asked('TSTP1', 'part-3')).toBeNull();
  });

  it('shows staff what changed in their localities, and the gateways that serve these', async () => {
    const officer: Actor = { ...signatory, duty: 'activation-officer' };
    const seen = (code: string) => read(async (tx) => [
      (await publicationsBefore(tx, null, 10, [localityId(code)])).map((row) => [row.number, row.localities]),
      (await gatewayStates(tx, clock.now(), [localityId(code)])).map((row) => row.code),
    ], officer);
    expect(await seen('TSTL1')).toEqual([[[3, ['TSTL1']], [2, ['TSTL1']], [1, ['TSTL1']]], ['east', 'north']]);
    // Number 1 first showed a suspension there, in the stop list alone.
    expect(await seen('TSTL2')).toEqual([[[1, []]], ['south']]);
    expect(await seen('TSTL9')).toEqual([[], []]);
  });

  it.each([
    ['activation-officer', ['Publication', 'GatewayState', 'AppliedStatement']], ['approver', ['Publication', 'GatewayState', 'AppliedStatement']],
    ['auditor-national', ['Publication', 'GatewayState', 'AppliedStatement']], ['system-administrator', ['GatewayState']],
    ['signatory', ['AppliedStatement']], ['practice-governance-lead', ['AppliedStatement']], ['viewer-governance-lead', ['AppliedStatement']], ['privacy-officer', ['AppliedStatement']],
    ['auditor-organisation', []], ['support', ['GatewayState']],
  ] as const)('lets %s read %j', (duty, subjects) => {
    expect(['Publication', 'GatewayState', 'AppliedStatement'].filter((subject) => mayEver({ ...signatory, duty }, 'read', subject))).toEqual(subjects);
  });

  it('answers for a publication number, over every gateway', async () => {
    const answer = await read((tx) => appliedBy(tx, { publication: 1 }, clock.now()));
    expect(answer?.applied.map((row) => row.code)).toEqual(['east', 'north', 'south']);
  });

  it('lists publications newest first with what each changed, and gateways with their newest receipt', async () => {
    expect(await read(currentPublication)).toMatchObject({ number: 3, localities: ['TSTL1'], stopsChanged: true });
    expect((await read((tx) => publicationsBefore(tx, 3, 10))).map((row) => row.number)).toEqual([2, 1]);
    expect((await read((tx) => gatewayStates(tx, clock.now()))).map((row) => [row.code, row.publication, row.localities])).toEqual([
      ['east', 3, ['TSTL1']], ['north', 1, ['TSTL1']], ['south', 1, ['TSTL2']],
    ]);
  });
});
