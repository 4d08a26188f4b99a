import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MailSink } from '@accord/notifications/testing';
import type { Visitor } from '@accord/people/testing';
import { until } from '../chain/cast.js';
import { postGraphql, runningProduct, signedIn, type RunningProduct } from './running-product.js';

jest.setTimeout(60_000);

const PATIENT = '999 000 0018';
const PURPOSE = 'Complaint 12';
const CHOOSE = 'mutation($input: ChooseRemindersInput!) { chooseReminders(input: $input) { version } }';
const ASK = 'mutation($input: AskPatientSearchInput!) { askPatientSearch(input: $input) { id } }';
const GRANT = 'mutation($input: GrantPatientSearchInput!) { grantPatientSearch(input: $input) { id } }';
const DECLINE = 'mutation($input: DeclinePatientSearchInput!) { declinePatientSearch(input: $input) { id } }';

interface Asked { readonly id: string; readonly standing: string; readonly isMine: boolean; readonly declinedByName: string | null; readonly declinedReason: string | null; readonly grantedByName: string | null; readonly token: string | null }

const sink = new MailSink();
let product: RunningProduct;
let odile: Visitor;
let piers: Visitor;

beforeAll(async () => {
  await sink.open();
  product = await runningProduct({}, { mail: { smtpUrl: sink.url, from: 'Accord <accord@example.test>' } });
  [odile, piers] = [await signedIn(product.installation, 'odile-barrington'), await signedIn(product.installation, 'piers-nakamura')];
}, 240_000);
afterAll(async () => {
  await product?.stop();
  await sink.close();
}, 60_000);

const done = async (who: Visitor, query: string, input: unknown) => postGraphql(who, { query, variables: { input } });
const codeOf = async (who: Visitor, query: string, input: unknown): Promise<string | undefined> => (await done(who, query, input)).errors[0]?.extensions.code;
const newest = async (who: Visitor): Promise<Asked> => (await who.graphql<{ patientSearches: Asked[] }>('{ patientSearches { id standing isMine declinedByName declinedReason grantedByName token } }')).data!.patientSearches[0]!;
const found = async (patientToken: string): Promise<string | undefined> => (await postGraphql(odile, {
  query: 'query($filter: AccessEventFilter) { accessEvents(filter: $filter, reason: "Complaint 12") { events { messageId } } }', variables: { filter: { patientToken } },
})).errors[0]?.extensions.code;
/** A worker looks around when it starts, and every minute. */
const mailFor = async (person: string) => {
  await product.installation.restart('worker');
  return (await until(async () => sink.takenFor(`${person}@example.test`), (mails) => mails.length > 0)).answer;
};

describe('A search by patient that waits for a second person', () => {
  it('is told at once by mail to whoever chose that, and to nobody who chose never', async () => {
    const choice = { weekly: false, weekday: 'monday', reviews: 'never', expiries: 'never', expectedVersion: 0 };
    expect((await done(piers, CHOOSE, { ...choice, waiting: 'at-once' })).data).toEqual({ chooseReminders: { version: 1 } });
    expect((await done(odile, CHOOSE, { ...choice, waiting: 'never' })).data).toEqual({ chooseReminders: { version: 1 } });
    expect(await codeOf(piers, CHOOSE, { ...choice, waiting: 'never' })).toBe('STALE');
    expect(await codeOf(odile, ASK, { nhsNumber: PATIENT, reason: PURPOSE })).toBeUndefined();

    const [mail, ...more] = await mailFor('piers-nakamura');
    expect(more).toEqual([]);
    expect([mail!.text, mail!.html].map((form) => form.includes('Odile Barrington') && form.includes(`${product.installation.facts.origin}/patient-searches`))).toEqual([true, true]);
    expect(mail!.raw).not.toMatch(/999 ?000 ?00/);
    expect(sink.takenFor('odile-barrington@example.test')).toEqual([]);
  });

  it('is declined with a reason, which the one who asked reads, and nothing is searched', async () => {
    const { id } = await newest(piers);
    expect([await codeOf(odile, DECLINE, { id, reason: 'I changed my mind' }), await codeOf(piers, DECLINE, { id })]).toEqual(['SAME_PERSON', 'REASON_NEEDED']);
    expect((await done(piers, DECLINE, { id, reason: 'The complaint was withdrawn.' })).data).toEqual({ declinePatientSearch: { id } });
    expect(await newest(odile)).toEqual({ id, standing: 'declined', isMine: true, declinedByName: 'Piers Nakamura', declinedReason: 'The complaint was withdrawn.', grantedByName: null, token: null });
    expect([await codeOf(piers, GRANT, { id }), await codeOf(piers, DECLINE, { id, reason: 'Again' })]).toEqual(['PATIENT_SEARCH_SETTLED', 'PATIENT_SEARCH_SETTLED']);
  });

  it('is asked anew and granted: then, and to that person alone, the log is searched by the patient', async () => {
    expect(await codeOf(odile, ASK, { nhsNumber: PATIENT, reason: PURPOSE })).toBeUndefined();
    const { id } = await newest(piers);
    expect(await codeOf(odile, GRANT, { id })).toBe('SAME_PERSON');
    expect((await done(piers, GRANT, { id })).data).toEqual({ grantPatientSearch: { id } });
    const { standing, grantedByName, token } = await newest(odile);
    expect([standing, grantedByName, (await newest(piers)).token]).toEqual(['granted', 'Piers Nakamura', null]);
    expect(await found(token!)).toBeUndefined();
    const { data } = await postGraphql(odile, { query: '{ changeRecords(filter: { type: "access-log" }, first: 50) { records { type outcome reason } } }' });
    const told = (data as { changeRecords: { records: { type: string; outcome: string; reason: string | null }[] } }).changeRecords.records.filter(({ outcome }) => outcome === 'done').map(({ type, reason }) => `${type}: ${reason ?? ''}`);
    expect(told).toEqual(expect.arrayContaining(['access-log.patient-search-declined: The complaint was withdrawn.', 'access-log.patient-search-granted: ', `access-log.searched: ${PURPOSE}`]));
  });
});
