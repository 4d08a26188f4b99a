import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DUTIES, newId, type Actor, type Duty, type PersonId } from '@accord/kernel';
import { ORIGIN, RemindersWorld } from '../../testing/index.js';
import { Post, PostUnavailable, type Mail } from '../domain/post.js';

let all: RemindersWorld;
let signatory: Actor;
let elsewhere: Actor;
const [SIGNATORY, OFFICER, APPROVER, STRANGER, FAR] = ['signatory@example.test', 'officer@example.test', 'approver@example.test', 'stranger@example.test', 'far@example.test'];
const at = (time: string): void => all.world.agreements.clock.set(time);
const one = async <T>(text: string, ...params: unknown[]): Promise<T> => (await all.world.agreements.database.owner.query(text, params)).rows[0] as T;

/** Nobody gets the mail of the week, unless a test is about it. */
async function quiet(actor: Actor): Promise<void> {
  await all.choosing.execute(actor, { weekly: false, weekday: 'monday', reviews: 'at-once', expiries: 'at-once', waiting: 'never', expectedVersion: 0 });
}

beforeAll(async () => {
  all = await RemindersWorld.open();
  const { agreements } = all.world;
  const { places, officer, approver, farOfficer } = agreements;
  signatory = (await agreements.signatoryOf(places.practices[0]!)).actor;
  elsewhere = (await agreements.signatoryOf(places.practices[1]!)).actor;
  for (const [actor, address] of [[signatory, SIGNATORY], [officer, OFFICER], [approver, APPROVER], [elsewhere, STRANGER], [farOfficer, FAR]] as const) {
    await all.reach(actor, address);
    await quiet(actor);
  }
  await agreements.anOpenAgreement({ title: 'Sharing with <b>Elm</b>\u2028Bcc: all@example.test', reviewOn: '2026-06-10' });
  await agreements.anOpenAgreement({ title: 'Sharing of the others', providers: [places.practices[1]!], consumers: [{ odsCode: places.viewers[1]!, views: ['summary'] }], reviewOn: '2026-09-20' });
});
afterAll(async () => { await all?.close(); });
beforeEach(() => { all.sink.mails.length = 0; });

describe('Looking around', () => {
  it('tells of nothing before its first day', async () => {
    at('2026-03-11T12:00:00Z');
    expect(await all.worker().execute()).toEqual({ sent: 0, refused: 0 });
  });

  it('tells of a review 90 days ahead, to whom it concerns, in both forms, and no word of it to anybody else', async () => {
    at('2026-03-12T07:00:00Z');
    expect(await all.worker().execute()).toEqual({ sent: 2, refused: 0 });
    expect(all.sink.mails.map(({ to }) => to)).toEqual(expect.arrayContaining([[SIGNATORY], [OFFICER]]));
    const [mail] = all.sink.takenFor(SIGNATORY);
    const agreement = await one<{ id: string }>(`SELECT id FROM sharing_agreement WHERE reference = 'DCR-TST-0001'`);
    expect(mail!.text).toContain('* Review of DCR-TST-0001, Sharing with <b>Elm</b> Bcc: all@example.test: in 90 days, on 10 June 2026');
    expect(mail!.text).toContain(`  ${ORIGIN}/agreements/${agreement.id}`);
    expect(mail!.html).toContain(`<a href="${ORIGIN}/agreements/${agreement.id}">Review of DCR-TST-0001, Sharing with &lt;b&gt;Elm&lt;/b&gt; Bcc: all@example.test: in 90 days, on 10 June 2026</a>`);
    expect(mail!.raw).not.toMatch(/DCR-TST-0002|Sharing of the others/);
  });

  it('says in its headers whose it is, when, under which name for ever, and where one ends it', async () => {
    at('2026-05-11T06:30:00Z');
    await all.worker().execute();
    const { headers } = all.sink.takenFor(OFFICER)[0]!;
    const { id } = await one<{ id: string }>('SELECT id FROM reminder_letter WHERE person_id = $1 ORDER BY made_at DESC LIMIT 1', all.world.agreements.officer.personId);
    expect(Object.fromEntries(headers)).toMatchObject({
      'from': 'Accord <accord@example.test>', 'to': OFFICER, 'subject': 'Accord: 1 reminder', 'message-id': `<${id}@accord.example.test>`, 'date': 'Mon, 11 May 2026 06:30:00 +0000',
      'auto-submitted': 'auto-generated', 'list-unsubscribe': expect.stringContaining(`<${ORIGIN}/reminders>`), 'content-type': expect.stringContaining('multipart/alternative'),
    });
    expect(headers.has('bcc')).toBe(false);
  });

  it('tells nothing twice, however often and by whomever it is run', async () => {
    at('2026-05-12T08:00:00Z');
    expect([await all.worker().execute(), await all.worker().execute()]).toEqual([{ sent: 0, refused: 0 }, { sent: 0, refused: 0 }]);
  });

  it('does it once where two workers look at the same moment', async () => {
    at('2026-06-03T06:00:00Z');
    const sent = await Promise.all([all.worker().execute(), all.worker().execute(), all.worker().execute()]);
    expect(sent.reduce((sum, each) => sum + each.sent, 0)).toBe(2);
    expect(all.sink.mails).toHaveLength(2);
  });

  it('goes to the officers when a review is overdue, and a week later to the approvers, whatever they chose', async () => {
    for (const actor of [all.world.agreements.officer, all.world.agreements.approver]) {
      await all.choosing.execute(actor, { weekly: false, weekday: 'monday', reviews: 'never', expiries: 'never', waiting: 'never', expectedVersion: 1 });
    }
    at('2026-06-11T08:00:00Z');
    await all.worker().execute();
    expect(all.sink.takenFor(OFFICER)[0]!.text).toContain('is overdue, due 1 day ago, on 10 June 2026');
    expect(all.sink.mails).toEqual([]);
    at('2026-06-17T08:00:00Z');
    await all.worker().execute();
    expect(all.sink.takenFor(OFFICER)).toHaveLength(1);
    expect(all.sink.takenFor(APPROVER)[0]!.text).toContain('is overdue, due 7 days ago, on 10 June 2026');
    expect(all.sink.mails).toEqual([]);
  });

  it('catches up with one mail after weeks in which no worker ran', async () => {
    at('2026-09-18T08:00:00Z');
    await all.worker().execute();
    const mails = all.sink.takenFor(STRANGER);
    expect(mails).toHaveLength(1);
    expect(mails[0]!.text).toContain('in 2 days, on 20 September 2026');
    expect((await one<{ stages: number[] }>('SELECT array_agg(stage) AS stages FROM reminder_told WHERE person_id = $1', elsewhere.personId)).stages).toEqual([7]);
  });
});

/** Hands mail on, and then is killed before it can say so. */
class KilledAfter extends Post {
  constructor(private readonly post: Post, private killed = false) { super(); }
  async send(mail: Mail): Promise<void> {
    await this.post.send(mail);
    if (!this.killed) {
      this.killed = true;
      throw new TypeError('killed');
    }
  }
  close(): void { this.post.close(); }
}

describe('When something fails', () => {
  const review = async (reviewOn: string, title: string): Promise<void> => { await all.world.agreements.anOpenAgreement({ title, reviewOn, endsOn: '2029-12-31' }); };

  it('a mail server that is away loses nothing: it is sent once it is back, once, also by several workers at the same moment', async () => {
    at('2026-10-01T08:00:00Z');
    await review('2026-12-20', 'While it was away');
    await all.sink.close();
    await expect(all.worker().execute()).rejects.toThrow(PostUnavailable);
    await expect(all.worker().execute()).rejects.toThrow(/takes no mail/);
    await all.sink.open();
    at('2026-10-01T09:00:00Z');
    const sent = await Promise.all([all.worker().execute(), all.worker().execute(), all.worker().execute()]);
    // Officer and approver hear of the other review, which is overdue by now.
    expect([sent.reduce((sum, each) => sum + each.sent, 0), all.sink.mails.map(({ to }) => to[0]).sort()]).toEqual([3, [APPROVER, OFFICER, SIGNATORY]]);
    expect(all.sink.takenFor(SIGNATORY).map(({ text }) => text.includes('While it was away'))).toEqual([true]);
    await all.worker().execute();
    expect(all.sink.takenFor(SIGNATORY)).toEqual([]);
  });

  it('killed between sending and saying so, it sends once more under the same Message-ID, and then never again', async () => {
    at('2026-10-02T08:00:00Z');
    await review('2026-12-21', 'Killed in between');
    await expect(all.worker((post) => new KilledAfter(post)).execute()).rejects.toThrow('killed');
    const first = all.sink.takenFor(SIGNATORY);
    await all.worker().execute();
    const ids = [...first, ...all.sink.takenFor(SIGNATORY)].map(({ headers }) => headers.get('message-id'));
    expect([new Set(ids).size, ids.length <= 2]).toEqual([1, true]);
    await all.worker().execute();
    expect(all.sink.takenFor(SIGNATORY)).toEqual([]);
  });

  it('an address that the server knows nobody at stops nobody else, is tried again an hour later, and given up after a week', async () => {
    at('2026-10-03T08:00:00Z');
    await review('2026-12-22', 'To nobody');
    all.sink.unknown.add(SIGNATORY);
    const worker = all.worker();
    expect(await worker.execute()).toEqual({ sent: 0, refused: 1 });
    expect(await worker.execute()).toEqual({ sent: 0, refused: 0 });
    at('2026-10-03T09:00:01Z');
    expect(await worker.execute()).toEqual({ sent: 0, refused: 1 });
    at('2026-10-10T09:00:01Z');
    await worker.execute();
    all.sink.unknown.clear();
    expect(await one('SELECT outcome FROM reminder_sent ORDER BY ended_at DESC LIMIT 1')).toEqual({ outcome: 'given-up' });
    await all.worker().execute();
    expect(all.sink.takenFor(SIGNATORY)).toEqual([]);
  });

  it('what its person may no longer see when it is sent is not told, and the mail is not sent', async () => {
    at('2026-11-01T08:00:00Z');
    const { places, database } = all.world.agreements;
    const leaver = await places.somebody('Lea Leaver', 'practice-governance-lead', { odsCode: places.practices[0]! });
    await all.reach(leaver, 'leaver@example.test');
    await quiet(leaver);
    await all.sink.close();
    await expect(all.worker().execute()).rejects.toThrow(PostUnavailable);
    await places.beyondTheRules(() => database.owner.query('UPDATE duty_grant SET ended_at = $2 WHERE person_id = $1', [leaver.personId, new Date('2026-11-01T08:30:00Z')]));
    await all.sink.open();
    at('2026-11-01T09:00:00Z');
    await all.worker().execute();
    expect(all.sink.takenFor('leaver@example.test')).toEqual([]);
    expect(await one('SELECT outcome FROM reminder_sent JOIN reminder_letter ON id = letter_id WHERE person_id = $1', leaver.personId)).toEqual({ outcome: 'nothing-left' });
  });
});

describe('The mail of the week', () => {
  it('is what Home shows its person: what waits, what comes, how sharing stands, of their own organisation alone', async () => {
    at('2026-11-18T08:00:00Z');
    await all.choosing.execute(elsewhere, { weekly: true, weekday: 'wednesday', reviews: 'weekly', expiries: 'weekly', waiting: 'weekly', expectedVersion: 1 });
    await all.worker().execute();
    const [mail, ...more] = all.sink.takenFor(STRANGER);
    expect(more).toEqual([]);
    expect(mail!.headers.get('subject')).toBe('Accord: your week, 1 thing waits for you');
    expect(mail!.text).toContain('Waiting for more than 14 days\n* Read and sign DCR-TST-0002, Sharing of the others');
    expect(mail!.text).toContain('How sharing stands\n* No organisation can see records of Surgery TSTP02 now.');
    expect(mail!.raw).not.toMatch(/TSTP01|DCR-TST-0001|While it was away/);
    await all.worker().execute();
    expect(all.sink.takenFor(STRANGER)).toEqual([]);
  });
});

describe('Whoever is written to', () => {
  it('holds any duty: all that the Home of each reads is read over the connection of the worker too', async () => {
    const { places, officer, database: { owner }, clock } = all.world.agreements;
    const ofOne: readonly Duty[] = ['signatory', 'practice-governance-lead', 'viewer-governance-lead', 'auditor-organisation', 'privacy-officer'];
    for (const duty of DUTIES) {
      const personId = newId<PersonId>(clock.now());
      await places.beyondTheRules(() => owner.query('INSERT INTO person (id, name, recorded_at) VALUES ($1, $2, $3)', [personId, `The ${duty}`, clock.now()]));
      await all.reach({ ...elsewhere, personId, duty, odsCode: ofOne.includes(duty) ? elsewhere.odsCode : null, localities: duty === 'activation-officer' || duty === 'approver' ? officer.localities : [] }, `any-${duty}@example.test`);
    }
    at('2026-11-23T08:00:00Z');
    await all.worker().execute();
    expect(DUTIES.filter((duty) => all.sink.takenFor(`any-${duty}@example.test`).length !== 1)).toEqual([]);
  });
});
