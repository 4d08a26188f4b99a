import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor, Duty, LocalityId } from '@accord/kernel';
import { ActivationWorld } from '@accord/activations/testing';
import { campaignActs, instructionActs } from '@accord/agreements/testing';
import type { WaitingKind, WaitingThing } from '../../contract/index.js';
import { ComingUpReader } from './coming-up.js';
import { SharingInShortReader } from './sharing-in-short.js';
import { WaitingReader } from './waiting.js';

let world: ActivationWorld;
let practice: string;
let viewer: string;

beforeAll(async () => {
  world = await ActivationWorld.open();
  [practice, viewer] = [world.agreements.places.practices[0]!, world.agreements.places.viewers[0]!];
});

afterAll(async () => { await world?.close(); });

const waitsFor = async (actor: Actor): Promise<string[]> =>
  (await world.agreements.transactions.read(actor, (tx) => new WaitingReader(world.agreements.queue, world.readyParties, world.agreements.tasks).of(tx, actor.duty ?? ''))).map(({ kind, count }) => (count > 1 ? `${kind} ×${count}` : kind));

/** Who sees what is asked in a spec of its own. */
const neverAsked = { inShort: () => Promise.reject(new TypeError('asked')) };

describe('what waits', () => {
  it('names a search by patient to every national auditor but the one who asked, for three days', async () => {
    const { places, clock, database } = world.agreements;
    const [asker, other, administrator] = [await places.somebody('Odile Asker', 'auditor-national'), await places.somebody('Piers Other', 'auditor-national'), await places.somebody('Ada Admin', 'system-administrator')];
    await places.beyondTheRules(() => database.owner.query(`INSERT INTO patient_search (id, asked_by, asked_at, reason, patient_index) VALUES (gen_random_uuid(), $1, $2, 'Complaint 12', decode(repeat('ab', 32), 'hex'))`, [asker.personId, clock.now()]));
    expect([await waitsFor(asker), await waitsFor(other), await waitsFor(administrator)]).toEqual([[], ['confirm-patient-search'], []]);
    await places.beyondTheRules(() => database.owner.query(`UPDATE patient_search SET asked_at = asked_at - interval '73 hours'`));
    expect(await waitsFor(other)).toEqual([]);
  });

  it('moves from hand to hand, and never to the hand that did the step before', async () => {
    const { officer, secondOfficer, approver, farOfficer } = world.agreements;
    const signatory = (await world.agreements.signatoryOf(practice)).actor;
    const { id: agreementId } = await world.agreements.drafting.execute(officer, world.agreements.aDraft());
    expect([await waitsFor(officer), await waitsFor(secondOfficer)]).toEqual([['draft'], []]);

    await world.agreements.opening.execute(officer, { id: agreementId, expectedVersion: 1 });
    expect([await waitsFor(signatory), await waitsFor(officer)]).toEqual([['sign'], []]);

    await world.agreements.sign(agreementId, practice);
    await world.agreements.sign(agreementId, viewer);
    // Officer drafted it, so the evidence waits for the other one; both pieces stand in one line of the agreement.
    expect([await waitsFor(signatory), await waitsFor(officer), await waitsFor(secondOfficer)]).toEqual([[], [], ['verify ×2']]);

    for (const odsCode of [practice, viewer]) {
      const { id, side, version } = await world.agreements.party(agreementId, odsCode);
      await world.agreements.verifying.accept(secondOfficer, { id, side, expectedVersion: version });
    }
    await world.ready(practice, 'provider');
    await world.ready(viewer, 'consumer');
    expect(await waitsFor(officer)).toEqual(['submit ×2']);

    const { id, version, contentHash } = await world.submitted(agreementId);
    expect([await waitsFor(officer), await waitsFor(approver)]).toEqual([[], ['approve']]);
    await world.deciding.approve(approver, { id, expectedVersion: version, contentHash });
    expect([await waitsFor(approver), await waitsFor(officer), await waitsFor(farOfficer)]).toEqual([[], ['go-live ×2'], []]);
    // Whose gate fails waits for that gate, and for no officer to take it live.
    const hosting = (set: string) => world.agreements.places.beyondTheRules(() => world.agreements.database.owner.query(`UPDATE gate_fact SET ${set} WHERE ods_code = '${practice}' AND kind = 'hosting'`));
    await hosting("value = 'local'");
    expect(await waitsFor(officer)).toEqual(['go-live']);
    await hosting("value = 'streaming'");

    await world.going.execute(officer, { activationId: id });
    expect(await Promise.all([officer, secondOfficer, approver, signatory, farOfficer].map(waitsFor))).toEqual([[], [], [], [], []]);
  });

  it('asks the viewing organisation to accept, and staff to invite again whose evidence they rejected', async () => {
    const { secondOfficer, officer, places } = world.agreements;
    const agreementId = await world.agreements.anOpenAgreement({ providers: [places.practices[2]!], consumers: [{ odsCode: places.viewers[1]!, views: ['summary'] }] });
    const lead = await places.somebody('Vera Viewer', 'viewer-governance-lead', { odsCode: places.viewers[1]! });
    expect(await waitsFor(lead)).toEqual(['accept']);
    await world.agreements.sign(agreementId, places.viewers[1]!);
    const { id, side, version } = await world.agreements.party(agreementId, places.viewers[1]!);
    await world.agreements.verifying.reject(secondOfficer, { id, side, expectedVersion: version, reason: 'The wrong page' });
    expect([await waitsFor(lead), await waitsFor(officer), await waitsFor(secondOfficer)]).toEqual([[], ['invite-again'], ['invite-again']]);
    await world.agreements.moving.end(officer, { id: agreementId, expectedVersion: 2, reason: 'Over' });
    expect(await waitsFor(officer)).toEqual([]);
  });

  it('is nothing of another organisation or locality', async () => {
    await world.agreements.anOpenAgreement({ providers: [world.agreements.places.practices[1]!], consumers: [{ odsCode: world.agreements.places.viewers[1]!, views: ['summary'] }] });
    const other = (await world.agreements.signatoryOf(practice)).actor;
    expect([await waitsFor(other), await waitsFor(world.agreements.farOfficer)]).toEqual([[], []]);
  });
});

/** Laid down past the rules of those who keep them: what one person began and a second has to decide. $1 is the one, $2 a practice, $3 a viewer. */
const BEGUN: Readonly<Partial<Record<WaitingKind, string>>> = {
  'confirm-facts': `INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at) VALUES (gen_random_uuid(), $2, 'hosting', 'streaming', 'A letter', '[2026-01-01,)', $1, '2026-03-01')`,
  'confirm-authority': `INSERT INTO authority (id, ods_code, person_id, role_title, during, recorded_by, recorded_at) SELECT gen_random_uuid(), $2, id, 'Partner', '[2026-01-01,)', $1, '2026-03-01' FROM person WHERE id <> $1 AND name = 'Uma Unasked'`,
  'confirm-resume': `UPDATE stop SET resume_asked_by = $1, resume_asked_at = '2026-03-02'`,
  'confirm-duty': `INSERT INTO duty_grant (id, person_id, duty, ods_code, during, granted_by, granted_at) SELECT gen_random_uuid(), id, 'signatory', $2, '[2026-01-01,)', $1, '2026-03-01' FROM person WHERE name = 'Uma Unasked'`,
  'confirm-gateway': `WITH known AS (INSERT INTO gateway (id, code, name, registered_by, registered_at) VALUES (md5('new')::uuid, 'gateway-new', 'New', $1, '2026-03-01') RETURNING id)
    INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at) SELECT md5('first')::uuid, id, repeat('cb', 32), 'pem', '[2026-01-01,2027-01-01)', $1, '2026-03-01' FROM known`,
  'gateway-unheard': `INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('unheard')::uuid, 'gateway-unheard', 'Unheard', $1, '2026-03-02', md5('another')::uuid, '2026-03-02')`,
  'gateway-silent': `WITH known AS (INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('silent')::uuid, 'gateway-silent', 'Silent', $1, '2026-03-01', md5('another')::uuid, '2026-03-01') RETURNING id)
    INSERT INTO gateway_contact (gateway_id, seen_at) SELECT md5('silent')::uuid, '2026-03-01' FROM known`,
  'gateway-quarantined': `WITH known AS (INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at, revoked_by, revoked_at, revoked_reason)
      VALUES (md5('quarantined')::uuid, 'gateway-quarantined', 'Quarantined', $1, '2026-03-01', md5('another')::uuid, '2026-03-01', $1, '2026-03-02T08:00:00Z', 'Stolen') RETURNING id),
    serves AS (INSERT INTO gateway_locality SELECT known.id, locality.id, '[2026-01-01,)', '2026-01-01' FROM known, (SELECT id FROM locality ORDER BY code LIMIT 1) locality),
    held AS (INSERT INTO tuf_target (sha256, path, content, publication_number) SELECT encode(sha256(content), 'hex'), 'localities/' || code || '.json', content, 1
      FROM (SELECT code, '{"refuseAfterSeconds":7200}'::bytea AS content FROM locality ORDER BY code LIMIT 1) locality)
    INSERT INTO gateway_contact (gateway_id, seen_at) SELECT id, '2026-03-02T07:30:00Z' FROM known`,
  'feed-differs': `INSERT INTO reconciliation (id, looked_at, pairs, findings) SELECT gen_random_uuid(), at, 1, said::jsonb FROM (VALUES ('2026-03-01T09:00:00Z'::timestamptz, '[]'),
    ('2026-03-01T09:01:00Z', '[{"kind":"pair-unlawful","count":1,"examples":[]}]'), ('2026-03-01T09:02:00Z', '[{"kind":"pair-unlawful","count":1,"examples":[]}]')) AS looks (at, said) WHERE $1::uuid IS NOT NULL`,
  'confirm-certificate': `INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at)
    SELECT md5('asked')::uuid, id, consumer_ods_code, repeat('ab', 32), 'pem', 'CN=new', '[2026-01-01,2027-01-01)', $1, '2026-03-01' FROM consumer_system WHERE consumer_ods_code = $3`,
  'renew-certificate': `UPDATE system_certificate SET valid_during = '[2026-01-01,2026-03-20)' WHERE consumer_ods_code = $3 AND $1::uuid IS NOT NULL`,
  'renew-gateway-certificate': `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at, confirmed_by, confirmed_at) VALUES (md5('soon')::uuid, md5('silent')::uuid, repeat('cd', 32), 'pem', '[2026-01-01,2026-03-20)', $1, '2026-03-01', md5('another')::uuid, '2026-03-01')`,
  'confirm-gateway-certificate': `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at) VALUES (md5('next')::uuid, md5('unheard')::uuid, repeat('ce', 32), 'pem', '[2026-01-01,2027-01-01)', $1, '2026-03-02')`,
  'renew-feed-certificate': `INSERT INTO feed_certificate SELECT purpose, repeat('ef', 32), 'CN=x', tstzrange('2026-01-01', until::timestamptz), seen::timestamptz FROM (VALUES ('authority', '2026-03-20', '2026-03-02T08:50:00Z'),
    ('server', '2026-06-20', '2026-03-02T08:50:00Z'), ('publisher', '2026-03-20', '2026-03-01T08:50:00Z')) AS noted (purpose, until, seen) WHERE $1::uuid IS NOT NULL`,
  'decide-import': `INSERT INTO directory_import (id, file_sha256, edition_on, row_count, state, plan_hash, counts, impact, content, submitted_by, submitted_as, submitted_at)
    VALUES (gen_random_uuid(), 'x', '2026-03-01', 1, 'awaiting-approval', 'x', '{}', '{}', '\\x00', $1, 'somebody', '2026-03-01')`,
};

describe('what one person began', () => {
  let first: Actor;
  let second: Actor;
  beforeAll(async () => {
    const { places } = world.agreements;
    await places.person('Uma Unasked');
    [first, second] = [await places.somebody('Fay First', 'support'), await places.somebody('Sid Second', 'support')];
    const party = await world.agreements.party(await world.agreements.aLiveAgreement({ providers: [places.practices[2]!], consumers: [{ odsCode: places.viewers[1]!, views: ['summary'] }] }), places.practices[2]!);
    await world.agreements.narrowing.suspend(world.agreements.officer, { id: party.id, side: 'provider', expectedVersion: party.version, reason: 'A worry' });
    for (const statement of Object.values(BEGUN)) {
      const text = [first.personId!, practice, viewer].reduce<string>((filled, value, place) => filled.replaceAll(`$${place + 1}`, `'${value}'`), statement);
      await places.beyondTheRules(() => world.agreements.database.owner.query(text));
    }
  });
  const told = async (who: Actor, duty: Duty, odsCode: string | null, localities: readonly LocalityId[] = []): Promise<WaitingThing[]> => {
    const actor = { ...who, duty, odsCode, localities } as Actor;
    return world.agreements.transactions.read(actor, (tx) => new WaitingReader(world.agreements.queue, world.readyParties, world.agreements.tasks).of(tx, duty));
  };

  it.each<[WaitingKind, Duty, 'practice' | 'viewer' | 'locality' | 'nation', string]>([
    ['confirm-facts', 'activation-officer', 'locality', 'a locality'],
    ['confirm-facts', 'practice-governance-lead', 'practice', 'a code'],
    ['confirm-authority', 'activation-officer', 'locality', 'an id'],
    ['confirm-resume', 'approver', 'locality', 'an id'],
    ['confirm-duty', 'system-administrator', 'nation', 'an id'],
    ['confirm-gateway', 'system-administrator', 'nation', 'an id'],
    ['confirm-gateway-certificate', 'system-administrator', 'nation', 'an id'],
    ['gateway-silent', 'system-administrator', 'nation', 'an id'],
    ['gateway-quarantined', 'system-administrator', 'nation', 'an id'],
    ['gateway-unheard', 'system-administrator', 'nation', 'an id'],
    ['feed-differs', 'system-administrator', 'nation', 'an id'],
    ['feed-unwatched', 'system-administrator', 'nation', 'an id'],
    ['confirm-certificate', 'viewer-governance-lead', 'viewer', 'an id'],
    ['confirm-certificate', 'system-administrator', 'nation', 'an id'],
    ['renew-certificate', 'viewer-governance-lead', 'viewer', 'an id'],
    ['renew-gateway-certificate', 'system-administrator', 'nation', 'an id'],
    ['renew-feed-certificate', 'system-administrator', 'nation', 'a purpose'],
    ['decide-import', 'system-administrator', 'nation', 'an id'],
  ])('%s waits for %s of the %s', async (kind, duty, place, subject) => {
    const { places } = world.agreements;
    const [odsCode, localities] = [place === 'practice' ? practice : place === 'viewer' ? viewer : null, place === 'locality' ? [places.here] : []];
    const rows = (await told(second, duty, odsCode, localities)).filter((row) => row.kind === kind);
    expect(rows).toMatchObject([{ count: 1, subjectId: subject === 'a locality' ? places.here : subject === 'a code' ? practice : subject === 'a purpose' ? 'authority' : expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    // By the names people know its organisation and system by.
    if (kind.endsWith('-certificate')) expect(rows[0]!.about).not.toContain('CN=');
    // A renewal or an alarm is one's own to do; all else is for another than who began it, and across the fence there is nothing.
    const own = (await told(first, duty, odsCode, localities)).filter((row) => row.kind === kind);
    expect(own).toHaveLength(['renew-certificate', 'renew-gateway-certificate', 'renew-feed-certificate', 'gateway-unheard', 'gateway-silent', 'gateway-quarantined', 'feed-differs', 'feed-unwatched'].includes(kind) ? 1 : 0);
    if (place === 'nation') return;
    const far = await told(second, duty, odsCode === null ? null : place === 'practice' ? places.practices[1]! : places.viewers[1]!, localities.length === 0 ? [] : [places.elsewhere]);
    expect(far.filter((row) => row.kind === kind)).toEqual([]);
  });

  it('puts what cannot wait before all else, and counts a renewal from no earlier than there was something to renew', async () => {
    const rows = await told(second, 'system-administrator', null);
    expect(rows.map(({ kind }) => kind).slice(0, 4)).toEqual(['feed-differs', 'feed-unwatched', 'gateway-quarantined', 'gateway-silent']);
    const others = rows.slice(4).map(({ since }) => since.getTime());
    expect(others).toEqual([...others].sort((one, other) => one - other));
    // Recorded on 1 March with an end on 20 March: 30 days before it, there was no such certificate.
    expect(rows.find(({ kind }) => kind === 'renew-gateway-certificate')!.since).toEqual(new Date('2026-03-01T00:00:00Z'));
  });

  it('asks for nothing of a gateway that was confirmed within the hour, or is revoked and has passed its refuse limit or was never given anything', async () => {
    const { places, database } = world.agreements;
    const kinds = async () => (await told(second, 'system-administrator', null)).filter(({ kind }) => kind === 'gateway-unheard' || kind === 'gateway-quarantined').map(({ kind }) => kind);
    const set = (text: string) => places.beyondTheRules(() => database.owner.query(text));
    expect((await kinds()).sort()).toEqual(['gateway-quarantined', 'gateway-unheard']);
    await set("UPDATE gateway SET confirmed_at = '2026-03-02T08:00:01Z' WHERE code = 'gateway-unheard'");
    await set("UPDATE gateway_contact SET seen_at = '2026-03-02T07:00:00Z' WHERE gateway_id = md5('quarantined')::uuid");
    expect(await kinds()).toEqual([]);
    await set("UPDATE gateway_contact SET handed_at = '2026-03-02T07:30:00Z' WHERE gateway_id = md5('quarantined')::uuid");
    expect(await kinds()).toEqual(['gateway-quarantined']);
    await set("DELETE FROM gateway_contact WHERE gateway_id = md5('quarantined')::uuid");
    expect(await kinds()).toEqual([]);
    await set("INSERT INTO gateway_contact (gateway_id, seen_at) VALUES (md5('quarantined')::uuid, '2026-03-02T07:30:00Z')");
    await set("UPDATE gateway SET confirmed_at = '2026-03-02' WHERE code = 'gateway-unheard'");
  });

  it('asks for the next certificate of a gateway by the last that follows, until one waits that goes beyond, and where none is left', async () => {
    const { places, database } = world.agreements;
    const renewals = async () => (await told(second, 'system-administrator', null)).filter(({ kind }) => kind === 'renew-gateway-certificate').map(({ subjectId, about, dueOn, since }) => ({ subjectId, about, dueOn, since: since.toISOString() }));
    const [silent] = await renewals();
    expect(silent).toMatchObject({ about: 'Silent', dueOn: '2026-03-19' });
    const next = (confirmed: string) => places.beyondTheRules(() => database.owner.query(`INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at, confirmed_by, confirmed_at)
      VALUES (md5('follows')::uuid, md5('silent')::uuid, repeat('cf', 32), 'pem', '[2026-03-10,2026-09-10)', $1, '2026-03-02', ${confirmed})`, [first.personId]));
    const forget = () => places.beyondTheRules(() => database.owner.query(`DELETE FROM gateway_certificate WHERE id = md5('follows')::uuid`));
    for (const confirmed of ['NULL, NULL', "md5('another')::uuid, '2026-03-02'"]) {
      await next(confirmed);
      expect(await renewals()).toEqual([]);
      await forget();
    }
    await places.beyondTheRules(() => database.owner.query(`UPDATE gateway_certificate SET revoked_at = '2026-03-02T07:00:00Z', revoked_by = md5('another')::uuid, revoked_reason = 'Lost' WHERE id = md5('soon')::uuid`));
    expect(await renewals()).toEqual([{ ...silent, dueOn: null, since: '2026-03-02T07:00:00.000Z' }]);
    // Confirmed already, and yet to begin.
    await next("md5('another')::uuid, '2026-03-02'");
    expect(await renewals()).toEqual([]);
    await places.beyondTheRules(() => database.owner.query(`UPDATE gateway_certificate SET revoked_at = '2026-03-02T08:00:00Z', revoked_by = md5('another')::uuid, revoked_reason = 'Lost' WHERE id = md5('follows')::uuid`));
    expect(await renewals()).toMatchObject([{ dueOn: null }]);
    await forget();
    await places.beyondTheRules(() => database.owner.query(`UPDATE gateway_certificate SET revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL WHERE id = md5('soon')::uuid`));
  });

  it.each([
    ['confirm-gateway', 'first', 'was withdrawn', `revoked_at = '2026-03-02', revoked_by = md5('another')::uuid, revoked_reason = 'Wrong'`],
    ['confirm-gateway', 'first', 'has ended', `valid_during = '[2026-01-01,2026-03-02)'`],
    ['confirm-gateway-certificate', 'next', 'has ended', `valid_during = '[2026-01-01,2026-03-02)'`],
    ['confirm-certificate', 'asked', 'has ended', `valid_during = '[2026-01-01,2026-03-02)'`],
  ])('asks nobody to %s by a certificate (%s) that %s', async (kind, id, _what, change) => {
    const { places, database } = world.agreements;
    const asked = async () => (await told(second, 'system-administrator', null)).filter((row) => row.kind === kind).length;
    expect(await asked()).toBe(1);
    const register = kind === 'confirm-certificate' ? 'system_certificate' : 'gateway_certificate';
    await places.beyondTheRules(() => database.owner.query(`UPDATE ${register} SET ${change} WHERE id = md5('${id}')::uuid`));
    expect(await asked()).toBe(0);
    await places.beyondTheRules(() => database.owner.query(`UPDATE ${register} SET revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL, valid_during = '[2026-01-01,2027-01-01)' WHERE id = md5('${id}')::uuid`));
  });
});

describe('how sharing stands, and what comes', () => {
  it('says of a locality how many have gone live, to who serves it', async () => {
    const reader = new SharingInShortReader(neverAsked);
    const of = (actor: Actor) => world.agreements.transactions.read(actor, (tx) => reader.ofLocalities(tx));
    expect(await of(world.agreements.officer)).toMatchObject([{ live: 1, suspended: 1, practices: 3, viewers: 2 }]);
    expect(await of(world.agreements.farOfficer)).toMatchObject([{ live: 0, suspended: 0, practices: 0, viewers: 0 }]);
  });

  it('says of an organisation how many of its parts are suspended, and nothing of others', async () => {
    const reader = new SharingInShortReader({ inShort: () => Promise.resolve({ seenBy: { organisations: 0, mostViews: 0 }, sees: { organisations: 0, mostViews: 0 } }) } as never);
    const of = async (code: string) => world.agreements.transactions.read((await world.agreements.signatoryOf(code)).actor, (tx) => reader.ofOrganisation(tx));
    expect([await of(world.agreements.places.practices[2]!), await of(practice)]).toMatchObject([{ suspended: 1 }, { suspended: 0 }]);
  });

  it('tells of the end of an agreement 90 days ahead, to its parties and its staff alone', async () => {
    const soon = async (actor: Actor) => (await world.agreements.transactions.read(actor, (tx) => new ComingUpReader().soon(tx))).filter(({ kind }) => kind === 'end');
    world.agreements.clock.set('2027-12-10T09:00:00Z');
    const signatory = (await world.agreements.signatoryOf(practice)).actor;
    expect(await soon(signatory)).toHaveLength(1);
    expect(await soon(world.agreements.officer)).toHaveLength(3);
    expect(await soon(world.agreements.farOfficer)).toEqual([]);
    world.agreements.clock.set('2027-11-10T09:00:00Z');
    expect(await soon(world.agreements.officer)).toEqual([]);
  });

  it('tells of the end of what gateways and the feed present 90 days ahead, to administrators alone', async () => {
    const { clock, places, officer } = world.agreements;
    const soon = async (actor: Actor) => (await world.agreements.transactions.read(actor, (tx) => new ComingUpReader().soon(tx))).filter(({ kind }) => /^(gateway|feed)-/.test(kind));
    clock.set('2026-03-02T09:00:00Z');
    expect(await soon({ ...await places.somebody('Sue System', 'system-administrator') })).toEqual([
      { kind: 'gateway-certificate-end', subjectId: expect.stringMatching(/^[0-9a-f-]{36}$/), about: 'Silent', onDay: '2026-03-19' },
      { kind: 'feed-certificate-end', subjectId: 'authority', about: 'the authority that issues certificates', onDay: '2026-03-19' },
    ]);
    for (const actor of [officer, await places.somebody('Sam Support', 'support'), (await world.agreements.signatoryOf(practice)).actor]) expect(await soon(actor)).toEqual([]);
  });

  it('keeps an overdue review waiting for the officers of the locality, and from a week on for its approvers, until a newer version is opened', async () => {
    const { clock, officer, approver, farOfficer } = world.agreements;
    const late = async (actor: Actor) => (await waitsFor(actor)).filter((kind) => kind.startsWith('review-late')).length;
    clock.set('2027-03-01T23:59:59Z');
    expect(await late(officer)).toBe(0);
    clock.set('2027-03-02T00:00:00Z');
    expect([await late(officer), await late(approver), await late(farOfficer)]).toEqual([3, 0, 0]);
    clock.set('2027-03-08T00:00:00Z');
    expect([await late(officer), await late(approver), await late((await world.agreements.signatoryOf(practice)).actor)]).toEqual([3, 3, 0]);
  });

  it('makes a task of what gates rest on once it has lapsed (R11), for its organisation and the staff who serve it, until it is renewed', async () => {
    const { clock, officer, farOfficer, places, database } = world.agreements;
    clock.set('2026-03-03T09:00:00Z');
    const [lead, otherLead] = [await places.somebody('Lea Lead', 'viewer-governance-lead', { odsCode: viewer }), await places.somebody('Lou Lead', 'viewer-governance-lead', { odsCode: places.viewers[1]! })];
    const late = async () => Promise.all([lead, otherLead, officer, farOfficer].map(async (actor) => (await waitsFor(actor)).filter((kind) => kind.startsWith('fact-late'))));
    expect(await late()).toEqual([[], [], [], []]);
    await places.beyondTheRules(() => database.owner.query(`UPDATE gate_fact SET valid_during = '[2026-01-01,2026-03-03)' WHERE ods_code = '${viewer}' AND kind IN ('data-protection-assurance', 'role-profiles')`));
    expect(await late()).toEqual([['fact-late ×2'], [], ['fact-late ×2'], []]);
    await places.beyondTheRules(() => database.owner.query(`INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at, confirmed_by, confirmed_at)
      SELECT gen_random_uuid(), ods_code, kind, value, source, '[2026-03-03,)', recorded_by, recorded_at, confirmed_by, confirmed_at FROM gate_fact WHERE ods_code = '${viewer}' AND kind = 'role-profiles'`));
    expect(await late()).toEqual([['fact-late'], [], ['fact-late'], []]);
  });

  it('and of what somebody ended, or a later word takes back: sharing stopped at once, and nobody else would say so', async () => {
    const { clock, officer, farOfficer, places } = world.agreements;
    const lead = await places.somebody('Gwen Lead', 'practice-governance-lead', { odsCode: practice });
    const late = async () => Promise.all([lead, officer, farOfficer].map(async (actor) => (await world.agreements.transactions.read(actor, (tx) => new WaitingReader(world.agreements.queue, world.readyParties, world.agreements.tasks)
      .of(tx, actor.duty ?? ''))).filter(({ kind, subjectId }) => kind === 'fact-late' && subjectId === practice).map(({ since }) => since.toISOString())));
    clock.set('2026-03-04T09:00:00Z');
    expect(await late()).toEqual([[], [], []]);
    await world.fact(practice, 'hosting', 'local', { fromOn: '2026-03-02' });
    expect(await late()).toEqual([['2026-03-04T09:00:00.000Z'], ['2026-03-04T09:00:00.000Z'], []]);
    clock.set('2026-03-05T09:00:00Z');
    const streams = await world.fact(practice, 'hosting', 'streaming', { fromOn: '2026-03-05' });
    expect(await late()).toEqual([[], [], []]);
    clock.set('2026-03-06T09:00:00Z');
    await world.facts.end(officer, { id: streams, expectedVersion: 2, reason: 'Streaming lost' });
    expect(await late()).toEqual([['2026-03-04T09:00:00.000Z'], ['2026-03-04T09:00:00.000Z'], []]);
  });
});

describe('a campaign', () => {
  it('waits for each practice until its controller has answered, then for staff to carry it out, and for nobody else', async () => {
    const { agreements } = world;
    const [officer, { places }] = [agreements.officer, agreements];
    const [one, other] = ['TSTQ01', 'TSTQ02'];
    await places.beyondTheRules(async () => { for (const code of [one, other]) await places.organisation(code, `Surgery ${code}`, places.here); });
    await agreements.aLiveAgreement({ providers: [one, other], consumers: [{ odsCode: places.viewers[0]!, views: ['summary', 'medication'] }] });
    const campaigns = campaignActs(agreements.transactions);
    const { id } = await campaigns.drafting.execute(officer, { kind: 'review', title: 'The review of the year', message: 'Please review.', answerBy: '2099-01-01', practices: [one, other] });
    const of = async (actor: Actor): Promise<string[]> => (await waitsFor(actor)).filter((each) => each.includes('campaign'));
    const [first, second] = [(await agreements.signatoryOf(one)).actor, (await agreements.signatoryOf(other)).actor];
    expect([await of(first), await of(officer)]).toEqual([[], []]);
    await campaigns.moving.ask(officer, { id, expectedVersion: 1 });
    expect(await Promise.all([first, second, officer, agreements.farOfficer, agreements.approver].map(of))).toEqual([['answer-campaign'], ['answer-campaign'], [], [], []]);
    for (const [actor, code, reply] of [[first, one, 'withdraw'], [second, other, 'keep']] as const) {
      const rows = await agreements.transactions.read(actor, (tx) => campaigns.reader.agreementsOf(tx, id, code));
      await campaigns.answering.execute(actor, { id, answers: rows.map(({ participationId }) => ({ participationId, reply })) });
    }
    expect(await Promise.all([first, second, officer, agreements.farOfficer].map(of))).toEqual([[], [], ['execute-campaign'], []]);
    await campaigns.executing.execute(officer, { id });
    expect(await of(officer)).toEqual([]);
  });
});

describe('a review campaign', () => {
  const [one, other, viewerOfThese] = ['TSTQ11', 'TSTQ12', 'TSTV11'];
  const late = async (actor: Actor): Promise<string[]> => (await waitsFor(actor)).filter((kind) => kind.startsWith('review-late'));
  const coming = async (actor: Actor): Promise<string[]> => {
    world.agreements.clock.set('2026-08-31T09:00:00Z');
    const soon = await world.agreements.transactions.read(actor, (tx) => new ComingUpReader().soon(tx));
    world.agreements.clock.set('2026-09-02T09:00:00Z');
    return soon.filter(({ kind, about }) => kind === 'review' && about.endsWith('To be reviewed')).map(({ onDay }) => onDay);
  };
  let before: string[];

  beforeAll(async () => {
    const { agreements } = world;
    agreements.clock.set('2026-03-06T09:00:00Z');
    await agreements.places.beyondTheRules(async () => {
      for (const code of [one!, other!]) await agreements.places.organisation(code, `Surgery ${code}`, agreements.places.here);
      await agreements.places.organisation(viewerOfThese!, 'Hospice', null);
    });
    await agreements.aLiveAgreement({ title: 'To be reviewed', providers: [one!, other!], consumers: [{ odsCode: viewerOfThese!, views: ['summary'] }], reviewOn: '2026-09-01' });
  });
  beforeEach(() => { world.agreements.clock.set('2026-09-02T09:00:00Z'); });

  const review = async (answers: Readonly<Record<string, 'keep' | 'withdraw'>>, { isClosed = true, at = '2026-09-02T09:00:00Z' } = {}): Promise<void> => {
    const { agreements } = world;
    const campaigns = campaignActs(agreements.transactions);
    agreements.clock.set(at);
    const { id } = await campaigns.drafting.execute(agreements.officer, { kind: 'review', title: 'Review', message: 'Please say.', answerBy: '2026-12-01', practices: [one!, other!] });
    await campaigns.moving.ask(agreements.officer, { id, expectedVersion: 1 });
    for (const [code, reply] of Object.entries(answers)) {
      const rows = await agreements.transactions.read(agreements.officer, (tx) => campaigns.reader.agreementsOf(tx, id, code));
      await campaigns.answering.execute((await agreements.signatoryOf(code)).actor, { id, answers: rows.map(({ participationId }) => ({ participationId, reply })) });
    }
    if (isClosed) await campaigns.moving.close(agreements.officer, { id, expectedVersion: 2 });
    agreements.clock.set('2026-09-02T09:00:00Z');
  };

  it('settles nothing before it is finished, by a withdrawal, or by an answer of long ago', async () => {
    before = await late(world.agreements.officer);
    expect(before).toEqual(['review-late ×2']);
    await review({ [one!]: 'keep' }, { isClosed: false });
    await review({ [one!]: 'withdraw' });
    await review({ [one!]: 'keep' }, { at: '2026-06-02T09:00:00Z' });
    expect(await late(world.agreements.officer)).toEqual(before);
    expect(await coming(world.agreements.officer)).toEqual(['2026-09-01']);
  });

  it('that is finished settles the overdue review of each practice whose controller said that it stands', async () => {
    await review({ [one!]: 'keep' }, { at: '2026-06-03T09:00:00Z' });
    expect([await late(world.agreements.officer), await coming(world.agreements.officer)]).toEqual([['review-late'], ['2026-09-01']]);
    const mine = async (code: string): Promise<string[]> => coming((await world.agreements.signatoryOf(code)).actor);
    expect([await mine(one!), await mine(other!)]).toEqual([[], ['2026-09-01']]);
    await review({ [other!]: 'keep' });
    expect(await coming(world.agreements.officer)).toEqual([]);
    expect(await late(world.agreements.officer)).toEqual([]);
    world.agreements.clock.set('2026-09-09T09:00:00Z');
    expect(await late(world.agreements.approver)).toEqual([]);
  });

  it('goes on settling it while other views are proposed in the same words, and when they come to nothing', async () => {
    const { proposing, endingProposals, officer } = world.agreements;
    const { id } = await proposing.execute(officer, { consumerOdsCode: viewerOfThese!, serviceCode: 'DCR', views: ['summary', 'events'], reason: 'They visit at night', lapsesOn: '2026-10-01' });
    expect(await late(officer)).toEqual([]);
    await endingProposals.giveUp(officer, { id, reason: 'They asked for something else' });
    expect(await late(officer)).toEqual([]);
  });

  it('answered by letter waits for another officer to verify it', async () => {
    const { agreements } = world;
    const campaigns = campaignActs(agreements.transactions);
    const { id } = await campaigns.drafting.execute(agreements.officer, { kind: 'review', title: 'By letter', message: 'Please say.', answerBy: '2026-12-01', practices: [one!] });
    await campaigns.moving.ask(agreements.officer, { id, expectedVersion: 1 });
    const [asked] = await agreements.transactions.read(agreements.officer, (tx) => campaigns.reader.agreementsOf(tx, id, one!));
    await instructionActs(agreements).letter(id, one!, [{ participationId: asked!.participationId, reply: 'keep' }]);
    const waits = async (actor: Actor) => (await agreements.transactions.read(actor, (tx) => new WaitingReader(agreements.queue, world.readyParties, agreements.tasks).of(tx, actor.duty ?? ''))).filter(({ kind }) => kind === 'verify-instruction');
    expect([await waits(agreements.secondOfficer), await waits(agreements.officer), await waits(agreements.farOfficer)]).toMatchObject([[{ subjectId: id, about: 'By letter', count: 1, agreementId: null }], [], []]);
  });
});

describe('a proposal to change a view set', () => {
  it('waits for whoever is asked until the day it lapses, and for an approver who did not propose it to cut over', async () => {
    const { agreements } = world;
    const { officer, approver, places, clock } = agreements;
    const codes = ['TSTQ81', 'TSTQ82'];
    await places.beyondTheRules(async () => {
      for (const code of codes) await places.organisation(code, `Surgery ${code}`, places.here);
      await places.organisation('TSTW81', 'The Night Service', null);
    });
    const id = await agreements.aLiveAgreement({ providers: codes as never, consumers: [{ odsCode: 'TSTW81', views: ['summary'] }] as never });
    const proposed = await agreements.proposing.execute(officer, { consumerOdsCode: 'TSTW81', serviceCode: 'DCR', views: ['summary', 'events'], reason: 'Asked for', lapsesOn: '2026-12-24' });
    const told = async (actor: Actor): Promise<WaitingThing[]> => (await agreements.transactions.read(actor, (tx) => new WaitingReader(agreements.queue, world.readyParties, agreements.tasks).of(tx, actor.duty ?? ''))).filter(({ kind }) => ['sign', 'accept', 'agree-views', 'cut-over', 'go-live'].includes(kind));
    const [practice, night] = [(await agreements.signatoryOf(codes[0]!)).actor, (await agreements.signatoryOf('TSTW81')).actor];
    expect([await told(practice), await told(night)]).toEqual([[expect.objectContaining({ kind: 'agree-views', about: '2 views for The Night Service', dueOn: '2026-12-24', agreementId: id })], [expect.objectContaining({ kind: 'agree-views' })]]);
    for (const code of [codes[0]!, 'TSTW81']) await agreements.verified(id, code);
    await agreements.approved(id, [codes[0]!, 'TSTW81']);
    expect([await told(practice), (await told(officer)).filter(({ agreementId }) => agreementId === id)]).toEqual([[], []]);
    expect((await told(approver)).filter(({ subjectId }) => subjectId === proposed.id)).toEqual([expect.objectContaining({ kind: 'cut-over', about: 'The Night Service, Detailed Care Record: 1 of 2 sharing organisations agreed', dueOn: '2026-12-24' })]);
    const other = (await agreements.signatoryOf(codes[1]!)).actor;
    expect(await told(other)).toHaveLength(1);
    clock.set(new Date('2026-12-25T00:00:00Z'));
    expect([await told(other), (await told(approver)).filter(({ subjectId }) => subjectId === proposed.id)]).toEqual([[], []]);
  });

  it('waits for no approver where every agreement it asks in has ended', async () => {
    const { agreements } = world;
    const { officer, approver, places } = agreements;
    await places.beyondTheRules(async () => { await places.organisation('TSTQ83', 'Surgery TSTQ83', places.here); await places.organisation('TSTW82', 'The Day Service', null); });
    const id = await agreements.aLiveAgreement({ providers: ['TSTQ83'] as never, consumers: [{ odsCode: 'TSTW82', views: ['summary'] }] as never, endsOn: '2028-01-01' });
    const proposed = await agreements.proposing.execute(officer, { consumerOdsCode: 'TSTW82', serviceCode: 'DCR', views: ['events'], reason: 'Asked for', lapsesOn: '2027-01-24' });
    const isTold = async () => (await agreements.transactions.read(approver, (tx) => new WaitingReader(agreements.queue, world.readyParties, agreements.tasks).of(tx, approver.duty ?? ''))).some(({ subjectId }) => subjectId === proposed.id);
    expect(await isTold()).toBe(true);
    await agreements.moving.end(officer, { id, expectedVersion: await agreements.versionOf(id), reason: 'Done' });
    expect(await isTold()).toBe(false);
  });
});
