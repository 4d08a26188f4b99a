import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Duty } from '@accord/kernel';
import { FixedClock } from '@accord/kernel/testing';
import { EXAMPLE_VIEWERS, ExampleLooks } from '@accord/tooling/server';
import { Installation } from '../installation.js';
import { ExampleCalendar } from './example-calendar.js';
import { ExampleMark } from './example-mark.js';
import { ExamplePublications } from './example-publications.js';
import { EXAMPLE_SIGN_INS } from './example-sign-ins.js';
import { ExampleStage } from './example-stage.js';
import { fillExample } from './fill-example.js';
import { takeInLooks } from './take-in-looks.js';

jest.setTimeout(300_000);
const LOOKS = 600;
const DAY = 86_400_000;
const [played, published] = [jest.spyOn(ExampleStage.prototype, 'play'), jest.spyOn(ExamplePublications.prototype, 'publish')];
const GOLDEN = join(import.meta.dirname, 'golden/example.json');
let one: Installation;
let home = '';

async function ask<Row extends pg.QueryResultRow>({ migratorUrl }: Installation, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: migratorUrl });
  await client.connect();
  try {
    await client.query('SET ROLE accord_owner');
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** What is so whichever ids, keys and signatures were made. */
const BUSINESS_FACTS: Readonly<Record<string, string>> = {
  agreements: 'SELECT reference, state, drafted_at, opened_at FROM sharing_agreement',
  participations: 'SELECT reference, provider_ods_code, participation.state, state_at, live_at FROM participation JOIN sharing_agreement ON sharing_agreement.id = agreement_id',
  parts: 'SELECT reference, consumer_ods_code, part.state, state_at, live_at FROM consumer_part part JOIN sharing_agreement ON sharing_agreement.id = agreement_id',
  evidence: 'SELECT ods_code, kind, state, submitted_at, signed_at, signed_page FROM evidence',
  publications: 'SELECT number, stop_list_number, published_at FROM publication',
  duties: 'SELECT person.name, duty, ods_code FROM duty_grant JOIN person ON person.id = person_id',
  changes: 'SELECT recorded_at, type, outcome, refusal_code, actor_name, duty, ods_code FROM change_record',
  looks: 'SELECT sequence, occurred_at, received_at, consumer_ods_code, provider_ods_code, user_name, views, permitted_views, reason, agreement_reference, publication_number, message_id, flags FROM access_event',
};

/** How many of each, and one digest over them: each database has its own idea of order, so the rows are put into one here. */
async function told(): Promise<Record<string, { rows: number; digest: string }>> {
  const facts: Record<string, { rows: number; digest: string }> = {};
  for (const [name, text] of Object.entries(BUSINESS_FACTS)) {
    const rows = (await ask(one, text)).map((row) => JSON.stringify(row)).sort();
    facts[name] = { rows: rows.length, digest: createHash('sha256').update(rows.join('\n')).digest('hex') };
  }
  return facts;
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'accord-example-'));
  one = await Installation.open({ home, throwAway: true, firstStart: fillExample, programs: () => [], clock: new FixedClock('2026-03-04T07:30:00Z'), ports: { identity: 3003 + 40_000 } });
});
afterAll(async () => {
  await one.stop();
  rmSync(home, { recursive: true, force: true });
});
const parties = async (reference: string): Promise<Record<string, number>> => Object.fromEntries((await ask<{ state: string; count: number }>(one, `
  SELECT participation.state, count(*)::int FROM participation JOIN sharing_agreement ON sharing_agreement.id = agreement_id WHERE reference = '${reference}' GROUP BY 1`)).map(({ state, count }) => [state, count]));

describe('the example data', () => {
  it('has Aldermoor all live, Brackenshire half way, and Coldwater Bay drafting', async () => {
    expect(await parties('DCR-ALDERMOOR-0001')).toEqual({ live: 24 });
    expect(await parties('DCR-ALDERMOOR-0002')).toEqual({ live: 6 });
    expect(await parties('DCR-BRACKENSHIRE-0001')).toEqual({ live: 8, suspended: 1, withdrawn: 1, approved: 1, verified: 3, signed: 3, rejected: 1, declined: 1, invited: 3 });
    expect(await ask(one, `SELECT reference, state, (SELECT count(*)::int FROM agreement_version_provider WHERE version_id = version.id) AS practices
      FROM sharing_agreement JOIN agreement_version version ON agreement_id = sharing_agreement.id WHERE reference LIKE 'DCR-COLD%' ORDER BY reference`))
      .toEqual([{ reference: 'DCR-COLDWATER-BAY-0001', state: 'discarded', practices: 14 }, { reference: 'DCR-COLDWATER-BAY-0002', state: 'draft', practices: 14 }]);
  });

  it('has twelve viewing organisations: out of hours, hospices, emergency departments, an ambulance service, urgent care and the community', async () => {
    expect(await ask(one, `SELECT count(*)::int, count(DISTINCT prescribing_setting)::int AS settings FROM organisation WHERE ods_code LIKE 'TSTV%'`)).toEqual([{ count: 12, settings: 5 }]);
    expect([...new Set(EXAMPLE_VIEWERS.map(({ kind }) => kind))].sort()).toEqual(['ambulance', 'community', 'emergency-department', 'hospice', 'out-of-hours', 'urgent-care']);
    expect(await ask(one, `SELECT count(DISTINCT consumer_ods_code)::int AS named FROM agreement_version_consumer`)).toEqual([{ named: 12 }]);
  });

  it('has a withdrawn practice, one that left a second agreement in a review, and an agreement that ends in five days', async () => {
    expect(await ask(one, `SELECT reference, provider_ods_code AS code FROM participation JOIN sharing_agreement ON sharing_agreement.id = agreement_id WHERE participation.state = 'withdrawn' ORDER BY 1`))
      .toEqual([{ reference: 'DCR-BRACKENSHIRE-0001', code: 'TSTP34' }, { reference: 'DCR-BRACKENSHIRE-0002', code: 'TSTP32' }]);
    expect(await ask(one, `SELECT reference FROM agreement_version JOIN sharing_agreement ON sharing_agreement.id = agreement_id WHERE ends_on = '2026-03-09'`)).toEqual([{ reference: 'DCR-ALDERMOOR-0002' }]);
  });

  it('has an overdue review: of the words opened last, and no other is', async () => {
    expect(await ask(one, `SELECT reference, review_on::text AS due FROM sharing_agreement JOIN LATERAL (SELECT * FROM agreement_version WHERE agreement_id = sharing_agreement.id AND locked_at IS NOT NULL ORDER BY number DESC LIMIT 1) version ON true
      WHERE state = 'open' AND review_on < '2026-03-04'`)).toEqual([{ reference: 'DCR-ALDERMOOR-0001', due: '2026-02-17' }]);
  });

  it('has a view-set proposal that 9 of 24 practices have agreed to, and the viewing organisation itself; nobody sees more by it', async () => {
    expect(await ask(one, `SELECT evidence_side AS side, renewal.state, count(*)::int FROM view_set_proposal proposal JOIN agreement_version version ON version.proposal_id = proposal.id JOIN renewal ON agreement_version_id = version.id
      WHERE proposal.cut_over_at IS NULL AND proposal.lapses_at > '2026-03-04T07:30:00Z' GROUP BY 1, 2 ORDER BY 1, 2`))
      .toEqual([{ side: 'consumer', state: 'approved', count: 1 }, { side: 'provider', state: 'approved', count: 9 }, { side: 'provider', state: 'invited', count: 15 }]);
    expect(await ask(one, `SELECT DISTINCT views FROM pair JOIN view_set ON view_set.id = view_set_id WHERE consumer_ods_code = 'TSTV10' AND held_during @> '2026-03-04T07:30:00Z'::timestamptz`))
      .toEqual([{ views: ['summary', 'problems', 'medication', 'investigations', 'demographics'] }]);
  });

  it('has an amendment that half of the practices have signed: two versions in force at once, and the pairs of each', async () => {
    expect(await ask(one, `SELECT number, count(*)::int AS pairs FROM pair JOIN participation ON participation.id = participation_id JOIN agreement_version version ON version.id = participation.agreement_version_id
      JOIN sharing_agreement ON sharing_agreement.id = pair.agreement_id WHERE reference = 'DCR-BRACKENSHIRE-0002' AND held_during @> '2026-03-04T07:30:00Z'::timestamptz GROUP BY 1 ORDER BY 1`)).toEqual([{ number: 1, pairs: 2 }, { number: 2, pairs: 2 }]);
    expect(await ask(one, `SELECT renewal.state, count(*)::int FROM renewal JOIN sharing_agreement ON sharing_agreement.id = agreement_id WHERE reference = 'DCR-BRACKENSHIRE-0002' GROUP BY 1 ORDER BY 1`)).toEqual([{ state: 'invited', count: 2 }, { state: 'over', count: 3 }]);
  });

  it('has a review that is part answered, with a withdrawal that is confirmed and not carried out, and one that is over', async () => {
    expect(await ask(one, `SELECT title, state, count(*)::int AS asked, count(newest.reply)::int AS answered, (count(*) FILTER (WHERE newest.reply = 'withdraw'))::int AS leave, (SELECT count(*)::int FROM campaign_outcome WHERE campaign_id = campaign.id) AS "carriedOut"
      FROM campaign JOIN campaign_part part ON part.campaign_id = campaign.id LEFT JOIN LATERAL (SELECT reply FROM campaign_answer answer WHERE answer.campaign_id = part.campaign_id AND answer.participation_id = part.participation_id ORDER BY number DESC LIMIT 1) newest ON true
      GROUP BY campaign.id ORDER BY title`)).toEqual([
      { title: 'Every agreement that Aldermoor has signed', state: 'asked', asked: 30, answered: 15, leave: 1, carriedOut: 0 },
      { title: 'What Brackenshire has signed', state: 'closed', asked: 15, answered: 15, leave: 1, carriedOut: 1 },
    ]);
  });

  it('has sharing suspended and resumed, and suspended still, of whole parts and in other scopes', async () => {
    expect(await ask(one, `SELECT scope_kind AS scope, lifted_at IS NOT NULL AS resumed, coalesce(provider_ods_code, consumer_ods_code) AS code FROM stop WHERE kind = 'suspension' ORDER BY from_at`)).toEqual([
      { scope: 'participation', resumed: true, code: 'TSTP07' }, { scope: 'system', resumed: true, code: 'TSTV08' }, { scope: 'pair', resumed: false, code: 'TSTP09' }, { scope: 'participation', resumed: false, code: 'TSTP30' },
    ]);
  });

  it('has a closed organisation that was live, frozen at its last day, and a task for the officers of its locality', async () => {
    expect(await ask(one, `SELECT ods_code AS code, closed_on::text AS "closedOn" FROM organisation WHERE status <> 'A'`)).toEqual([{ code: 'TSTP36', closedOn: '2026-02-09' }]);
    expect(await ask(one, `SELECT state, counts ->> 'closed' AS closed, submitted_by <> decided_by AS "bySecondPerson" FROM directory_import WHERE edition_on = '2013-02-01'`)).toEqual([{ state: 'approved', closed: '1', bySecondPerson: true }]);
    expect(await ask(one, `SELECT state FROM participation WHERE provider_ods_code = 'TSTP36'`)).toEqual([{ state: 'live' }]);
    expect(await ask(one, `SELECT count(*)::int AS settled FROM organisation_task_decision`)).toEqual([{ settled: 0 }]);
  });

  it('has an activation that waits, scans to verify and one rejected, and refused attempts', async () => {
    expect(await ask(one, `SELECT state, count(*)::int FROM activation GROUP BY 1 ORDER BY 1`)).toEqual([{ state: 'approved', count: 8 }, { state: 'submitted', count: 1 }]);
    expect(await ask(one, `SELECT state, count(*)::int FROM evidence WHERE kind = 'uploaded' GROUP BY 1 ORDER BY 1`)).toEqual([{ state: 'checked', count: 2 }, { state: 'rejected', count: 1 }]);
    expect(await ask(one, `SELECT refusal_code AS code FROM change_record WHERE outcome = 'refused' ORDER BY recorded_at`)).toEqual([{ code: 'GATE_FAILING' }, { code: 'SAME_PERSON' }, { code: 'NOT_PERMITTED' }]);
  });

  it('has a gateway that is behind, a certificate that ran out at a viewer of Brackenshire, and a practice whose system does not stream', async () => {
    expect(await ask(one, `SELECT code, max(publication_number) = (SELECT max(number) FROM publication) AS current FROM gateway JOIN receipt ON gateway_id = id GROUP BY 1 ORDER BY 1`))
      .toEqual([{ code: 'brackenshire-bus', current: false }, { code: 'reference-gateway', current: true }]);
    expect(await ask(one, `SELECT consumer_ods_code AS code FROM system_certificate WHERE upper(valid_during) < '2026-03-04'`)).toEqual([{ code: 'TSTV09' }]);
    expect(await ask(one, `SELECT provider_ods_code = gate_fact.ods_code AS same, state FROM gate_fact JOIN participation ON provider_ods_code = ods_code WHERE value = 'local'`)).toEqual([{ same: true, state: 'approved' }]);
  });

  it('has two people, by name, on the sign-in page for each duty that needs a second', () => {
    const holders = (duty: Duty): number => new Set(EXAMPLE_SIGN_INS.filter((person) => person.duty === duty).map(({ name }) => name)).size;
    const needSecond: readonly Duty[] = ['system-administrator', 'activation-officer', 'approver', 'signatory', 'practice-governance-lead', 'viewer-governance-lead', 'auditor-national', 'auditor-organisation', 'privacy-officer'];
    expect(needSecond.filter((duty) => holders(duty) < 2)).toEqual([]);
  });

  it('was made in the past, in the order of time: nothing bears a time after its beginning, and no publication shows what came after it', async () => {
    expect(await ask(one, `SELECT count(*)::int FROM change_record WHERE recorded_at >= '2026-03-04T07:30:00Z'`)).toEqual([{ count: 0 }]);
    expect(await ask(one, `SELECT count(*)::int FROM publication WHERE published_at > '2026-02-28'`)).toEqual([{ count: 0 }]);
    expect(await ask(one, `SELECT count(*)::int FROM outbox WHERE published_in IS NULL AND recorded_at < (SELECT max(published_at) FROM publication)`)).toEqual([{ count: 0 }]);
    expect(await ask(one, `SELECT type, recorded_at, published_at FROM outbox JOIN publication ON number = published_in WHERE published_at < recorded_at`)).toEqual([]);
  });

  it('happens in the same order on whatever weekday it begins: nothing before a publication bears a later time, and nothing after it an earlier one', () => {
    const issued = new Set(published.mock.invocationCallOrder.map((order) => order + 1));
    const acts = played.mock.calls.map(([daysAgo, time], index) => ({ daysAgo, time, isIssue: issued.has(played.mock.invocationCallOrder[index]!) }));
    expect(acts.filter(({ isIssue }) => isIssue).length).toBe(17);
    const faults = Array.from({ length: 7 }, (_, weekday) => new ExampleCalendar(new Date(Date.parse('2026-03-02T07:30:00Z') + weekday * DAY))).flatMap((calendar) => acts.flatMap((issue, at) => (issue.isIssue
      ? acts.filter((act, other) => act !== issue && Math.sign(other - at) * (calendar.at(act.daysAgo, act.time).getTime() - calendar.at(issue.daysAgo, issue.time).getTime()) < 0)
        .map(({ daysAgo, time }) => `${daysAgo} days before at ${time}, published ${issue.daysAgo} days before at ${issue.time}`) : [])));
    expect([...new Set(faults)]).toEqual([]);
  });

  it('takes its looks in once, however often it is stopped, and permits only what was shared at that moment', async () => {
    const context = { home: one.home, databaseUrls: one.databaseUrls, say: () => undefined, count: LOOKS };
    let asked = 0;
    expect(await takeInLooks({ ...context, isStopping: () => (asked += 1) > 20 })).toBeLessThan(LOOKS);
    expect(await takeInLooks({ ...context, isStopping: () => false })).toBe(LOOKS);
    expect(await takeInLooks({ ...context, isStopping: () => false })).toBe(LOOKS);
    expect(await ask(one, `SELECT count(*)::int, count(DISTINCT sequence)::int AS sequences, (SELECT count(*)::int FROM access_event_dead_letter) AS dead FROM access_event`)).toEqual([{ count: LOOKS, sequences: LOOKS, dead: 0 }]);
    expect(await ask(one, `SELECT event.message_id FROM access_event event WHERE decision = 'permit' AND NOT EXISTS (
      SELECT FROM pair JOIN sharing_agreement agreement ON agreement.id = pair.agreement_id JOIN view_set ON view_set.id = pair.view_set_id
      WHERE pair.provider_ods_code = event.provider_ods_code AND pair.consumer_ods_code = event.consumer_ods_code AND agreement.reference = event.agreement_reference
        AND held_during @> event.occurred_at AND event.permitted_views <@ view_set.views AND NOT EXISTS (
          SELECT FROM stop WHERE coalesce(stop.agreement_id, pair.agreement_id) = pair.agreement_id AND coalesce(stop.provider_ods_code, pair.provider_ods_code) = pair.provider_ods_code
            AND coalesce(stop.consumer_ods_code, pair.consumer_ods_code) = pair.consumer_ods_code AND stop.from_at <= event.occurred_at AND (stop.lifted_at IS NULL OR event.occurred_at < stop.lifted_at)))
        AND NOT (event.provider_ods_code = 'TSTP36' AND event.occurred_at > '2026-02-10')`)).toEqual([]);
    expect(await ask(one, `SELECT count(*)::int FROM access_event JOIN publication ON number = publication_number WHERE published_at > occurred_at`)).toEqual([{ count: 0 }]);
    expect(await ask(one, `SELECT DISTINCT flag FROM access_event, unnest(flags) AS flag WHERE flag IN ('TEXT_MENDED', 'NHS_NUMBER_MISPLACED', 'CONTRADICTS_ITSELF', 'NOT_AN_NHS_NUMBER')`)).toEqual([]);
  });

  it('has an emergency access and a look-up without consent to review among them, and 50,000 over ninety days where nobody asks for fewer', async () => {
    expect(await ask(one, `SELECT count(*) FILTER (WHERE 'EMERGENCY' = ANY (flags)) > 0 AS emergency, count(*) FILTER (WHERE 'NO_CONSENT' = ANY (flags) AND NOT 'EMERGENCY' = ANY (flags)) > 0 AS "withoutConsent" FROM access_event`))
      .toEqual([{ emergency: true, withoutConsent: true }]);
    const ground = { begunAt: new Date('2026-03-04T07:30:00Z'), pairs: [], publications: [], systems: new Map() };
    const looks = new ExampleLooks(ground);
    expect([looks.count, looks.occurredAt(0) >= new Date('2025-12-04T07:30:00Z'), looks.occurredAt(0) < new Date('2025-12-05T07:30:00Z'), looks.occurredAt(49_999) < ground.begunAt]).toEqual([50_000, true, true, true]);
  });

  it('is the same on every machine: begun at the same instant it tells what is written here; renew it with ACCORD_GOLDEN=write', async () => {
    const facts = await told();
    if (process.env['ACCORD_GOLDEN'] === 'write') writeFileSync(GOLDEN, `${JSON.stringify(facts, null, 2)}\n`);
    expect(facts).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
  });

  it('says of itself that it is one', () => {
    expect(ExampleMark.of(one.home).begunAt).toEqual(new Date('2026-03-04T07:30:00Z'));
  });
});
