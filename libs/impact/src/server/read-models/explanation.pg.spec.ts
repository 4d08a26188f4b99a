import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { viewAnswers } from '@accord/views/testing';
import { InvalidInput, type Actor, type Duty, type OdsCode } from '@accord/kernel';
import { abilitiesOf } from '@accord/kernel/server';
import type { Explanation, OfferedFix } from '../../contract/explanation.js';
import { RecordedHistory } from '../../testing/recorded-history.js';
import '../abilities.js';
import { explanationOf, sightsAt } from './explanation.js';

describe('why a view is seen or not', () => {
  let history: RecordedHistory;
  let practice: OdsCode;
  let viewer: OdsCode;
  let place = 3;
  const asked = (actor: Actor = history.world.auditor, at: Date | null = null): Promise<Explanation> => history.world.transactions.read(actor, async (tx) => {
    const service = await viewAnswers().services.byCode(tx, 'DCR');
    const moment = at === null ? { at: history.world.clock.now(), reading: 'now', asKnownAt: null } as const : { at, reading: 'as-it-was', asKnownAt: null } as const;
    return explanationOf(tx, { service, provider: practice, consumer: viewer, view: service.views[place]!, moment });
  });
  const acting = (duty: Duty, odsCode: string | null): Actor => ({ ...history.world.auditor, duty, odsCode: odsCode as OdsCode | null });

  /** Does what was offered, as whoever it names would. */
  async function does({ act, side, stop }: OfferedFix): Promise<void> {
    const { world } = history;
    const code = side === 'consumer' ? viewer : practice;
    const agreementId = history.agreementIds[0]!;
    switch (act) {
      case 'name-both': return history.agreement([practice], [viewer], ['summary', 'medication']);
      case 'lift-stop': {
        const { rows: [row] } = await world.database.owner.query<{ version: number; scope_kind: string }>('SELECT version, scope_kind FROM stop WHERE id = $1', [stop]);
        if (row!.scope_kind === 'consumer') return history.liftStops(viewer);
        await world.resuming.ask(world.officer, { stopId: stop!, expectedVersion: row!.version });
        await world.resuming.confirm(world.approver, { stopId: stop!, expectedVersion: row!.version + 1 });
        return;
      }
      case 'record-hosting': return history.hosting(code, 'streaming', world.clock.now().toISOString(), null);
      case 'add-certificate': return history.certificate(code);
      case 'reopen': return history.directory(code, null);
      case 'sign': return void await world.sign(agreementId, code);
      case 'verify': {
        const { id, side: of, version } = await world.party(agreementId, code);
        return void await world.verifying.accept(world.secondOfficer, { id, side: of, expectedVersion: version });
      }
      case 'propose': return void await world.proposing.execute(world.officer, { consumerOdsCode: viewer, serviceCode: 'DCR', views: ['summary', 'problems', 'medication'], reason: 'The night team needs problems', lapsesOn: '2026-12-31' });
      case 'give-up': {
        const { rows: [running] } = await world.database.owner.query<{ id: string }>('SELECT id FROM view_set_proposal WHERE cut_over_at IS NULL AND given_up_at IS NULL');
        return void await world.endingProposals.giveUp(world.officer, { id: running!.id, reason: 'Another is asked for' });
      }
      case 'cut-over': {
        const { rows: [running] } = await world.database.owner.query<{ id: string }>('SELECT id FROM view_set_proposal WHERE cut_over_at IS NULL AND given_up_at IS NULL');
        return void await world.cuttingOver.execute({ ...world.approver, authenticatedAt: world.clock.now() }, { id: running!.id, impactHash: 'a'.repeat(64) });
      }
      case 'approve': return void await world.approved(agreementId, [code]);
      case 'go-live': return void await world.goLive(agreementId, [code]);
      default: throw new InvalidInput('act', act);
    }
  }

  async function flipsByWhatIsOffered(): Promise<readonly string[]> {
    const { fixes, isSeen } = await asked();
    expect(isSeen).toBe(false);
    for (const fix of fixes) {
      expect((await asked()).isSeen).toBe(false);
      history.world.clock.advance(60_000);
      await does(fix);
      await history.sharing.publish();
    }
    const after = await asked();
    expect(after).toMatchObject({ isSeen: true, fixes: [] });
    // An edition says that an organisation is open from its own day on, which is before it was imported.
    if (!fixes.some(({ act }) => act === 'reopen')) expect(after.since).toEqual(history.world.clock.now());
    return fixes.map(({ act }) => act);
  }

  beforeAll(async () => {
    history = await RecordedHistory.open(1);
    practice = history.world.practice(0);
    viewer = history.world.viewer(0);
  });
  afterAll(() => history.close());
  afterEach(async () => { history.world.clock.advance(3_600_000); await history.sharing.publish(); });

  const SIGNING = ['sign', 'verify', 'approve', 'go-live'];
  it('is flipped by drafting, signing and going live where no agreement names both', async () => {
    const { sentence, reasons, fixes, row } = await asked();
    expect([sentence, row]).toEqual([`No. Out of Hours ${viewer} (${viewer}) cannot see Medication in the records of Surgery ${practice} (${practice}).`, null]);
    expect(reasons.map(({ says }) => says)).toEqual(['No agreement that you can see names both of them.']);
    expect(fixes.map(({ act }) => act)).toEqual(['name-both', ...SIGNING, ...SIGNING]);
    expect(fixes[1]).toMatchObject({ does: `Sign for Surgery ${practice} (${practice})`, who: `a signatory of Surgery ${practice} (${practice})` });
    expect(await flipsByWhatIsOffered()).toHaveLength(9);
  });

  it('cites agreement, versions, evidence, page and publication', async () => {
    const { reasons, row, publication } = await asked();
    const { rows: [evidence] } = await history.world.database.owner.query<{ sha256: string }>(`SELECT document_sha256 AS sha256 FROM evidence WHERE ods_code = $1`, [practice]);
    expect(row).toMatchObject({ reference: 'DCR-TST-0001', providerVersion: 1, consumerVersion: 1, providerEvidence: { sha256: evidence!.sha256 } });
    expect(publication).toBeGreaterThan(1);
    expect(reasons.map(({ kind }) => kind)).toEqual(['participation', 'part', 'view', 'dates', 'gates', 'publication']);
    expect(reasons[0]!.says).toContain(`signed version 1 of DCR-TST-0001`);
    expect(reasons[0]!.says).toContain(evidence!.sha256.slice(0, 12));
  });

  it.each<readonly [string, () => Promise<unknown>, readonly string[]]>([
    ['suspended by staff', () => history.suspend(history.agreementIds[0]!, practice), ['lift-stop']],
    ['stopped in everything it sees', () => history.stopConsumer(viewer, history.world.clock.now()), ['lift-stop']],
    ['hosted no more', () => history.hosting(practice, 'local', history.world.clock.now().toISOString(), null), ['record-hosting']],
    ['without a certificate', () => history.revokeCertificates(viewer), ['add-certificate']],
    ['closed in the directory', () => history.directory(practice, '2026-02-27'), ['reopen']],
    ['hosted no more and without a certificate', async () => { await history.hosting(practice, 'local', history.world.clock.now().toISOString(), null); await history.revokeCertificates(viewer); }, ['record-hosting', 'add-certificate']],
  ])('is flipped by what is offered where it is %s', async (_how, breaks, acts) => {
    await breaks();
    history.world.clock.advance(1000);
    await history.sharing.publish();
    expect((await asked()).reasons.length).toBe(acts.length);
    expect(await flipsByWhatIsOffered()).toEqual(acts);
  });

  it('is flipped by what is offered where it is not one of the views agreed: a proposal, agreed to by both, and its cut-over', async () => {
    place = 1;
    const { fixes } = await asked();
    expect(fixes.map(({ does: what }) => what)).toEqual(expect.arrayContaining([`Propose that Out of Hours ${viewer} (${viewer}) sees Problems too, to everybody who shares with it`, `Cut over to the views that are proposed for Out of Hours ${viewer} (${viewer})`]));
    await history.world.proposing.execute(history.world.officer, { consumerOdsCode: viewer, serviceCode: 'DCR', views: ['summary'], reason: 'Less would do', lapsesOn: '2026-12-31' });
    expect((await asked()).fixes[0]).toMatchObject({ act: 'give-up', does: `Give up the proposal of other views for Out of Hours ${viewer} (${viewer}) that runs now, or wait until it is over` });
    expect(await flipsByWhatIsOffered()).toEqual(['give-up', 'propose', 'sign', 'verify', 'approve', 'sign', 'verify', 'approve', 'cut-over']);
    const cutOverAt = history.world.clock.now();
    expect(await asked(history.world.auditor, new Date(cutOverAt.getTime() - 1))).toMatchObject({ isSeen: false });
    expect(await asked(history.world.auditor, cutOverAt)).toMatchObject({ isSeen: true });
    place = 3;
    expect(await asked(history.world.auditor, new Date(cutOverAt.getTime() - 1))).toMatchObject({ isSeen: true });
    expect(await asked(history.world.auditor, cutOverAt)).toMatchObject({ isSeen: true });
  });

  it('offers nothing for the past, which nobody changes', async () => {
    expect(await asked(history.world.auditor, new Date('2026-03-01T12:00:00Z'))).toMatchObject({ isSeen: false, fixes: [], publication: null });
  });

  it('is told both sides alike, and nothing of it to a third', async () => {
    const told = async (actor: Actor) => { const { isSeen, since, agreements } = await asked(actor); return { isSeen, since, agreements }; };
    const whole = await told(history.world.auditor);
    expect(whole).toMatchObject({ isSeen: true, agreements: 1 });
    expect(await told(acting('signatory', practice))).toEqual(whole);
    expect(await told(acting('viewer-governance-lead', viewer))).toEqual(whole);
    expect(await told(acting('signatory', history.world.practice(2)))).toEqual({ isSeen: false, since: null, agreements: 0 });
    expect(await told(history.world.farOfficer)).toMatchObject({ agreements: 0 });
  });

  it('lists for a past day who could see what, behind the same fence', async () => {
    const at = history.world.clock.now();
    history.world.clock.advance(86_400_000);
    const listed = (actor: Actor, asKnownAt: Date | null) => history.world.transactions.read(actor, async (tx) => (await sightsAt(tx, { service: 'DCR', provider: practice, consumer: null }, { at, reading: asKnownAt === null ? 'as-it-was' : 'as-known', asKnownAt })).rows.length);
    for (const known of [null, at]) {
      expect(await listed(acting('signatory', practice), known)).toBe(1);
      expect(await listed(acting('signatory', history.world.practice(2)), known)).toBe(0);
      expect(await listed(history.world.farOfficer, known)).toBe(0);
    }
  });

  it('is flipped by signing a newer version that is open already', async () => {
    const { world } = history;
    await world.openVersion(history.agreementIds[0]!, { consumers: [{ odsCode: world.viewer(0), views: ['summary', 'problems', 'medication'] }, { odsCode: world.viewer(1), views: ['summary', 'medication'] }] });
    const before = viewer;
    viewer = world.viewer(1);
    await history.sharing.publish();
    const { fixes } = await asked();
    expect(fixes[0]).toMatchObject({ does: `Sign version 4 of DCR-TST-0001 for Surgery ${practice} (${practice})` });
    expect(await flipsByWhatIsOffered()).toEqual([...SIGNING, ...SIGNING]);
    viewer = before;
  });
});

describe('the past', () => {
  it.each<readonly [Duty, boolean]>([
    ['signatory', true], ['practice-governance-lead', true], ['viewer-governance-lead', true], ['privacy-officer', true], ['auditor-organisation', true], ['activation-officer', true], ['approver', true],
    ['auditor-national', true], ['support', false], ['system-administrator', false],
  ])('is asked about by a %s: %s', (duty, may) => {
    const actor = { kind: 'person', personId: null, name: 'Odile', duty, odsCode: 'TSTP01', localities: [], acr: null, authenticatedAt: null, origin: 'spec' } as unknown as Actor;
    expect(abilitiesOf(actor).some(({ action, subject }) => action === 'read-past' && subject === 'Sight')).toBe(may);
  });
});
