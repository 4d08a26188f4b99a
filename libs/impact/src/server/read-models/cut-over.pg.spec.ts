import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActivationWorld } from '@accord/activations/testing';
import { viewsSeen, type AgreementId } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import type { Actor } from '@accord/kernel';
import { PublishedSharing } from '@accord/publication/testing';
import '../abilities.js';
import { ActsAsked } from './acts-asked.js';
import { PreviewedImpact } from './previewed-impact.js';
import { SharingWorldReader } from './sharing-world-reader.js';
import { sights } from './sights.js';

const VIEWS = ['summary', 'problems', 'medication', 'events'] as const;
const NOTHING = { id: null, ids: null, scope: null, consumerOdsCode: null };
const impacts = new PreviewedImpact(new SharingWorldReader());
let world: ActivationWorld;
let agreements: AgreementWorld;
let publishing: PublishedSharing;
let acts: ActsAsked;

beforeAll(async () => {
  world = await ActivationWorld.open(impacts);
  agreements = world.agreements;
  publishing = await PublishedSharing.of(agreements.database, agreements.clock);
  acts = new ActsAsked(world.acts, agreements.cutOvers);
}, 60_000);
afterAll(() => agreements.close());

const owner = <Row extends object>(text: string, params: readonly unknown[] = []): Promise<Row[]> => agreements.database.owner.query<Row>(text, [...params]).then(({ rows }) => rows);
const fresh = (actor: Actor): Actor => ({ ...actor, authenticatedAt: agreements.clock.now() });

/** The same for the same seed. */
function diceOf(seed: number): (under: number) => number {
  let drawn = seed;
  return (under) => {
    drawn = (Math.imul(drawn, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((drawn / 4_294_967_296) * under);
  };
}

/** "provider consumer view" of everything seen, as gateways are told. */
async function seen(): Promise<Set<string>> {
  await publishing.publish();
  return agreements.transactions.read(agreements.auditor, async (tx) => {
    const { rows } = await sights(tx, { service: 'DCR', provider: null, consumer: null });
    return new Set(rows.flatMap((row) => viewsSeen(row, agreements.clock.now()).map((view) => `${row.providerOdsCode} ${row.consumerOdsCode} ${view}`)));
  });
}

/** Everything that decides who sees what, as it is stored. */
const stored = async (): Promise<unknown> => ({
  parts: await owner(`SELECT id, state, agreement_version_id, evidence_id, approved_by, NULL AS set FROM participation UNION ALL SELECT id, state, agreement_version_id, evidence_id, approved_by, view_set_id FROM consumer_part ORDER BY 1`),
  pairs: await owner('SELECT participation_id, consumer_part_id, view_set_id, held_during::text FROM pair ORDER BY 1, 2, 3'),
  sets: await owner('SELECT id, current_during::text FROM view_set WHERE current_during IS NOT NULL ORDER BY 1'), terms: await owner('SELECT * FROM participation_terms ORDER BY 1, 2, 3'),
});

interface Ground { readonly ids: readonly AgreementId[]; readonly practices: readonly (readonly string[])[]; readonly viewer: string; readonly beside: string }
let made = 0;

/** Two agreements with one viewing organisation, each with practices of its own; in the first another looks too. */
async function ground(dice: (under: number) => number): Promise<Ground> {
  made += 1;
  const practices = [4, 2].map((many, which) => Array.from({ length: many }, (_each, nth) => `TST${made}${'AB'[which]}${nth}`));
  const [viewer, beside] = [`TSTW${made}X`, `TSTW${made}Y`];
  await agreements.places.beyondTheRules(async () => {
    for (const code of practices.flat()) await agreements.places.organisation(code, `Surgery ${code}`, agreements.places.here);
    for (const code of [viewer, beside]) await agreements.places.organisation(code, `Hospice ${code}`, null);
  });
  const both = [{ odsCode: viewer, views: ['summary', 'medication'] }, { odsCode: beside, views: ['summary'] }];
  const ids: AgreementId[] = [];
  for (const [which, mine] of practices.entries()) {
    const id = await agreements.anOpenAgreement({ providers: mine, consumers: which === 0 ? both : both.slice(0, 1) } as never);
    for (const code of mine) await world.ready(code, 'provider');
    for (const code of [viewer, beside].slice(0, 2 - which)) await world.ready(code, 'consumer');
    // Nearly everybody is live; who is not has signed nothing, or is on the way.
    const going = [...mine.filter(() => dice(6) > 0), viewer, ...(which === 0 ? [beside] : [])];
    for (const code of going) await agreements.verified(id, code);
    await agreements.approved(id, going);
    await agreements.goLive(id, going);
    for (const code of mine.filter((each) => !going.includes(each) && dice(2) > 0)) await agreements.sign(id, code);
    ids.push(id);
  }
  return { ids, practices, viewer, beside };
}

/** Whoever is asked answers in some way, or not at all. */
async function answer(id: string, code: string, dice: (under: number) => number): Promise<void> {
  const { id: partId, side, state, version, renewal } = await agreements.party(id, code);
  const { actor } = await agreements.signatoryOf(code);
  if (state === 'live' && dice(8) === 0) await agreements.narrowing.suspend(agreements.officer, { id: partId, side, expectedVersion: version, reason: 'A worry' });
  if (renewal === null) return;
  const current = async (): Promise<number> => (await agreements.party(id, code)).version;
  switch (dice(8)) {
    case 0: return;
    case 1: return void await agreements.declining.execute(actor, { id: partId, side, expectedVersion: await current() });
    case 2: return void await agreements.sign(id, code);
    case 3: return void await agreements.verified(id, code);
    case 4: if (side === 'provider') return void await agreements.narrowing.withdraw(actor, { id: partId, expectedVersion: await current(), reason: 'No longer' });
  }
  await agreements.verified(id, code);
  await agreements.approved(id, [code]);
}

const cutOverAsked = (id: string) => ({ ...NOTHING, act: 'cutOver' as const, id });

describe('a cut-over after random answers', () => {
  it.each([11, 777, 40_004])('changes what was previewed and nothing else, and leaves just those who agreed sharing the new views (seed %i)', async (seed) => {
    const dice = diceOf(seed);
    const { ids, practices, viewer } = await ground(dice);
    if (dice(2) === 0) await agreements.openVersion(ids[0]!, { purpose: 'Care at night' });
    agreements.clock.advance(60_000);
    const atFirst = await seen();
    const views = VIEWS.filter((view) => view !== 'medication' || dice(2) === 0);
    const { id } = await agreements.proposing.execute(agreements.officer, { consumerOdsCode: viewer, serviceCode: 'DCR', views, reason: 'Asked for', lapsesOn: '2026-06-30' });
    expect(await seen()).toEqual(atFirst);
    for (const [which, agreementId] of ids.entries()) for (const code of [viewer, ...practices[which]!]) await answer(agreementId, code, dice);
    agreements.clock.advance(60_000);

    const heldBefore = await owner<{ pair: string; agreed: boolean }>(`
      SELECT pair.provider_ods_code || ' ' || pair.agreement_id AS pair, (SELECT count(*) = 2 FROM renewal WHERE state = 'approved' AND agreement_version_id IN (SELECT id FROM agreement_version WHERE proposal_id = $1)
        AND coalesce(participation_id, consumer_part_id) IN (pair.participation_id, pair.consumer_part_id)) AS agreed
      FROM pair JOIN view_set_proposal proposal ON proposal.from_view_set_id = pair.view_set_id WHERE proposal.id = $1 AND pair.held_during @> $2::timestamptz`, [id, agreements.clock.now()]);
    const before = await seen();
    const [{ number }] = await owner<{ number: number }>('SELECT max(number)::int AS number FROM publication') as [{ number: number }];
    const { pairs, hash } = await agreements.transactions.read(agreements.approver, async (tx) => impacts.of(tx, (await acts.find(tx, cutOverAsked(id))).act));
    await agreements.cuttingOver.execute(fresh(agreements.approver), { id, impactHash: hash });
    const after = await seen();
    expect(await owner('SELECT max(number)::int AS number FROM publication')).toEqual([{ number: number + 1 }]);

    const triples = (which: 'gained' | 'lost'): string[] => pairs.flatMap((pair) => pair[which].map((view) => `${pair.provider} ${pair.consumer} ${view}`)).sort();
    expect({ gained: triples('gained'), lost: triples('lost') }).toEqual({ gained: [...after].filter((each) => !before.has(each)).sort(), lost: [...before].filter((each) => !after.has(each)).sort() });
    // Whoever agreed on both sides, and they alone, hold a pair with it, all by the new set; nobody else's pairs moved.
    const held = await owner<{ pair: string; views: string[] }>(`SELECT pair.provider_ods_code || ' ' || pair.agreement_id AS pair, view_set.views FROM pair JOIN view_set ON view_set.id = pair.view_set_id
      WHERE pair.consumer_ods_code = $1 AND pair.held_during @> $2::timestamptz`, [viewer, agreements.clock.now()]);
    expect(held.map(({ pair }) => pair).sort()).toEqual(heldBefore.filter(({ agreed }) => agreed).map(({ pair }) => pair).sort());
    expect(held.every((each) => each.views.join() === views.join())).toBe(true);
    const others = (all: ReadonlySet<string>): string[] => [...all].filter((each) => each.split(' ')[1] !== viewer).sort();
    expect(others(after)).toEqual(others(before));
  }, 120_000);

  it('is refused where somebody answered since it was looked at, and where nobody looked', async () => {
    const { ids, practices, viewer } = await ground(() => 1);
    agreements.clock.advance(60_000);
    const { id } = await agreements.proposing.execute(agreements.officer, { consumerOdsCode: viewer, serviceCode: 'DCR', views: ['summary'], reason: 'Asked for', lapsesOn: '2026-06-30' });
    const { hash } = await agreements.transactions.read(agreements.approver, async (tx) => impacts.of(tx, (await acts.find(tx, cutOverAsked(id))).act));
    await agreements.verified(ids[0]!, practices[0]![0]!);
    await agreements.approved(ids[0]!, [practices[0]![0]!]);
    await expect(agreements.cuttingOver.execute(fresh(agreements.approver), { id, impactHash: hash })).rejects.toMatchObject({ code: 'IMPACT_CHANGED' });
    await expect(agreements.cuttingOver.execute(fresh(agreements.approver), { id, impactHash: '' })).rejects.toMatchObject({ code: 'IMPACT_NOT_SEEN' });
    await agreements.endingProposals.giveUp(agreements.officer, { id, reason: 'Enough' });
  }, 120_000);
});

describe('a proposal that is not cut over', () => {
  it('changes nothing: not while it runs, not when it lapses, and not when the act is killed half way', async () => {
    const { ids, practices, viewer } = await ground(() => 1);
    agreements.clock.advance(60_000);
    const [sees, before] = [await seen(), await stored()];
    const { id } = await agreements.proposing.execute(agreements.officer, { consumerOdsCode: viewer, serviceCode: 'DCR', views: ['events'], reason: 'Asked for', lapsesOn: '2026-03-20' });
    for (const code of [viewer, ...practices[0]!.slice(0, 3)]) {
      await agreements.verified(ids[0]!, code);
      await agreements.approved(ids[0]!, [code]);
    }
    expect([await seen(), await stored()]).toEqual([sees, before]);

    const { hash } = await agreements.transactions.read(agreements.approver, async (tx) => impacts.of(tx, (await acts.find(tx, cutOverAsked(id))).act));
    await owner(`CREATE FUNCTION spec_dies() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$`);
    for (const table of ['renewal', 'participation_terms', 'pair', 'outbox']) {
      await owner(`CREATE TRIGGER spec_dies AFTER INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION spec_dies()`);
      await expect(agreements.cuttingOver.execute(fresh(agreements.approver), { id, impactHash: hash })).rejects.toThrow();
      await owner(`DROP TRIGGER spec_dies ON ${table}`);
      expect(await stored()).toEqual(before);
    }

    agreements.clock.set(new Date('2026-03-21T00:00:00Z'));
    await expect(agreements.cuttingOver.execute(fresh(agreements.approver), { id, impactHash: hash })).rejects.toMatchObject({ code: 'PROPOSAL_NOT_RUNNING' });
    await agreements.settlingProposals.execute();
    expect([await seen(), await stored()]).toEqual([sees, before]);
  }, 120_000);
});
