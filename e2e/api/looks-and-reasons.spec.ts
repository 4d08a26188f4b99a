import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Duty } from '@accord/kernel';
import { explanationLines } from '@accord/impact';
import { until } from '../chain/cast.js';
import { aWorld, type Subject, type World } from '../matrix/world.js';

jest.setTimeout(60_000);

/** Two askers of one world, neither of whom changes what the other is told. */
let world: World;
beforeAll(async () => { world = await aWorld(); }, 240_000);
afterAll(async () => world?.stop(), 60_000);

const some = (duty: Duty, odsCode?: string): Subject => world.subjects.find((each) => each.duty === duty && (odsCode === undefined || each.odsCode === odsCode))!;
const EVENT = `messageId decision reason freshness publicationNumber publicationHash stopListNumber agreementReference agreementId agreementVersion patient userId prescriptionId isPrescription
  consumerOdsCode providerOdsCode views permittedViews providerEvidence { id sha256 } consumerEvidence { id sha256 }`;

type Event = Record<string, unknown> & { providerEvidence: { id: string; sha256: string } | null; consumerEvidence: { id: string; sha256: string } | null };
async function search(subject: Subject, filter: Record<string, string>): Promise<Event[]> {
  const { data, errors } = await world.graphql(subject, `query($filter: AccessEventFilter) { accessEvents(filter: $filter, reason: "A complaint") { events { ${EVENT} } } }`, { filter });
  if (data === null) return [{ messageId: errors[0]!.extensions.code } as unknown as Event];
  return (data as { accessEvents: { events: Event[] } }).accessEvents.events;
}

describe('A look at a record', () => {
  const today = '2026-01-01';
  it('is found with its decision, publication, agreement and the evidence of both sides', async () => {
    const { answer } = await until(() => search(some('auditor-national'), { messageId: world.messageId }), (events) => events.some((event) => event['decision'] === 'permit'));
    const event = answer.find((each) => each['decision'] === 'permit')!;
    expect(event).toMatchObject({
      decision: 'permit', reason: 'PERMITTED', freshness: 'fresh', agreementReference: 'DCR-TSTL01-0001', agreementId: world.ids['agreement'], agreementVersion: 1, userId: 'user-of-the-story',
      prescriptionId: 'RX-OF-THE-STORY', isPrescription: true, providerOdsCode: 'TSTP01', consumerOdsCode: 'TSTV01', views: ['medication'], permittedViews: ['medication'],
      providerEvidence: { id: world.ids['evidence'] }, consumerEvidence: { id: world.ids['partEvidence'] },
    });
    const { data } = await world.graphql(some('auditor-national'), '{ publications(first: 100) { number hash } }', {});
    const publication = (data as { publications: { number: number; hash: string }[] }).publications.find((each) => each.number === event['publicationNumber']);
    expect(event['publicationHash']).toBe(publication!.hash);
  });

  it('leads to the signed page itself, byte for byte', async () => {
    const event = (await search(some('auditor-national'), { messageId: world.messageId })).find((each) => each['decision'] === 'permit')!;
    const bytes = await world.readEvidence(some('auditor-national'), event.providerEvidence!.id, 'A complaint');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(event.providerEvidence!.sha256);
  });

  it('never shows the NHS number, and no URL, record or answer holds it', async () => {
    const { text } = await world.graphql(some('auditor-national'), `{ accessEvents(reason: "A complaint", first: 100) { events { ${EVENT} } } changeRecords(first: 100) { records { type subject details reason } } }`, {});
    expect(text).toContain('PERMITTED');
    expect(text).not.toMatch(/999 ?000 ?00/);
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['by user', { userId: 'user-of-the-story' }, true], ['by message', { messageId: 'the-look-of-the-story' }, true], ['by prescription', { prescriptionId: 'RX-OF-THE-STORY' }, true],
    ['by day', { from: today }, true], ['by all of them', { userId: 'user-of-the-story', messageId: 'the-look-of-the-story', prescriptionId: 'RX-OF-THE-STORY', from: today, view: 'medication', decision: 'permit' }, true],
    ['not by another user and this message', { userId: 'another', messageId: 'the-look-of-the-story' }, false], ['not before it was', { until: today, userId: 'user-of-the-story' }, false],
    ['not under another view', { view: 'problems', messageId: 'the-look-of-the-story' }, false],
  ])('is found %s', async (_how, filter, found) => {
    expect((await search(some('auditor-national'), filter)).some((event) => event['messageId'] === 'the-look-of-the-story')).toBe(found);
  });

  it('is searched only with a purpose where the duty asks for one, and the search is on record with it', async () => {
    const { errors } = await world.graphql(some('auditor-national'), '{ accessEvents(filter: { userId: "user-of-the-story" }) { events { messageId } } }', {});
    expect(errors[0]!.extensions.code).toBe('REASON_NEEDED');
    await search(some('auditor-organisation', 'TSTP01'), { userId: 'user-of-the-story' });
    const { data } = await world.graphql(some('auditor-national'), '{ changeRecords(filter: { type: "access-log" }, first: 100) { records { type outcome reason duty actingOdsCode details } } }', {});
    const { records } = (data as { changeRecords: { records: Record<string, unknown>[] } }).changeRecords;
    expect(records).toEqual(expect.arrayContaining([
      expect.objectContaining({ outcome: 'done', reason: 'A complaint', duty: 'auditor-organisation', actingOdsCode: 'TSTP01' }),
      expect.objectContaining({ outcome: 'refused', duty: 'auditor-national' }),
    ]));
  });

  it('is found by its patient with a token alone, which is of use to nobody else', async () => {
    const name = 'mutation($input: NamePatientInput!) { namePatient(input: $input) { token masked } }';
    const officer = some('privacy-officer', 'TSTV01');
    const input = { nhsNumber: '999 000 0018', reason: 'A complaint', idempotencyKey: 'a-key-of-the-spec' };
    const [{ data }, again] = [await world.graphql(officer, name, { input }), await world.graphql(officer, name, { input })];
    const { token, masked } = (data as { namePatient: { token: string; masked: string } }).namePatient;
    expect(again.data).toEqual(data);
    expect(masked).not.toContain('999');
    expect((await search(officer, { patientToken: token })).map((event) => event['messageId'])).toContain('the-look-of-the-story');
    expect((await search(some('practice-governance-lead', 'TSTP01'), { patientToken: token })).map((event) => event['messageId'])).toEqual(['PATIENT_TOKEN_UNKNOWN']);
    const { errors } = await world.graphql(officer, name, { input: { ...input, nhsNumber: '999 000 0026' } });
    expect(errors[0]!.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

const COMMAND = join(import.meta.dirname, '../../apps/accord/dist/main.js');
const ASK = `query($consumer: String!, $view: String!, $at: String, $asKnownAt: String) { explanation(provider: "TSTP01", consumer: $consumer, view: $view, at: $at, asKnownAt: $asKnownAt) {
  isSeen sentence since reasons { says } fixes { does who } sight { reference providerVersion providerEvidence { sha256 } } publication } }`;
interface Answer { readonly isSeen: boolean; readonly sentence: string; readonly since: string | null; readonly reasons: { says: string }[]; readonly fixes: { does: string; who: string }[]; readonly sight: { readonly reference: string } | null; readonly publication: number | null }

const asked = (subject: Subject, variables: Record<string, string | null>) => world.graphql(subject, ASK, variables);
async function told(variables: Record<string, string | null>): Promise<Answer> {
  return ((await asked(some('auditor-national'), variables)).data as { explanation: Answer }).explanation;
}
async function printed(words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, 'explain', 'TSTP01', ...words, '--home', world.installation.facts.home.folder]);
  return stdout.trimEnd().split('\n');
}
const linesOf = (answer: Answer): readonly string[] => explanationLines({ ...answer, since: answer.since === null ? null : new Date(answer.since), row: answer.sight });

describe('Who can see what, and why', () => {
  it.each<readonly [string, Record<string, string>, readonly string[]]>([
    ['of a view that is suspended', { consumer: 'TSTV01', view: 'medication' }, ['TSTV01', 'medication']],
    ['of an organisation that no agreement names beside it', { consumer: 'TSTV03', view: 'medication' }, ['TSTV03', 'medication']],
    ['of a past day, as it was', { consumer: 'TSTV01', view: 'medication', at: '2026-01-01' }, ['TSTV01', 'medication', '--on', '2026-01-01']],
    ['of a past day, as it was known', { consumer: 'TSTV01', view: 'medication', asKnownAt: '2026-01-01' }, ['TSTV01', 'medication', '--on', '2026-01-01', '--as-known']],
  ])('is told alike over GraphQL and at the command line: %s', async (_what, variables, words) => {
    const answer = await told(variables);
    expect(linesOf(answer).length).toBeGreaterThan(1);
    expect(await printed(words)).toEqual(linesOf(answer));
  });

  it('cites the agreement, the version, the evidence and the publication, and since when', async () => {
    const now = await told({ consumer: 'TSTV01', view: 'medication' });
    expect(now).toMatchObject({
      isSeen: false, since: expect.any(String), fixes: [{ does: 'Lift the suspension', who: 'ELM ROAD SURGERY (TSTP01), and an approver to confirm' }], publication: expect.any(Number),
      sight: { reference: 'DCR-TSTL01-0001', providerVersion: 1, providerEvidence: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    });
    const [suspended, before] = [now.since!, new Date(Date.parse(now.since!) - 1).toISOString()];
    expect([(await told({ consumer: 'TSTV01', view: 'medication', at: before })).isSeen, (await told({ consumer: 'TSTV01', view: 'medication', at: suspended })).isSeen]).toEqual([true, false]);
  });

  it('is asked about the past by whom the past concerns, not by support, and never about what is ahead', async () => {
    const past = { consumer: 'TSTV01', view: 'medication', at: '2026-01-01' };
    expect((await asked(some('signatory', 'TSTP01'), past)).errors).toEqual([]);
    expect((await asked(some('support'), { ...past, at: null })).errors).toEqual([]);
    expect((await asked(some('support'), past)).errors[0]!.extensions.code).toBe('NOT_PERMITTED');
    expect((await asked(some('signatory', 'TSTP02'), past)).errors[0]!.extensions.code).toBe('NOT_PERMITTED');
    expect((await asked(some('auditor-national'), { ...past, at: '2999-01-01' })).errors[0]!.extensions.code).toBe('INVALID_INPUT');
  });

  it.each([
    [['TSTV01', 'medication', '--as-known'], /--on/], [['TSTV01', 'no-such-view'], /no-such-view/], [['TSTV01', 'medication', '--on', 'yesterday'], /yyyy-mm-dd/],
  ] as const)('says what is wrong with a question: %j', async (words, why) => {
    await expect(printed(words)).rejects.toMatchObject({ code: 1, stdout: expect.stringMatching(why) });
  });
});
