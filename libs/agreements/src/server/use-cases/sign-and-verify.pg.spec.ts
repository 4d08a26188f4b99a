import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import { aPdf } from '@accord/evidence/testing';
import type { AgreementId } from '@accord/agreements';
import { AgreementWorld } from '../../testing/index.js';

let world: AgreementWorld;
let agreement: AgreementId;
beforeAll(async () => { world = await AgreementWorld.open(); });
afterAll(() => world.close());
beforeEach(async () => { agreement = await world.anOpenAgreement({ providers: [world.practice(), world.practice(1)] }); });

const refused = (code: string): unknown => expect.objectContaining({ code });
const newest = async (act: string): Promise<string | undefined> => (await world.attempts(act))[0];
const form = async (code: string): Promise<{ id: string; expectedVersion: number; termsDigest: string }> => {
  const { id, version, termsDigest } = await world.party(agreement, code);
  return { id, expectedVersion: version, termsDigest };
};
const partyForm = async (code: string): Promise<{ side: 'provider' | 'consumer'; id: string; expectedVersion: number }> => {
  const { id, side, version } = await world.party(agreement, code);
  return { side, id, expectedVersion: version };
};
const signatory = async (code: string): Promise<Actor> => (await world.signatoryOf(code)).actor;

describe('signing in Accord', () => {
  it('makes evidence of what was read, by the person in the register, and moves only this provider', async () => {
    const party = await world.sign(agreement, world.practice());
    expect(party).toMatchObject({ state: 'signed', evidenceState: 'checked' });
    expect(await world.party(agreement, world.practice(1))).toMatchObject({ state: 'invited', evidenceId: null });
    const { rows } = await world.database.owner.query('SELECT kind, terms_digest, signatory_person_id, submitted_by FROM evidence WHERE id = $1', [party.evidenceId]);
    const { personId } = await signatory(world.practice());
    expect(rows).toEqual([{ kind: 'generated', terms_digest: party.termsDigest, signatory_person_id: personId, submitted_by: personId }]);
  });

  it.each<[string, () => Promise<Actor>, string]>([
    ['a governance lead', async () => world.places.somebody('Lee Lead', 'practice-governance-lead', { odsCode: world.practice() }), 'NOT_PERMITTED'],
    ['staff', async () => world.officer, 'NOT_PERMITTED'],
    ['the signatory of the practice next door', async () => signatory(world.practice(1)), 'NOT_PERMITTED'],
    ['somebody who is not in the register', async () => world.places.somebody('Una Unknown', 'signatory', { odsCode: world.practice() }), 'NO_AUTHORITY'],
    ['the signatory without a fresh stronger credential', async () => ({ ...await signatory(world.practice()), acr: 'AAL1_USERPASS' }), 'STEP_UP_NEEDED'],
    ['the signatory whose step-up is six minutes old', async () => ({ ...await signatory(world.practice()), authenticatedAt: new Date(world.clock.now().getTime() - 6 * 60_000) }), 'STEP_UP_NEEDED'],
  ])('is refused to %s, changes nothing and is on record', async (_who, by, code) => {
    await expect(world.signing.execute(await by(), await form(world.practice()))).rejects.toEqual(refused(code));
    expect([(await world.party(agreement, world.practice())).state, await newest('participation.sign')]).toEqual(['invited', code]);
  });

  it.each<[string, Date, Date | null]>([
    ['has ended', new Date('2026-01-01T00:00:00Z'), new Date('2026-03-02T09:00:00Z')], ['is yet to begin', new Date('2026-03-02T09:00:00.001Z'), null],
  ])('is refused to somebody whose authority %s', async (_when, from, until) => {
    const somebody = await world.places.somebody('Tess Temporary', 'signatory', { odsCode: world.practice() });
    await world.places.authority(world.practice(), somebody.personId!, { from, until });
    await expect(world.signing.execute(somebody, await form(world.practice()))).rejects.toEqual(refused('NO_AUTHORITY'));
  });

  it('keeps no second signature, and says so', async () => {
    await world.sign(agreement, world.practice());
    await expect(world.signing.execute(await signatory(world.practice()), await form(world.practice()))).rejects.toEqual(refused('ALREADY_SIGNED'));
    const { rows } = await world.database.owner.query('SELECT count(*)::int AS kept FROM evidence WHERE agreement_id = $1', [agreement]);
    expect(rows).toEqual([{ kept: 1 }]);
  });

  it('keeps one of two signatures at once', async () => {
    const input = await form(world.practice());
    const by = await signatory(world.practice());
    const told = await Promise.allSettled([world.signing.execute(by, input), world.signing.execute(by, input)]);
    expect(told.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('refuses terms that were not the ones read, and a stale form', async () => {
    const input = await form(world.practice());
    await expect(world.signing.execute(await signatory(world.practice()), { ...input, termsDigest: 'ab'.repeat(32) })).rejects.toEqual(refused('TERMS_CHANGED'));
    await expect(world.signing.execute(await signatory(world.practice()), { ...input, expectedVersion: 7 })).rejects.toEqual(refused('STALE'));
  });

  it('gives the first answer to a repeated request, and refuses its key for another', async () => {
    const input = { ...await form(world.practice()), idempotencyKey: 'sign-once-0001' };
    const by = await signatory(world.practice());
    const first = await world.signing.execute(by, input);
    expect(await world.signing.execute(by, input)).toEqual(first);
    await expect(world.signing.execute(by, { ...input, termsDigest: 'other' })).rejects.toEqual(refused('IDEMPOTENCY_KEY_REUSED'));
  });

  it('answers alike for a part of somebody else and for one that is not there', async () => {
    const far = await world.anOpenAgreement({ localityId: world.places.elsewhere, providers: [world.places.farPractice], consumers: [{ odsCode: world.viewer(1), views: ['events'] }] }, world.farOfficer);
    const theirs = await world.party(far, world.places.farPractice);
    const by = await signatory(world.practice());
    const ids = [theirs.id, newId(world.clock.now()), '; drop table', ''];
    const told = await Promise.all(ids.map((id) => world.signing.execute(by, { id, expectedVersion: 1, termsDigest: theirs.termsDigest }).catch((error: unknown) => error as Error)));
    for (const each of told) expect(each).toMatchObject({ code: 'NOT_FOUND', message: (told[1] as Error).message });
    expect((await world.party(far, world.places.farPractice)).state).toBe('invited');
  });
});

describe('a consumer', () => {
  it('accepts its part in the same way, as signatory or governance lead with authority', async () => {
    const lead = await world.places.somebody('Vera Viewer', 'viewer-governance-lead', { odsCode: world.viewer() });
    await expect(world.accepting.execute(lead, await form(world.viewer()))).rejects.toEqual(refused('NO_AUTHORITY'));
    await world.places.authority(world.viewer(), lead.personId!);
    await world.accepting.execute(lead, await form(world.viewer()));
    expect(await world.party(agreement, world.viewer())).toMatchObject({ state: 'accepted', evidenceState: 'checked' });
  });

  it('declines, or a practice does, once', async () => {
    for (const code of [world.viewer(), world.practice()]) {
      const by = await signatory(code);
      await world.declining.execute(by, await partyForm(code));
      expect((await world.party(agreement, code)).state).toBe('declined');
      await expect(world.declining.execute(by, await partyForm(code))).rejects.toEqual(refused('NOT_READY'));
    }
    await expect(world.signing.execute(await signatory(world.practice()), await form(world.practice()))).rejects.toEqual(refused('NOT_READY'));
    await expect(world.declining.execute(await signatory(world.practice(1)), { ...await partyForm(world.viewer()) })).rejects.toEqual(refused('NOT_PERMITTED'));
  });
});

describe('an uploaded signature', () => {
  const upload = async (by: Actor, code: string, given: { signedOn?: string; signedPage?: number | null; authorityId?: string; pdf?: Buffer } = {}) => {
    const takenIn = await world.evidence.uploads.execute(Readable.from([given.pdf ?? aPdf()]));
    const { authorityId } = await world.signatoryOf(code);
    return world.uploading.execute(by, { ...await partyForm(code), authorityId: given.authorityId ?? authorityId, signedOn: given.signedOn ?? '2026-03-01', signedPage: given.signedPage === undefined ? 1 : given.signedPage, takenIn });
  };

  it('counts when somebody in the register signed it, and is verified by another than who posted it', async () => {
    await upload(world.officer, world.practice());
    const party = await world.party(agreement, world.practice());
    expect(party).toMatchObject({ state: 'signed', submittedBy: 'Olive Officer' });
    const input = { side: 'provider' as const, id: party.id, expectedVersion: party.version };
    await expect(world.verifying.accept(world.officer, input)).rejects.toEqual(refused('SAME_PERSON'));
    expect(await newest('participation.verify')).toBe('SAME_PERSON');
    await world.verifying.accept(await world.places.somebody('Orla Officer', 'activation-officer', { localities: [world.places.here] }), input);
    expect((await world.party(agreement, world.practice())).state).toBe('verified');
  });

  it.each([['2026-03-01', ['SIGNED_BEFORE_OPENED']], ['2026-03-02', []]] as const)('signed on %s, of a version opened on 2 March, tells whoever hands it in and whoever verifies it %j', async (signedOn, codes) => {
    const { evidenceId, findings } = await upload(world.officer, world.practice(), { signedOn });
    expect(findings.map(({ code }) => code)).toEqual(codes);
    const { rows } = await world.database.owner.query<{ findings: { code: string }[] }>('SELECT findings FROM evidence WHERE id = $1', [evidenceId]);
    expect(rows[0]!.findings.map(({ code }) => code)).toEqual(codes);
  });

  it.each<[string, () => Promise<Parameters<typeof upload>[2]>, string]>([
    ['signed tomorrow', async () => ({ signedOn: '2026-03-03' }), 'SIGNED_IN_FUTURE'],
    ['signed before the signatory had authority', async () => ({ signedOn: '2026-01-01' }), 'SIGNATORY_WITHOUT_AUTHORITY'],
    ['signed on a day that is none', async () => ({ signedOn: '2026-13-01' }), 'INVALID_INPUT'],
    ['with neither an embedded signature nor a page named', async () => ({ signedPage: null }), 'NO_SIGNATURE'],
    ['with a page named that it does not have', async () => ({ signedPage: 9 }), 'SIGNED_PAGE_ABSENT'],
    ['under a line of the register that is none', async () => ({ authorityId: 'x' }), 'INVALID_INPUT'],
    ["under a line of another organisation's register", async () => ({ authorityId: (await world.signatoryOf(world.practice(1))).authorityId }), 'NO_AUTHORITY'],
    ['under a line that is not there', async () => ({ authorityId: newId(world.clock.now()) }), 'NO_AUTHORITY'],
  ])('is refused %s, changes nothing and is on record', async (_what, given, code) => {
    await expect(upload(await signatory(world.practice()), world.practice(), await given())).rejects.toEqual(refused(code));
    expect([(await world.party(agreement, world.practice())).state, await newest('evidence.upload')]).toEqual(['invited', code]);
  });

  it('is kept apart when it carries a script, and the part goes on waiting', async () => {
    const pdf = aPdf({ catalog: '/OpenAction 4 0 R', objects: ['<< /S /JavaScript /JS (app.alert\\(1\\)) >>'] });
    expect(await upload(world.officer, world.practice(), { pdf })).toMatchObject({ state: 'quarantined' });
    expect(await world.party(agreement, world.practice())).toMatchObject({ state: 'invited', evidenceId: null });
    expect(await world.sign(agreement, world.practice())).toMatchObject({ state: 'signed' });
  });
});

describe('verifying', () => {
  it.each<[string, () => Promise<Actor>, string]>([
    ['whoever drafted it', async () => world.officer, 'SAME_PERSON'],
    ['the approver', async () => world.approver, 'NOT_PERMITTED'],
    ['its signatory', async () => signatory(world.practice()), 'NOT_PERMITTED'],
    ['the signatory in another duty', async () => ({ ...await signatory(world.practice()), duty: 'activation-officer', odsCode: null, localities: [world.places.here] } as Actor), 'SAME_PERSON'],
    ['staff of another locality', async () => world.farOfficer, 'NOT_FOUND'],
  ])('is refused to %s, changes nothing and is on record', async (_who, by, code) => {
    await world.sign(agreement, world.practice());
    await expect(world.verifying.accept(await by(), await partyForm(world.practice()))).rejects.toEqual(refused(code));
    expect(await world.party(agreement, world.practice())).toMatchObject({ state: 'signed', evidenceState: 'checked' });
    expect(await newest('participation.verify')).toBe(code);
  });

  it('is refused for a day to whoever gave the signatory a duty, and to nobody else', async () => {
    const { personId } = await signatory(world.practice());
    await world.sign(agreement, world.practice());
    const grant = async (at: string): Promise<void> => {
      await world.places.beyondTheRules(() => world.database.owner.query(`INSERT INTO duty_grant (id, person_id, duty, ods_code, during, granted_by, granted_at, confirmed_by, confirmed_at)
        VALUES (gen_random_uuid(), $1, 'signatory', 'TSTP01', '[2026-01-01,)', $2, $3, $4, $3)`, [personId, world.secondOfficer.personId, at, world.approver.personId]));
    };
    await grant('2026-03-01T08:59:59Z');
    await grant('2026-03-01T09:00:01Z');
    await expect(world.verifying.accept(world.secondOfficer, await partyForm(world.practice()))).rejects.toEqual(refused('COOLING_OFF'));
    await world.database.owner.query(`DELETE FROM duty_grant WHERE granted_at = '2026-03-01T09:00:01Z'`);
    await world.verifying.accept(world.secondOfficer, await partyForm(world.practice()));
    await world.places.beyondTheRules(() => world.database.owner.query('DELETE FROM duty_grant'));
  });

  it('rejects with a reason, invites again, and takes a new signature', async () => {
    await world.sign(agreement, world.practice());
    const first = await world.party(agreement, world.practice());
    await expect(world.verifying.reject(world.secondOfficer, { ...await partyForm(world.practice()), reason: '  ' })).rejects.toEqual(refused('REASON_NEEDED'));
    await world.verifying.reject(world.secondOfficer, { ...await partyForm(world.practice()), reason: 'The name does not fit' });
    expect(await world.party(agreement, world.practice())).toMatchObject({ state: 'rejected', evidenceState: 'rejected' });
    await expect(world.signing.execute(await signatory(world.practice()), await form(world.practice()))).rejects.toEqual(refused('NOT_READY'));
    await world.inviting.execute(world.secondOfficer, await partyForm(world.practice()));
    const again = await world.sign(agreement, world.practice());
    expect(again.state).toBe('signed');
    expect(again.evidenceId).not.toBe(first.evidenceId);
  });

  it('rejects what was verified, as long as nobody has approved it', async () => {
    const { id, side, version } = await world.verified(agreement, world.practice());
    await world.verifying.reject(world.secondOfficer, { id, side, expectedVersion: version, reason: 'Forged' });
    expect(await world.party(agreement, world.practice())).toMatchObject({ state: 'rejected', evidenceState: 'rejected' });
    await world.verified(agreement, world.practice(1));
    await world.approved(agreement, [world.practice(1)]);
    await expect(world.verifying.reject(world.secondOfficer, { ...await partyForm(world.practice(1)), reason: 'Late' })).rejects.toEqual(refused('NOT_READY'));
  });

  it('lets one of two verifiers at once act', async () => {
    await world.sign(agreement, world.practice());
    const input = await partyForm(world.practice());
    const other = await world.places.somebody('Orla Officer', 'activation-officer', { localities: [world.places.here] });
    const told = await Promise.allSettled([world.verifying.accept(world.secondOfficer, input), world.verifying.accept(other, input)]);
    expect(told.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : 'done')).sort()).toEqual(['STALE', 'done']);
  });

  it('verifies nothing under an agreement that has ended, and invites nobody again under one that is closed', async () => {
    await world.sign(agreement, world.practice());
    await world.sign(agreement, world.practice(1));
    await world.verifying.reject(world.secondOfficer, { ...await partyForm(world.practice(1)), reason: 'Unreadable' });
    await world.moving.close(world.officer, { id: agreement, expectedVersion: 2 });
    await expect(world.inviting.execute(world.secondOfficer, await partyForm(world.practice(1)))).rejects.toEqual(refused('NOT_READY'));
    await world.moving.end(world.officer, { id: agreement, expectedVersion: 3, reason: 'Over' });
    await expect(world.verifying.accept(world.secondOfficer, await partyForm(world.practice()))).rejects.toEqual(refused('NOT_READY'));
  });
});
