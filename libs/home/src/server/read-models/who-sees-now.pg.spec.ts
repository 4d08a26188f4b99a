import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalityCoverageReader, LocalityReadinessReader } from '@accord/activations/testing';
import { viewsSeen } from '@accord/agreements';
import { impactAnswers } from '@accord/impact/testing';
import type { Actor, Duty, LocalityId, OdsCode, PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { PublishedSharing } from '@accord/publication/testing';
import { organisationSentence } from '../../contract/index.js';
import { SharingInShortReader } from './sharing-in-short.js';

// Whoever asks who sees what now, wherever they ask it, is told the same.
const acting = (duty: Duty, odsCode: string | null, localities: readonly string[] = []): Actor => ({
  kind: 'person', personId: '00000000-0000-7000-8000-0000000000ab' as PersonId, name: 'Odile', duty, odsCode: odsCode as OdsCode | null, localities: localities as readonly LocalityId[], acr: null, authenticatedAt: null, origin: 'spec',
});
const [PRACTICE, VIEWER] = ['TSTP00000', 'TSTV00000'];
/** A standing stop of the practice's agreement, of whatever reaches the columns given. */
const stop = (kind: string, reaches: Readonly<Record<string, string>>): string => `
  INSERT INTO stop (id, kind, scope_kind, ${Object.keys(reaches).join(', ')}, locality_id, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
  SELECT gen_random_uuid(), 'suspension', '${kind}', ${Object.values(reaches).join(', ')}, locality_id, '2026-03-02T08:00:00Z', 'A worry', submitted_by, 'staff', 'activation-officer', '2026-03-02T08:00:00Z' FROM participation`;
const UNDO = [
  'DELETE FROM stop', `UPDATE participation SET state = 'live'`, `UPDATE consumer_part SET state = 'live'`, `UPDATE organisation SET status = 'A', closed_on = NULL`,
  `UPDATE pair SET held_during = '[2026-01-01T00:00:00Z,2036-01-01T00:00:00Z)'`, 'UPDATE gate_fact SET ended_at = NULL, ended_by = NULL', 'UPDATE system_certificate SET revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL',
  `UPDATE system_certificate SET valid_during = '[2026-01-01T00:00:00Z,2036-01-01T00:00:00Z)'`, `UPDATE view_set SET current_during = '[2026-01-01T00:00:00Z,)'`,
];

describe('who sees what now', () => {
  const { seenNow, sights, viewingOrganisation } = impactAnswers();
  const [home, coverage] = [new SharingInShortReader(seenNow), new LocalityCoverageReader(new LocalityReadinessReader())];
  let sharing: PublishedSharing;
  let transactions: Transactions;
  let locality: { id: string; code: string; name: string };

  beforeAll(async () => {
    sharing = await PublishedSharing.open({ localities: 1, providers: 1, consumers: 1 });
    transactions = new Transactions(await sharing.database.dataSourceAs('api'), sharing.clock);
    await sharing.behindTheirBack(`UPDATE view_set SET views = ARRAY['summary', 'medication']`, `INSERT INTO agreement_version_consumer (version_id, consumer_ods_code, views) SELECT agreement_version_id, consumer_ods_code, ARRAY['summary', 'medication'] FROM consumer_part`);
    locality = (await sharing.database.owner.query<{ id: string; code: string; name: string }>('SELECT id, code, name FROM locality')).rows[0]!;
  });
  beforeEach(() => sharing.behindTheirBack(...UNDO));
  afterAll(() => sharing.close());

  /** The same question at five places: how many views are seen; and how coverage says it where none is. */
  async function told(): Promise<{ readonly views: readonly number[]; readonly standing: string }> {
    const [practice, viewer, officer] = [acting('signatory', PRACTICE), acting('viewer-governance-lead', VIEWER), acting('activation-officer', null, [locality.id])];
    const figures = (actor: Actor) => transactions.read(actor, (tx) => home.ofOrganisation(tx));
    const [ofPractice, ofViewer] = [await figures(practice), await figures(viewer)];
    const page = await transactions.read(viewer, async (tx) => (await seenNow.inShort(tx, (await viewingOrganisation(tx, VIEWER))!.odsCode)).sees);
    const [sight] = (await transactions.read(officer, (tx) => sights(tx, { service: 'DCR', provider: PRACTICE, consumer: VIEWER }))).rows;
    const { kinds, rows } = await transactions.read(officer, (tx) => coverage.of(tx, locality, 'DCR'));
    const cell = kinds[rows[0]!.cells[0]!]!;
    expect([ofPractice!.viewers, ofViewer!.practices, page.organisations]).toEqual(Array.from({ length: 3 }, () => (ofPractice!.mostViews > 0 ? 1 : 0)));
    return { views: [ofPractice!.mostViews, ofViewer!.mostViews, page.mostViews, viewsSeen(sight!, sharing.clock.now()).length, cell.standing === 'live' ? cell.views : 0], standing: cell.standing };
  }

  it('counts a practice as live in its locality while it is in force', async () => {
    const officer = acting('activation-officer', null, [locality.id]);
    const live = async () => (await transactions.read(officer, (tx) => home.ofLocalities(tx))).map((row) => [row.live, row.practices]);
    expect(await live()).toEqual([[1, 1]]);
    await sharing.behindTheirBack(`UPDATE organisation SET status = 'C', closed_on = '2026-02-01' WHERE ods_code = '${PRACTICE}'`);
    expect(await live()).toEqual([[0, 1]]);
    await sharing.behindTheirBack(...UNDO, `UPDATE gate_fact SET ended_at = '2026-03-01', ended_by = recorded_by`);
    expect(await live()).toEqual([[0, 1]]);
  });

  it('names the last change for both sides and the locality, be it a stop, and says of a viewing organisation that sees nothing that it sees nothing', async () => {
    const [practice, viewer, officer] = [acting('signatory', PRACTICE), acting('viewer-governance-lead', VIEWER), acting('activation-officer', null, [locality.id])];
    const days = async () => [...await Promise.all([practice, viewer].map(async (actor) => (await transactions.read(actor, (tx) => home.ofOrganisation(tx)))!.lastChangeAt)), (await transactions.read(officer, (tx) => home.ofLocalities(tx)))[0]!.lastChangeAt].map((at) => at?.toISOString().slice(0, 10));
    const before = await days();
    expect(before).not.toContain('2026-03-02');
    const reaching: Readonly<Record<string, Readonly<Record<string, string>>>> = { pair: { agreement_id: 'agreement_id', provider_ods_code: 'provider_ods_code', consumer_ods_code: `'${VIEWER}'` }, agreement: { agreement_id: 'agreement_id' } };
    for (const [kind, columns] of Object.entries(reaching)) {
      await sharing.behindTheirBack('DELETE FROM stop', stop(kind, columns));
      expect([kind, await days()]).toEqual([kind, ['2026-03-02', '2026-03-02', '2026-03-02']]);
    }
    const said = await Promise.all([practice, viewer].map((actor) => transactions.read(actor, async (tx) => organisationSentence((await home.ofOrganisation(tx))!))));
    expect(said[0]).toMatch(/^No organisation can see records of/);
    expect(said[1]).toMatch(/ can see no records now\. Last change 2 March 2026\.$/);
  });

  it.each<[string, readonly string[], number, string]>([
    ['nothing is in the way', [], 2, 'live'],
    ['the certificate has expired', [`UPDATE system_certificate SET valid_during = '[2026-01-01T00:00:00Z,2026-03-01T00:00:00Z)'`], 0, 'held-back'],
    ['the certificate was revoked', [`UPDATE system_certificate SET revoked_at = '2026-03-01', revoked_by = registered_by, revoked_reason = 'lost'`], 0, 'held-back'],
    ['hosting has ended', [`UPDATE gate_fact SET ended_at = '2026-03-01', ended_by = recorded_by`], 0, 'held-back'],
    ['the practice has closed', [`UPDATE organisation SET status = 'C', closed_on = '2026-02-01' WHERE ods_code = '${PRACTICE}'`], 0, 'held-back'],
    ['another set is current', [`UPDATE view_set SET current_during = '[2026-01-01T00:00:00Z,2026-02-01T00:00:00Z)'`], 0, 'held-back'],
    ['the practice is suspended', [`UPDATE participation SET state = 'suspended'`, stop('participation', { agreement_id: 'agreement_id', participation_id: 'id', provider_ods_code: 'provider_ods_code' })], 0, 'suspended'],
    ['the whole agreement is stopped', [stop('agreement', { agreement_id: 'agreement_id' })], 0, 'suspended'],
    ['one of two views is stopped', [stop('view', { service_code: `'DCR'`, consumer_ods_code: `'${VIEWER}'`, views: `'{medication}'` })], 1, 'live'],
    ['it begins tomorrow', [`UPDATE pair SET held_during = '[2026-03-03T00:00:00Z,2036-01-01T00:00:00Z)'`], 0, 'not-begun'],
    ['it ended yesterday', [`UPDATE pair SET held_during = '[2026-01-01T00:00:00Z,2026-03-01T00:00:00Z)'`], 0, 'over'],
    ['the two were never paired', [`UPDATE pair SET held_during = 'empty'`], 0, 'held-back'],
  ])('is told alike on Home of both sides, the page of the viewing organisation, who can see what, and coverage: %s', async (_when, statements, views, standing) => {
    await sharing.behindTheirBack(...statements);
    await sharing.publish();
    expect(await told()).toEqual({ views: [views, views, views, views, views], standing });
  });
});
