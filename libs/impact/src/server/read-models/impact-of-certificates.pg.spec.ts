import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ActivationWorld } from '@accord/activations/testing';
import type { AgreementId } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import { directoryAnswers } from '@accord/directory/testing';
import { decide } from '@accord/enforcement';
import type { Actor } from '@accord/kernel';
import { LOCK_KEYS } from '@accord/kernel/server';
import { PublishedSharing } from '@accord/publication/testing';
import { aCertificate, certificateActs } from '@accord/systems/testing';
import { flippedBy, mendedBy, type Impact } from '../../contract/index.js';
import '../abilities.js';
import { ActsAsked, type Asked } from './acts-asked.js';
import { ConfirmingPreviewed, RevokingPreviewed } from './impact-of-registers.js';
import { PreviewedImpact } from './previewed-impact.js';
import { requestsOfPairs } from './requests-of-pairs.js';
import { SharingWorldReader } from './sharing-world-reader.js';

const DAY = 86_400_000;
const NOTHING = { id: null, ids: null, scope: null, consumerOdsCode: null };
const VIEWS = ['summary', 'medication', 'events'];
const impacts = new PreviewedImpact(new SharingWorldReader());

let world: ActivationWorld;
let agreements: AgreementWorld;
let publishing: PublishedSharing;
let acts: ActsAsked;
let certificates: ReturnType<typeof certificateActs>;
let agreement: AgreementId;
let practices: readonly string[];
let viewers: readonly string[];
/** Two leads of the first viewing organisation, one of the second, and two administrators. */
let vera: Actor; let viktor: Actor; let wilma: Actor; let ann: Actor; let bob: Actor;
let number = 0;

beforeAll(async () => {
  world = await ActivationWorld.open(impacts);
  agreements = world.agreements;
  publishing = await PublishedSharing.of(agreements.database, agreements.clock);
  acts = new ActsAsked(world.acts, agreements.cutOvers);
  certificates = certificateActs(agreements.transactions, directoryAnswers().organisations, { confirming: new ConfirmingPreviewed(impacts), revoking: new RevokingPreviewed(impacts) });
  [ann, bob] = await Promise.all(['Ann', 'Bob'].map((name) => agreements.places.somebody(`${name} Administrator`, 'system-administrator'))) as [Actor, Actor];
}, 60_000);
afterAll(() => agreements.close());
/** Two practices share live with two viewing organisations, whose certificates have been revoked since: nothing is seen. */
beforeEach(async () => {
  number += 1;
  practices = ['A', 'B'].map((letter) => `TSTC${number}${letter}`);
  viewers = ['X', 'Y'].map((letter) => `TSTD${number}${letter}`);
  await agreements.places.beyondTheRules(async () => {
    for (const code of practices) await agreements.places.organisation(code, `Surgery ${code}`, agreements.places.here);
    for (const code of viewers) await agreements.places.organisation(code, `Hospice ${code}`, null);
  });
  const lead = (name: string, odsCode: string): Promise<Actor> => agreements.places.somebody(`${name} Viewer`, 'viewer-governance-lead', { odsCode });
  [vera, viktor, wilma] = [await lead('Vera', viewers[0]!), await lead('Viktor', viewers[0]!), await lead('Wilma', viewers[1]!)];
  agreement = await world.readyAgreement({ providers: [...practices], consumers: [{ odsCode: viewers[0]!, views: ['summary', 'medication'] }, { odsCode: viewers[1]!, views: ['summary', 'events'] }] });
  const parties = await agreements.transactions.read(agreements.auditor, (tx) => agreements.reader.partiesOf(tx, [agreement]));
  const { id, contentHash } = await world.submitted(agreement, parties.map((party) => party.id));
  const approver = { ...agreements.approver, authenticatedAt: agreements.clock.now() };
  await world.deciding.approve(approver, { id, expectedVersion: 1, contentHash, impactHash: (await preview(approver, { act: 'approve', id })).hash });
  await world.going.execute(agreements.officer, { activationId: id, impactHash: (await preview(agreements.officer, { act: 'goLive', id })).hash });
  for (const each of await rows<{ id: string }>('SELECT id FROM system_certificate WHERE consumer_ods_code = ANY ($1) ORDER BY consumer_ods_code', [viewers])) {
    expect(await revoking(ann, each.id)).toEqual({ gained: 0, lost: 4 });
  }
}, 60_000);

const refused = (code: string): unknown => expect.objectContaining({ code });
const rows = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> => (await agreements.database.owner.query(text, values)).rows as Row[];
const day = (days: number): string => new Date(Math.floor(agreements.clock.now().getTime() / 1_000) * 1_000 + days * DAY).toISOString();
const preview = (actor: Actor, asked: Partial<Asked> & Pick<Asked, 'act'>): Promise<Impact> =>
  agreements.transactions.read(actor, async (tx) => impacts.of(tx, (await acts.find(tx, { ...NOTHING, ...asked })).act));

interface Registered { readonly id: string; readonly systemId: string }
/** Good from one day until another, counted from now. */
async function registered(by: Actor, from: number, until: number, of: { readonly consumer?: string; readonly systemId?: string } = {}): Promise<Registered> {
  agreements.clock.advance(1_000);
  const { consumer = viewers[0]!, systemId } = of;
  const [each] = await certificates.registering.execute(by, { certificates: [{ consumerOdsCode: consumer, ...(systemId === undefined ? { systemName: 'Renewed' } : { systemId }), pem: await aCertificate({ from: day(from), until: day(until) }) }] });
  return each!;
}

/** "provider consumer view" of everything a gateway permits that has loaded what is published now, to whoever presents any certificate there is. */
async function permitted(): Promise<Set<string>> {
  await publishing.publish();
  const [book, now] = [await publishing.book(), agreements.clock.now().getTime()];
  const held = await rows<{ sha256: string; consumer: string }>('SELECT sha256, consumer_ods_code AS consumer FROM system_certificate WHERE consumer_ods_code = ANY ($1)', [viewers]);
  return new Set(held.flatMap(({ sha256, consumer }) => practices.flatMap((provider) => VIEWS.filter((view) => decide({ certificate: sha256, service: 'DCR', provider, views: [view] }, book, now).decision === 'permit').map((view) => `${provider} ${consumer} ${view}`))));
}

/** Previews, does, waits for the day on which it shows; what was previewed is what gateways then decide otherwise. */
async function asPreviewed(actor: Actor, asked: Partial<Asked> & Pick<Asked, 'act'>, act: (impactHash: string) => Promise<unknown>, days = 0): Promise<{ readonly gained: number; readonly lost: number }> {
  const [shown, before] = [await preview(actor, asked), await permitted()];
  expect(new Set(shown.pairs.map(({ from }) => from))).toEqual(new Set(shown.pairs.length === 0 ? [] : [days === 0 ? null : expect.stringContaining(day(days).slice(0, 10))]));
  await act(shown.hash);
  if (days > 0) {
    expect(await permitted()).toEqual(before);
    agreements.clock.advance(days * DAY);
  }
  const after = await permitted();
  const triples = (which: 'gained' | 'lost'): string[] => shown.pairs.flatMap((pair) => pair[which].map((view) => `${pair.provider} ${pair.consumer} ${view}`)).sort();
  const [gained, lost] = [[...after].filter((each) => !before.has(each)).sort(), [...before].filter((each) => !after.has(each)).sort()];
  expect([triples('gained'), triples('lost')]).toEqual([gained, lost]);
  return { gained: gained.length, lost: lost.length };
}

const confirming = (by: Actor, ids: readonly string[], days = 0) =>
  asPreviewed(by, { act: 'confirmCertificates', ids }, (impactHash) => certificates.confirming.execute(by, { certificates: ids.map((id) => ({ id, expectedVersion: 1 })), impactHash }), days);
const revoking = (by: Actor, id: string, days = 0) => asPreviewed(by, { act: 'revokeCertificate', id }, (impactHash) => certificates.revoking.execute(by, { id, reason: 'Its key was seen', impactHash }), days);
const turns = ({ pairs }: Impact) => pairs.map(({ provider, gained, lost, from, until }) => [provider, gained.length, lost.length, from?.slice(0, 10) ?? null, until?.slice(0, 10) ?? null]);
const dayOf = (days: number): string => day(days).slice(0, 10);

describe('confirming a certificate changes what was previewed', () => {
  it('at once, after the last was revoked: shown alike to its organisation and to an administrator, and on record', async () => {
    const { id } = await registered(vera, -1, 30);
    const { hash, pairs } = await preview(ann, { act: 'confirmCertificates', ids: [id] });
    expect(await preview(viktor, { act: 'confirmCertificates', ids: [id] })).toMatchObject({ hash, pairs });
    expect(await confirming(viktor, [id])).toEqual({ gained: 4, lost: 0 });
    expect(await rows(`SELECT details ->> 'impact' AS impact FROM change_record WHERE type = 'certificate.confirmed' AND subject = $1`, [id])).toEqual([{ impact: hash }]);
    // One more beside it gives nobody anything, and takes nothing with it.
    const other = await registered(vera, -1, 20);
    expect(await confirming(viktor, [other.id])).toEqual({ gained: 0, lost: 0 });
    expect(await revoking(vera, other.id)).toEqual({ gained: 0, lost: 0 });
  }, 120_000);

  it('from its first day until its last, and nothing before', async () => {
    const { id } = await registered(vera, 2, 5);
    expect(turns(await preview(viktor, { act: 'confirmCertificates', ids: [id] }))).toEqual(practices.map((code) => [code, 2, 0, dayOf(2), dayOf(5)]));
    expect(await confirming(viktor, [id], 2)).toEqual({ gained: 4, lost: 0 });
    agreements.clock.advance(3 * DAY);
    expect(await permitted()).toEqual(new Set());
  }, 120_000);

  it('from the day on which the one before ends, where it renews that; and revoked before it begins, it takes the same away again', async () => {
    const first = await registered(vera, -1, 3);
    await confirming(viktor, [first.id]);
    const renewal = await registered(vera, 2, 10, { systemId: first.systemId });
    expect(turns(await preview(viktor, { act: 'confirmCertificates', ids: [renewal.id] }))).toEqual(practices.map((code) => [code, 2, 0, dayOf(3), dayOf(10)]));
    const { hash } = await preview(viktor, { act: 'confirmCertificates', ids: [renewal.id] });
    await certificates.confirming.execute(viktor, { certificates: [{ id: renewal.id, expectedVersion: 1 }], impactHash: hash });
    const losing = await preview(ann, { act: 'revokeCertificate', id: renewal.id });
    expect(turns(losing)).toEqual(practices.map((code) => [code, 0, 2, dayOf(3), dayOf(10)]));
    await certificates.revoking.execute(ann, { id: renewal.id, reason: 'Its key was seen', impactHash: losing.hash });
    expect(await rows(`SELECT details -> 'impactMoved' AS moved FROM change_record WHERE type = 'certificate.revoked' AND subject = $1`, [renewal.id])).toEqual([{ moved: false }]);
    expect((await permitted()).size).toBe(4);
    agreements.clock.advance(3 * DAY);
    expect(await permitted()).toEqual(new Set());
  }, 120_000);

  it('of two viewing organisations in one act', async () => {
    const both = [await registered(vera, -1, 30), await registered(wilma, -1, 30, { consumer: viewers[1]! })];
    expect(await confirming(ann, both.map(({ id }) => id))).toEqual({ gained: 8, lost: 0 });
  }, 120_000);

  it('with the real requests that were refused for want of it, and no others, to an administrator too', async () => {
    const { id } = await registered(vera, -1, 30);
    for (const [reason, daysAgo] of [['CERTIFICATE_NOT_CURRENT', 1], ['CERTIFICATE_NOT_CURRENT', 29], ['CERTIFICATE_NOT_CURRENT', 31], ['NOT_AGREED', 2]] as const) {
      const at = new Date(agreements.clock.now().getTime() - daysAgo * DAY);
      await rows('SELECT access_event_month($1::date)', [at]);
      await rows(`INSERT INTO access_event (id, occurred_at, received_at, gateway_id, boot_id, sequence, service_code, provider_ods_code, consumer_ods_code, user_id, views, permitted_views, decision, reason, freshness, leaf_hash)
        VALUES (gen_random_uuid(), $1, $1, gen_random_uuid(), gen_random_uuid(), 1, 'DCR', $2, $3, 'somebody', '{summary}', '{}', 'refuse', $4, 'fresh', decode(repeat('00', 32), 'hex'))`, [at, practices[0], viewers[0], reason]);
    }
    for (const by of [viktor, ann]) {
      const { act, pairs } = await preview(by, { act: 'confirmCertificates', ids: [id] });
      const { asked } = await agreements.transactions.read(by, (tx) => requestsOfPairs(tx, pairs));
      expect(flippedBy(pairs, asked, mendedBy(act))).toMatchObject({ wouldBePermitted: 2, wouldBeRefused: 0, byConsumer: [{ odsCode: viewers[0], wouldBePermitted: 2 }] });
    }
  }, 120_000);

  it('and nothing while the viewing organisation is stopped, nor where another practice withdrew', async () => {
    await agreements.stopping.suspend(wilma, { scope: { kind: 'consumer', consumerOdsCode: viewers[1]! }, reason: 'A worry' });
    const { id, version } = await agreements.party(agreement, practices[0]!);
    await agreements.narrowing.withdraw(await agreements.places.somebody('Sam Signatory', 'signatory', { odsCode: practices[0]! }), { id, expectedVersion: version });
    const both = [await registered(vera, -1, 30), await registered(wilma, -1, 30, { consumer: viewers[1]! })];
    expect(await confirming(bob, both.map((each) => each.id))).toEqual({ gained: 2, lost: 0 });
  }, 120_000);
});

describe('confirming a certificate is refused', () => {
  const attempt = (by: Actor, id: string, impactHash?: string) => certificates.confirming.execute(by, { certificates: [{ id, expectedVersion: 1 }], impactHash });

  it('where nobody looked, where the world has moved since, and to whoever registered it', async () => {
    const { id } = await registered(vera, -1, 30);
    const { hash } = await preview(viktor, { act: 'confirmCertificates', ids: [id] });
    await expect(attempt(viktor, id)).rejects.toEqual(refused('IMPACT_NOT_SEEN'));
    await expect(attempt(vera, id, hash)).rejects.toEqual(refused('SAME_PERSON'));
    await agreements.stopping.suspend(agreements.officer, { scope: { kind: 'provider', providerOdsCode: practices[0]! }, reason: 'A worry' });
    await expect(attempt(viktor, id, hash)).rejects.toEqual(refused('IMPACT_CHANGED'));
    expect([await rows('SELECT confirmed_at FROM system_certificate WHERE id = $1', [id]), (await agreements.attempts('certificate.confirm', id))[0]]).toEqual([[{ confirmed_at: null }], 'IMPACT_CHANGED']);
    expect(await confirming(viktor, [id])).toEqual({ gained: 2, lost: 0 });
    await expect(attempt(ann, id, hash)).rejects.toEqual(refused('NOT_READY'));
  }, 120_000);

  it('to the second of two who confirm side by side, the same or another: what they were shown is given already', async () => {
    const [one, two] = [await registered(vera, -1, 30), await registered(vera, -1, 40)];
    const racing = async (...ids: readonly string[]): Promise<string[]> => {
      const ready = await Promise.all(ids.map(async (id, place) => ({ by: [viktor, bob][place]!, id, hash: (await preview([viktor, bob][place]!, { act: 'confirmCertificates', ids: [id] })).hash })));
      const both = await Promise.allSettled(ready.map(({ by, id, hash }) => attempt(by, id, hash)));
      return both.map((each) => (each.status === 'fulfilled' ? 'done' : (each.reason as { code: string }).code)).sort();
    };
    expect(await racing(one.id, two.id)).toEqual(['IMPACT_CHANGED', 'done']);
    const [left] = await rows<{ id: string }>('SELECT id FROM system_certificate WHERE id = ANY ($1) AND confirmed_at IS NULL', [[one.id, two.id]]);
    expect(await racing(left!.id, left!.id)).toEqual(['NOT_READY', 'done']);
  }, 120_000);

  it('once it is revoked: whoever revokes waits for nobody who waits for their turn to confirm', async () => {
    const { id } = await registered(vera, -1, 30);
    const { hash } = await preview(viktor, { act: 'confirmCertificates', ids: [id] });
    const { owner } = agreements.database;
    await owner.query('SELECT pg_advisory_lock($1)', [LOCK_KEYS.boundToImpact]);
    const confirmed = attempt(viktor, id, hash).then(() => 'done', (error: unknown) => (error as { code: string }).code);
    try {
      while ((await owner.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount === 0) await new Promise((resolve) => { setTimeout(resolve, 10); });
      await certificates.revoking.execute(vera, { id, reason: 'Its key was seen' });
    } finally {
      await owner.query('SELECT pg_advisory_unlock($1)', [LOCK_KEYS.boundToImpact]);
    }
    expect(await confirmed).toBe('NOT_READY');
  }, 120_000);

  it('and it is previewed by whoever may confirm all that is asked, and by nobody else', async () => {
    const both = [await registered(vera, -1, 30), await registered(wilma, -1, 30, { consumer: viewers[1]! })].map(({ id }) => id);
    const ask = (by: Actor, ids: readonly string[]) => preview(by, { act: 'confirmCertificates', ids });
    expect((await ask(viktor, [both[0]!])).pairs).toHaveLength(2);
    expect((await ask(bob, both)).pairs).toHaveLength(4);
    for (const ids of [both, [both[1]!], [], ['no id']]) await expect(ask(viktor, ids)).rejects.toEqual(refused('NOT_FOUND'));
    const ofViewer = await agreements.places.somebody('Sue Signatory', 'signatory', { odsCode: viewers[0]! });
    for (const by of [agreements.officer, agreements.approver, ofViewer]) await expect(ask(by, [both[0]!])).rejects.toMatchObject({ code: expect.stringMatching(/^NOT_(FOUND|PERMITTED)$/) });
    // Confirmed or revoked meanwhile, it would give nobody anything.
    await confirming(viktor, [both[0]!]);
    expect((await ask(bob, [both[0]!])).pairs).toEqual([]);
  }, 120_000);
});
