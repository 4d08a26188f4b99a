import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isSeen, obstaclesTo } from '@accord/agreements';
import { decide } from '@accord/enforcement';
import type { Actor, Duty, LocalityId, OdsCode, PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { DCR_VIEWS, PublishedSharing } from '@accord/publication/testing';
import { nearest } from '../../contract/explanation.js';
import '../abilities.js';
import { sights } from './sights.js';

const auditor: Actor = {
  kind: 'person', personId: '00000000-0000-7000-8000-0000000000ab' as PersonId, name: 'Odile', duty: 'auditor-national', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec',
};
const acting = (duty: Duty, odsCode: string | null, localities: readonly string[] = []): Actor => ({ ...auditor, duty, odsCode: odsCode as OdsCode | null, localities: localities as readonly LocalityId[] });
const PROVIDERS = ['TSTP00000', 'TSTP00001', 'TSTP00002', 'TSTP00003'];
const CONSUMERS = ['TSTV00000', 'TSTV00001', 'TSTV00002'];

const STOP = (kind: string, of: string): string => `INSERT INTO stop (id, kind, scope_kind, agreement_id, participation_id, provider_ods_code, locality_id, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_for, imposed_at)
  SELECT gen_random_uuid(), '${kind}', 'participation', agreement_id, id, provider_ods_code, locality_id, '2026-03-02T08:00:00Z', 'A worry', submitted_by, 'controller', 'signatory', provider_ods_code, '2026-03-02T08:00:00Z'
  FROM participation WHERE provider_ods_code = '${of}'`;
const VIEW_STOP = (consumer: string, views: string): string => `INSERT INTO stop (id, kind, scope_kind, service_code, consumer_ods_code, views, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
  VALUES (gen_random_uuid(), 'suspension', 'view', 'DCR', '${consumer}', '${views}', '2026-03-02T08:00:00Z', 'A worry', '00000000-0000-7000-8000-0000000000aa', 'staff', 'activation-officer', '2026-03-02T08:00:00Z')`;
const SYSTEM_STOP = (consumer: string): string => `INSERT INTO stop (id, kind, scope_kind, system_id, consumer_ods_code, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
  SELECT gen_random_uuid(), 'suspension', 'system', id, consumer_ods_code, '2026-03-02T08:00:00Z', 'A worry', '00000000-0000-7000-8000-0000000000aa', 'staff', 'activation-officer', '2026-03-02T08:00:00Z' FROM consumer_system WHERE consumer_ods_code = '${consumer}'`;

/** Everything is undone after each: what stands is the arranged sharing, published. */
const UNDO = [
  'DELETE FROM stop', `UPDATE participation SET state = 'live'`, `UPDATE consumer_part SET state = 'live'`, `UPDATE organisation SET status = 'A', closed_on = NULL`,
  `UPDATE pair SET held_during = '[2026-01-01T00:00:00Z,2036-01-01T00:00:00Z)'`, `UPDATE gate_fact SET ended_at = NULL, ended_by = NULL`, 'UPDATE system_certificate SET revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL',
  `UPDATE view_set SET current_during = '[2026-01-01T00:00:00Z,)'`, `UPDATE sharing_agreement SET state = 'open', ended_at = NULL`,
];

const AWAY: readonly (readonly [string, readonly string[], string])[] = [
  ['nothing is wrong', [], ''],
  ['a practice is suspended', [`UPDATE participation SET state = 'suspended' WHERE provider_ods_code = 'TSTP00000'`, STOP('suspension', 'TSTP00000')], 'participation stop'],
  ['a practice has withdrawn', [`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`, `UPDATE pair SET held_during = '[2026-01-01T00:00:00Z,2026-03-02T08:00:00Z)' WHERE provider_ods_code = 'TSTP00000'`, STOP('withdrawal', 'TSTP00000')], 'participation dates stop'],
  ['a practice has not signed', [`UPDATE participation SET state = 'invited' WHERE provider_ods_code = 'TSTP00000'`, `UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP00000'`], 'participation'],
  ['the viewer is not live', [`UPDATE consumer_part SET state = 'verified' WHERE consumer_ods_code = 'TSTV00000'`, `UPDATE pair SET held_during = 'empty' WHERE consumer_ods_code = 'TSTV00000'`], 'part'],
  ['a practice has closed', [`UPDATE organisation SET status = 'C', closed_on = '2026-02-01' WHERE ods_code = 'TSTP00000'`], 'gates'],
  ['the viewer has closed', [`UPDATE organisation SET status = 'C', closed_on = '2026-02-01' WHERE ods_code = 'TSTV00000'`], 'gates'],
  ['a practice is hosted no more', [`UPDATE gate_fact SET ended_at = '2026-03-01', ended_by = recorded_by WHERE ods_code = 'TSTP00000'`], 'gates'],
  ['the certificate is revoked', [`UPDATE system_certificate SET revoked_at = '2026-03-01', revoked_by = registered_by, revoked_reason = 'lost' WHERE consumer_ods_code = 'TSTV00000'`], 'certificate'],
  ['the system is stopped', [SYSTEM_STOP('TSTV00000')], 'certificate'],
  ['another set is current', [`UPDATE view_set SET current_during = '[2026-01-01T00:00:00Z,2026-02-01T00:00:00Z)' WHERE viewing_organisation_id IN (SELECT viewing_organisation_id FROM consumer_part WHERE consumer_ods_code = 'TSTV00000')`], 'gates view-set'],
  ['the pair has ended', [`UPDATE pair SET held_during = '[2026-01-01T00:00:00Z,2026-02-01T00:00:00Z)' WHERE provider_ods_code = 'TSTP00000'`], 'dates'],
  ['the agreement has ended', [`UPDATE sharing_agreement SET state = 'ended', ended_at = '2026-03-02T08:00:00Z'`], 'dates'],
  ['both are live and were never paired', [`UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP00000'`], 'gates'],
  ['one view is stopped for the viewer', [VIEW_STOP('TSTV00000', `{"${DCR_VIEWS[0]}"}`)], 'stop'],
];

describe('who sees what', () => {
  let sharing: PublishedSharing;
  let transactions: Transactions;
  const localityId = async (code: string): Promise<string> => (await sharing.database.owner.query<{ id: string }>('SELECT id FROM locality WHERE code = $1', [code])).rows[0]!.id;
  const asked = (actor: Actor, provider: string | null, consumer: string | null) => transactions.read(actor, (tx) => sights(tx, { service: 'DCR', provider, consumer }));

  beforeAll(async () => {
    sharing = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 3 });
    transactions = new Transactions(await sharing.database.dataSourceAs('api'), sharing.clock);
    // Every viewer sees the first view, so that each change below can be told apart.
    await sharing.behindTheirBack(`UPDATE view_set SET views = ARRAY['${DCR_VIEWS[0]}', '${DCR_VIEWS[3]}']`);
  });
  beforeEach(() => sharing.behindTheirBack(...UNDO));
  afterAll(() => sharing.close());

  it.each(AWAY)('answers for every pair and view as a gateway decides: %s', async (_when, statements, expected) => {
    await sharing.behindTheirBack(...statements);
    await sharing.publish();
    const book = await sharing.book();
    const at = sharing.clock.now();
    const certificates = new Map((await sharing.database.owner.query<{ code: string; sha256: string }>('SELECT consumer_ods_code AS code, sha256 FROM system_certificate')).rows.map(({ code, sha256 }) => [code, sha256]));
    const different: string[] = [];
    let permits = 0;
    for (const provider of PROVIDERS) for (const consumer of CONSUMERS) {
      const { rows } = await asked(auditor, provider, consumer);
      for (const view of DCR_VIEWS) {
        const row = nearest(rows, view, at);
        const decision = decide({ certificate: certificates.get(consumer)!, service: 'DCR', provider, views: [view] }, book, at.getTime()).decision;
        if (decision === 'permit') permits += 1;
        if ((row !== null && isSeen(row, view, at)) !== (decision === 'permit')) different.push(`${provider} ${consumer} ${view} ${decision}`);
      }
    }
    expect(different).toEqual([]);
    expect(permits > 0).toBe(expected !== 'dates' || statements[0]!.includes('TSTP00000'));
    const { rows: [row] } = await asked(auditor, 'TSTP00000', 'TSTV00000');
    expect(obstaclesTo(row!, DCR_VIEWS[0], at).join(' ')).toBe(expected);
  });

  it('shows an organisation its own pairs, and those of others as there were none', async () => {
    await sharing.publish();
    const seen = async (actor: Actor): Promise<readonly (readonly [string, string])[]> => (await asked(actor, 'TSTP00000', null)).rows.map((row) => [row.providerOdsCode, row.consumerOdsCode] as const);
    const both = [['TSTP00000', 'TSTV00000'], ['TSTP00000', 'TSTV00002']];
    expect(await seen(acting('signatory', 'TSTP00000'))).toEqual(both);
    expect(await seen(acting('viewer-governance-lead', 'TSTV00001'))).toEqual([]);
    expect(await seen(acting('signatory', 'TSTP00001'))).toEqual([]);
    expect(await seen(acting('activation-officer', null, [await localityId('TSTL00000')]))).toEqual(both);
    expect(await seen(acting('activation-officer', null, [await localityId('TSTL00001')]))).toEqual([]);
    expect(await seen(acting('system-administrator', null))).toEqual([]);
  });

  it('answers both sides alike, though neither may read the evidence, the gates or the certificates of the other', async () => {
    await sharing.publish();
    const at = sharing.clock.now();
    for (const actor of [acting('signatory', 'TSTP00000'), acting('viewer-governance-lead', 'TSTV00000')]) {
      const { rows: [row] } = await asked(actor, 'TSTP00000', 'TSTV00000');
      expect(isSeen(row!, DCR_VIEWS[0], at)).toBe(true);
      expect([row!.providerEvidence === null, row!.consumerEvidence === null]).toEqual(actor.odsCode === 'TSTP00000' ? [false, true] : [true, false]);
    }
  });
});
