import type { Player } from './cast.js';

export interface Party { readonly id: string; readonly odsCode: string; readonly side: 'provider' | 'consumer'; readonly state: string; readonly version: number; readonly termsDigest: string }
export interface Agreement { readonly id: string; readonly reference: string; readonly state: string; readonly version: number; readonly termsDigest: string; readonly documentPath: string; readonly parties: Party[] }

const PARTY = 'id odsCode side state version termsDigest';
const AGREEMENT = `id reference state version termsDigest documentPath parties { ${PARTY} }`;

export const DRAFT = {
  title: 'Detailed Care Record, Aldermoor', purpose: 'Direct care out of hours', purposeClass: 'directCare', lawfulBasis: 'UK GDPR Art 6(1)(e), 9(2)(h)',
  beginsOn: '2026-01-01', reviewOn: '2099-06-30', endsOn: '2099-12-31', serviceCode: 'DCR', providers: ['TSTP01'],
  consumers: [{ odsCode: 'TSTV01', views: ['medication', 'summary'] }],
};

/** What people do along the chain, each one GraphQL call. */
export const acts = {
  draft: async (by: Player, localityId: string, reference: string, over: Readonly<Record<string, unknown>> = {}): Promise<Agreement> =>
    (await by.ask<{ draftAgreement: Agreement }>(`mutation($input: DraftAgreementInput!) { draftAgreement(input: $input) { ${AGREEMENT} } }`, { input: { ...DRAFT, reference, localityId, ...over } })).draftAgreement,
  open: async (by: Player, { id, version }: Agreement): Promise<Agreement> =>
    (await by.ask<{ openForSigning: Agreement }>(`mutation($input: MoveInput!) { openForSigning(input: $input) { ${AGREEMENT} } }`, { input: { id, expectedVersion: version } })).openForSigning,
  agreement: async (by: Player, id: string): Promise<Agreement | null> =>
    (await by.ask<{ agreement: Agreement | null }>(`query($id: ID) { agreement(id: $id) { ${AGREEMENT} } }`, { id })).agreement,
  sign: async (by: Player, { id, version, termsDigest }: Party): Promise<Party> =>
    (await by.ask<{ signParticipation: Party }>(`mutation($input: SignInput!) { signParticipation(input: $input) { ${PARTY} } }`, { input: { id, expectedVersion: version, termsDigest } })).signParticipation,
  accept: async (by: Player, { id, version, termsDigest }: Party): Promise<Party> =>
    (await by.ask<{ acceptPart: Party }>(`mutation($input: SignInput!) { acceptPart(input: $input) { ${PARTY} } }`, { input: { id, expectedVersion: version, termsDigest } })).acceptPart,
  verify: async (by: Player, { id, version, side }: Party): Promise<Party> =>
    (await by.ask<{ verifyParty: Party }>(`mutation($input: PartyInput!) { verifyParty(input: $input) { ${PARTY} } }`, { input: { id, side, expectedVersion: version } })).verifyParty,
  submit: async (by: Player, { id, version }: Agreement): Promise<{ id: string; version: number; contentHash: string; content: string }> =>
    (await by.ask<{ submitActivation: { id: string; version: number; contentHash: string; content: string } }>('mutation($input: SubmitActivationInput!) { submitActivation(input: $input) { id version contentHash content } }', { input: { agreementId: id, expectedVersion: version } })).submitActivation,
  /** What somebody looks at before they confirm: the hash their act repeats. */
  impact: async (by: Pick<Player, 'ask'>, act: string, on: string | { readonly ids: readonly string[] }): Promise<string> =>
    (await by.ask<{ impactOf: { hash: string } }>('query($input: ImpactInput!) { impactOf(input: $input) { hash } }', { input: { act, ...(typeof on === 'string' ? { id: on } : on) } })).impactOf.hash,
  approve: async (by: Player, { id, version, contentHash }: { id: string; version: number; contentHash: string }): Promise<{ id: string; version: number; state: string }> =>
    (await by.ask<{ approveActivation: { id: string; version: number; state: string } }>('mutation($input: ApproveActivationInput!) { approveActivation(input: $input) { id version state } }', { input: { id, expectedVersion: version, contentHash, impactHash: await acts.impact(by, 'approve', id) } })).approveActivation,
  goLive: async (by: Player, { id, version }: { id: string; version: number }): Promise<{ pairsGained: number; blocked: { odsCode: string; gates: string[] }[] }> =>
    (await by.ask<{ goLive: { pairsGained: number; blocked: { odsCode: string; gates: string[] }[] } }>('mutation($input: GoLiveInput!) { goLive(input: $input) { pairsGained blocked { odsCode gates } } }', { input: { activationId: id, expectedVersion: version, impactHash: await acts.impact(by, 'goLive', id) } })).goLive,
  facts: async (recorder: Pick<Player, 'ask'>, confirmer: Pick<Player, 'ask'>, facts: readonly { odsCode: string; kind: string; value: string }[]): Promise<void> => {
    const { recordGateFacts: ids } = await recorder.ask<{ recordGateFacts: string[] }>('mutation($input: RecordGateFactsInput!) { recordGateFacts(input: $input) }',
      { input: { facts: facts.map((fact) => ({ ...fact, source: 'A letter of the supplier', fromOn: '2026-01-01' })) } });
    await confirmer.ask('mutation($input: ConfirmGateFactsInput!) { confirmGateFacts(input: $input) }', { input: { ids, impactHash: await acts.impact(confirmer, 'confirmFacts', { ids }) } });
  },
};

export const READY_FACTS = [
  { odsCode: 'TSTP01', kind: 'hosting', value: 'hosted-centrally' },
  { odsCode: 'TSTV01', kind: 'accession-declaration', value: 'approved' },
  { odsCode: 'TSTV01', kind: 'data-protection-assurance', value: 'approved' },
  { odsCode: 'TSTV01', kind: 'role-profiles', value: 'complete' },
  { odsCode: 'TSTV01', kind: 'consent-to-view', value: 'complete' },
  { odsCode: 'TSTV01', kind: 'legitimate-relationship', value: 'complete' },
];
