import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Installation, seedFirstStart } from '@accord/app-accord/testing';
import { acts, DRAFT, READY_FACTS, type Agreement, type Party } from './acts.js';
import { aQuestion, decide, Player, until } from './cast.js';

jest.setTimeout(60_000);

/** A gateway that is not told asks every fifteen seconds. How quickly it is told is measured by the bench of publication. */
const BEFORE_ANY_POLL_MS = 10_000;

let folder: string;
let installation: Installation;
const people = {} as Record<'officer' | 'otherOfficer' | 'approver' | 'signatory' | 'lead' | 'otherLead' | 'viewer' | 'otherViewer' | 'auditor' | 'administrator', Player>;
let localityId: string;
let agreement: Agreement;

const party = (side: 'provider' | 'consumer'): Party => agreement.parties.find((each) => each.side === side)!;
const again = async (): Promise<void> => { agreement = (await acts.agreement(people.officer, agreement.id))!; };
const permitted = (messageId: string) => decide(installation, aQuestion({ messageId }));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accord-chain-'));
  installation = await Installation.open({ home: folder, firstStart: seedFirstStart, say: () => undefined });
  await installation.start();
  const cast = {
    officer: 'carys-lowell', otherOfficer: 'dev-marchetti', approver: 'esme-thornbury', signatory: 'grace-adeyemi', lead: 'imogen-castell', otherLead: 'jonas-pryce',
    viewer: 'maren-dube', otherViewer: 'nils-farrow', auditor: 'odile-barrington', administrator: 'ada-whitlock',
  } as const;
  for (const [role, person] of Object.entries(cast)) people[role as keyof typeof people] = await Player.enter(installation, person);
  localityId = (await people.officer.ask<{ localities: { items: { id: string }[] } }>('{ localities { items { id } } }')).localities.items[0]!.id;
}, 240_000);

afterAll(async () => {
  await installation?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('the chain from a signed page to an enforced and audited decision', () => {
  it('permits nothing before anything is agreed, and records the look', async () => {
    const { status, body } = await decide(installation, aQuestion());
    expect([status, body.decision, body.reason]).toEqual([200, 'refuse', 'NOT_AGREED']);
  });

  it('drafts, and opens for signing', async () => {
    agreement = await acts.draft(people.officer, localityId, 'DCR-TSTL01-0001');
    expect(agreement.state).toBe('draft');
    agreement = await acts.open(people.officer, agreement);
    expect(agreement.parties.map((each) => each.state)).toEqual(['invited', 'invited']);
  });

  it('refuses another draft in which the consumer would see other views, and names the agreement', async () => {
    const input = { ...DRAFT, reference: 'DCR-TSTL01-0002', localityId, consumers: [{ odsCode: 'TSTV01', views: ['summary'] }] };
    expect(await people.officer.refusal('mutation($input: DraftAgreementInput!) { draftAgreement(input: $input) { id } }', { input })).toBe('VIEW_SET_DIFFERS');
  });

  it('gives the signatory the generated document', async () => {
    const { status, headers, bytes } = await people.signatory.download(agreement.documentPath);
    expect([status, headers.get('content-type'), Buffer.from(bytes.subarray(0, 5)).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    expect(headers.get('x-terms-digest')).toBe(party('provider').termsDigest);
  });

  it('signs and accepts in Accord', async () => {
    expect((await acts.sign(people.signatory, party('provider'))).state).toBe('signed');
    expect((await acts.accept(people.viewer, party('consumer'))).state).toBe('accepted');
  });

  it('refuses a second signature and a stale form', async () => {
    const { id, version, termsDigest } = party('provider');
    const sign = 'mutation($input: SignInput!) { signParticipation(input: $input) { id } }';
    expect(await people.signatory.refusal(sign, { input: { id, expectedVersion: version, termsDigest } })).toBe('STALE');
    expect(await people.signatory.refusal(sign, { input: { id, expectedVersion: version + 1, termsDigest } })).toBe('ALREADY_SIGNED');
  });

  it('is not verified by its drafter, and is by another officer', async () => {
    await again();
    const input = { id: party('provider').id, side: 'provider', expectedVersion: party('provider').version };
    expect(await people.officer.refusal('mutation($input: PartyInput!) { verifyParty(input: $input) { id } }', { input })).toBe('SAME_PERSON');
    expect((await acts.verify(people.otherOfficer, party('provider'))).state).toBe('verified');
    expect((await acts.verify(people.otherOfficer, party('consumer'))).state).toBe('verified');
  });

  it('is approved as shown, and does not go live while a gate fails', async () => {
    const activation = await acts.submit(people.officer, agreement);
    expect(JSON.parse(activation.content)).toMatchObject({ pairsGained: { count: 1 } });
    const stale = { input: { id: activation.id, expectedVersion: activation.version, contentHash: activation.contentHash, impactHash: await acts.impact(people.approver, 'approve', activation.id) } };
    await acts.facts(people.officer, people.otherOfficer, READY_FACTS.slice(0, 1));
    // A gate changed since it was shown: what was seen is not what stands now.
    expect(await people.approver.refusal('mutation($input: ApproveActivationInput!) { approveActivation(input: $input) { id } }', stale)).toBe('NOT_AS_SHOWN');
    const approved = await acts.approve(people.approver, await acts.submit(people.officer, agreement));
    expect(approved.state).toBe('approved');
    await again();
    const ids = [party('consumer').id];
    expect(await people.officer.refusal('mutation($input: GoLiveInput!) { goLive(input: $input) { pairsGained } }', { input: { activationId: approved.id, expectedVersion: approved.version, ids, impactHash: 'none' } })).toBe('GATE_FAILING');
    await acts.facts(people.officer, people.otherOfficer, READY_FACTS.slice(1));
    // Of another world than the one that stands.
    expect(await people.officer.refusal('mutation($input: GoLiveInput!) { goLive(input: $input) { pairsGained } }', { input: { activationId: approved.id, expectedVersion: approved.version, impactHash: stale.input.impactHash } })).toBe('IMPACT_CHANGED');
    expect(await acts.goLive(people.officer, approved)).toEqual({ pairsGained: 1, blocked: [] });
  });

  it('is enforced: the asked views are permitted, others not, and the answer cites its publication', async () => {
    const { answer } = await until(() => decide(installation, aQuestion()), ({ body }) => body.decision === 'permit');
    expect(answer.body).toMatchObject({ decision: 'permit', reason: 'PERMITTED', views: ['medication'], agreement: 'DCR-TSTL01-0001', freshness: 'fresh' });
    expect(answer.body.publication).toBeGreaterThan(1);
    const both = await decide(installation, aQuestion({ views: ['medication', 'problems'] }));
    expect(both.body).toMatchObject({ decision: 'refuse', reason: 'VIEW_NOT_AGREED', views: ['medication'] });
  });

  it.each([
    ['a missing patient', { patient: undefined }, 200, 'INCOMPLETE_REQUEST'],
    ['a missing user', { user: undefined }, 200, 'INCOMPLETE_REQUEST'],
    ['a missing message id', { messageId: undefined }, 200, 'INCOMPLETE_REQUEST'],
    ['an unknown service', { service: 'NONE' }, 200, 'UNKNOWN_SERVICE'],
    ['another consumer named in the body', { consumer: 'TSTV02' }, 403, 'WRONG_CALLER'],
    ['no views', { views: [] }, 400, undefined],
  ])('refuses %s', async (_what, over, status, reason) => {
    const { status: answered, body } = await decide(installation, aQuestion(over));
    expect([answered, reason === undefined ? undefined : body.reason ?? body.code]).toEqual([status, reason]);
  });

  it('refuses a caller whose certificate no consumer has registered', async () => {
    expect((await decide(installation, aQuestion(), 'gateway')).status).toBe(403);
  });

  it('is audited: the look is found by user, message, prescription and time, down to the evidence', async () => {
    await decide(installation, aQuestion({ messageId: 'audit-1', prescriptionId: 'RX-1', user: { id: 'auditor-finds-me', name: 'Wren Calloway', jobRole: 'R8000' } }));
    const query = `query($filter: AccessEventFilter!, $reason: String) { accessEvents(filter: $filter, reason: $reason) { events { messageId decision reason publicationNumber } } }`;
    const find = (filter: Record<string, unknown>) => people.auditor.ask<{ accessEvents: { events: { messageId: string; decision: string; publicationNumber: number }[] } }>(query, { filter, reason: 'A complaint' });
    const { answer } = await until(() => find({ messageId: 'audit-1' }), (page) => page.accessEvents.events.length === 1);
    expect(answer.accessEvents.events[0]).toMatchObject({ messageId: 'audit-1', decision: 'permit' });
    expect((await find({ userId: 'auditor-finds-me' })).accessEvents.events).toHaveLength(1);
    expect((await find({ prescriptionId: 'RX-1' })).accessEvents.events).toHaveLength(1);
    expect((await find({ userId: 'auditor-finds-me', messageId: 'another' })).accessEvents.events).toHaveLength(0);
  });

  it('is audited even where the question could not be read', async () => {
    expect((await decide(installation, aQuestion({ messageId: 'audit-2', provider: 7 }))).status).toBe(400);
    const find = () => people.auditor.ask<{ accessEvents: { events: object[] } }>(
      '{ accessEvents(filter: { messageId: "audit-2" }, reason: "A complaint") { events { decision reason providerOdsCode consumerOdsCode views } } }');
    const { answer } = await until(find, (page) => page.accessEvents.events.length > 0);
    expect(answer.accessEvents.events).toEqual([{ decision: 'refuse', reason: 'MALFORMED', providerOdsCode: null, consumerOdsCode: 'TSTV01', views: ['medication'] }]);
  });

  it.each(['api', 'worker', 'publisher', 'feed', 'signer', 'gateway', 'postgres'] as const)('survives kill -9 of %s with nothing acknowledged lost', async (name) => {
    const before = (await permitted(`before-${name}`)).body;
    expect(before.decision).toBe('permit');
    await installation.kill(name);
    await installation.whenReady(name);
    const { answer } = await until(() => permitted(`after-${name}`).catch((error: Error) => ({ status: 0, body: { reason: error.message } })), ({ body }) => 'decision' in body && body.decision === 'permit', 30_000);
    expect((answer.body as { publication: number }).publication).toBeGreaterThanOrEqual(before.publication!);
    // The agreement is as it was, and the look that was answered before the kill reaches the log.
    const { answer: state } = await until(() => acts.agreement(people.officer, agreement.id).catch(() => null), (found) => found !== null, 30_000);
    expect(state!.parties.map((each) => each.state)).toEqual(['live', 'live']);
    const query = 'query($filter: AccessEventFilter!) { accessEvents(filter: $filter, reason: "A test") { events { messageId } } }';
    await until(() => people.auditor.ask<{ accessEvents: { events: unknown[] } }>(query, { filter: { messageId: `before-${name}` } }).catch(() => null), (page) => page?.accessEvents.events.length === 1, 30_000);
  }, 120_000);

  it('suspends at once, and resumes by the same side and an approver', async () => {
    await again();
    const { id, version } = party('provider');
    const { suspendParty } = await people.lead.ask<{ suspendParty: { stopId: string; party: { state: string } } }>(
      'mutation($input: PartyWithReasonInput!) { suspendParty(input: $input) { stopId party { state } } }', { input: { id, side: 'provider', expectedVersion: version, reason: 'A worry' } });
    expect(suspendParty.party.state).toBe('suspended');
    const { after, answer } = await until(() => permitted('suspended'), ({ body }) => body.decision === 'refuse');
    expect(answer.body.reason).toBe('STOPPED');
    expect(after).toBeLessThan(BEFORE_ANY_POLL_MS);
    const resume = 'mutation($input: ConfirmResumeInput!) { confirmResume(input: $input) { liftedAt } }';
    const impactHash = await acts.impact(people.approver, 'resume', suspendParty.stopId);
    expect(await people.approver.refusal(resume, { input: { stopId: suspendParty.stopId, expectedVersion: 1, impactHash } })).toBe('NOT_READY');
    await people.otherLead.ask('mutation($input: ResumeInput!) { askResume(input: $input) { version } }', { input: { stopId: suspendParty.stopId, expectedVersion: 1 } });
    await people.approver.ask(resume, { input: { stopId: suspendParty.stopId, expectedVersion: 2, impactHash } });
    await until(() => permitted('resumed'), ({ body }) => body.decision === 'permit');
  }, 60_000);

  it('withdraws: refused without waiting for a poll, and the product says which gateways applied it', async () => {
    await again();
    const { id, version } = party('provider');
    const { withdrawParticipation } = await people.signatory.ask<{ withdrawParticipation: { stopId: string; party: { state: string } } }>(
      'mutation($input: MoveWithReasonInput!) { withdrawParticipation(input: $input) { stopId party { state } } }', { input: { id, expectedVersion: version, reason: 'We leave' } });
    const { after } = await until(() => permitted('withdrawn'), ({ body }) => body.decision === 'refuse');
    expect(after).toBeLessThan(BEFORE_ANY_POLL_MS);
    expect(withdrawParticipation.party.state).toBe('withdrawn');
    const ask = () => people.signatory.ask<{ appliedBy: { complete: boolean; applied: { code: string }[] } }>('query($subject: String) { appliedBy(subject: $subject) { complete applied { code } } }', { subject: withdrawParticipation.stopId });
    const { answer } = await until(ask, ({ appliedBy }) => appliedBy.complete);
    expect(answer.appliedBy.applied.map((gateway) => gateway.code)).toEqual(['reference-gateway']);
  }, 60_000);

  it('keeps a record of every act, refused attempts included', async () => {
    const { changeRecords } = await people.auditor.ask<{ changeRecords: { records: { type: string; outcome: string; refusalCode: string | null }[] } }>(
      'query($filter: ChangeRecordFilter) { changeRecords(filter: $filter, first: 100) { records { type outcome refusalCode } } }', { filter: { outcome: 'refused' } });
    expect(changeRecords.records.map((record) => record.refusalCode)).toEqual(expect.arrayContaining(['VIEW_SET_DIFFERS', 'SAME_PERSON', 'STALE', 'ALREADY_SIGNED', 'NOT_AS_SHOWN', 'GATE_FAILING']));
  });
});
