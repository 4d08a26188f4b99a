import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor, type Duty, type LocalityId, type OdsCode, type PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { agreementsMappings, stopActs } from '@accord/agreements/testing';
import { PublishedSharing } from '../../testing/index.js';
import { SealedPapers } from '@accord/evidence';
import { SealStatement } from '../use-cases/seal-statement.js';
import { statementOf } from './stop-statements.js';

/** What is written is read here before it is sealed; the seal has a spec of its own. */
const NO_PAPER = new (class extends SealedPapers { pdf = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array()); })();

let sharing: PublishedSharing;
let transactions: Transactions;
let acts: ReturnType<typeof stopActs>;
let localities: readonly LocalityId[];
let stopId: string;
const [PRACTICE, OTHER_PRACTICE, VIEWER] = ['TSTP00000', 'TSTP00001', 'TSTV00000'];

async function somebody(name: string, duty: Duty, odsCode: string | null, places: readonly LocalityId[] = []): Promise<Actor> {
  const personId = newId<PersonId>(sharing.clock.now());
  await sharing.database.owner.query('INSERT INTO person (id, name, recorded_at) VALUES ($1, $2, $3)', [personId, name, sharing.clock.now()]);
  return { kind: 'person', personId, name, duty, odsCode: odsCode as OdsCode | null, localities: places, acr: 'AAL3_ANY', authenticatedAt: sharing.clock.now(), origin: 'spec' };
}

const text = async (actor: Actor, id = stopId): Promise<string> => JSON.stringify((await statementOf({ transactions, clock: sharing.clock, stops: acts.onRecord, sealing: new SealStatement(NO_PAPER) }, actor, id)).paper);

beforeAll(async () => {
  sharing = await PublishedSharing.open({ localities: 2, providers: 2, consumers: 2 });
  transactions = new Transactions(await sharing.database.dataSourceAs('api', agreementsMappings), sharing.clock);
  acts = stopActs(transactions);
  localities = (await sharing.database.owner.query<{ id: LocalityId }>('SELECT id FROM locality ORDER BY code')).rows.map(({ id }) => id);
  for (const name of ['north', 'south', 'far']) {
    const at = `'2026-01-01T00:00:00Z'`;
    await sharing.behindTheirBack(`INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('${name}')::uuid, 'gateway-${name}', 'Gateway ${name}', md5('a')::uuid, ${at}, md5('b')::uuid, ${at})`,
      `INSERT INTO gateway_locality VALUES (md5('${name}')::uuid, '${localities[name === 'far' ? 1 : 0]!}', '[2026-01-01,)', ${at})`, `INSERT INTO gateway_contact VALUES (md5('${name}')::uuid, '2026-03-02T08:59:00Z')`);
  }
  await sharing.publish();
  const { rows: [part] } = await sharing.database.owner.query<{ id: string }>('SELECT id FROM participation WHERE provider_ods_code = $1', [PRACTICE]);
  stopId = (await acts.narrowing.withdraw(await somebody('Grace Adeyemi', 'signatory', PRACTICE!), { id: part!.id, expectedVersion: 1, reason: 'We review every agreement' })).stopId!;
});
afterAll(() => sharing.close());

describe('the statement of a withdrawal', () => {
  it('says at each download what stands by then: waiting, told, applied by some, complete', async () => {
    const lead = await somebody('Imogen Castell', 'practice-governance-lead', PRACTICE!);
    expect(await text(lead)).toContain('it has not gone out to the gateways');
    const { number, stopList } = await sharing.publish();
    const told = await text(lead);
    expect(told).toContain('2 of 2 gateways have not confirmed it');
    expect(told).toContain(`Publication ${number}, stop list ${stopList}`);
    expect(told).not.toContain('Gateway far');
    const applied = (name: string): Promise<void> => sharing.behindTheirBack(`INSERT INTO receipt VALUES (md5('${name}')::uuid, ${number}, ${stopList}, 'x', '2026-03-02T09:00:00.400Z', '2026-03-02T09:00:01Z', '')`);
    await applied('north');
    const some = await text(lead);
    for (const words of ['1 of 2 gateways', '"Gateway north (gateway-north)","Publication', '2 March 2026 at 09:00:00.400 GMT', '"Gateway south (gateway-south)","2 March 2026 at 08:59:00.000 GMT","3 March 2026 at 08:59:00.000 GMT"']) expect(some).toContain(words);
    await applied('south');
    expect(await text(lead)).toContain('Complete: every gateway');
  });

  it('names what was withdrawn, by whom, and why', async () => {
    const said = await text(await somebody('Grace Adeyemi', 'signatory', PRACTICE!));
    for (const words of ['Withdrawn for good', `Practice 0 (${PRACTICE})`, 'DCR-TSTL00000-0001', 'We review every agreement']) expect(said).toContain(words);
  });

  it.each<[string, () => Promise<Actor>]>([
    ['the side that withdrew', () => somebody('A', 'privacy-officer', PRACTICE!)], ['staff of the locality', () => somebody('B', 'activation-officer', null, [localities[0]!])], ['its approver', () => somebody('C', 'approver', null, [localities[0]!])],
  ])('is for %s', async (_who, by) => expect(await text(await by())).toContain('Withdrawn for good'));

  it.each<[string, () => Promise<Actor>, string]>([
    ['the viewer, which sees the stop and not its reason', () => somebody('A', 'viewer-governance-lead', VIEWER!), 'NOT_PERMITTED'], ['another practice', () => somebody('B', 'signatory', OTHER_PRACTICE!), 'NOT_FOUND'],
    ['staff of another locality', () => somebody('C', 'activation-officer', null, [localities[1]!]), 'NOT_FOUND'], ['a national auditor', () => somebody('D', 'auditor-national', null), 'NOT_FOUND'],
    ['support', () => somebody('E', 'support', null), 'NOT_FOUND'],
  ])('is not for %s', async (_who, by, code) => expect(text(await by())).rejects.toEqual(expect.objectContaining({ code })));

  it('is not there for what is no stop', async () => {
    const signatory = await somebody('Grace', 'signatory', PRACTICE!);
    for (const id of ['0190a000-0000-7000-8000-00000000abcd', 'x', '../secret']) await expect(text(signatory, id)).rejects.toEqual(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});
