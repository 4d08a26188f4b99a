import type { Duty } from '@accord/kernel';

/**
 * Who may do what, as data. Letters: o own organisation, p agreement one's organisation is party to, l assigned locality, n national,
 * s self, c own organisation as the one that shares; then 2 a second person is needed, u a step-up sign-in, r a recorded reason, m masked. What is not listed is denied.
 */
export type Grants = Readonly<Partial<Record<Duty, string>>>;

export interface Row {
  /** A field of Query or Mutation, or a method and an address. */
  readonly operation: string;
  /** What abilities call it. */
  readonly act: `${string}:${string}`;
  /** What it is tried on: a thing of the world. */
  readonly on: Thing;
  readonly grants: Grants;
  /** The input beside id and version. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** How the input names the thing; `id` unless said otherwise. */
  readonly names?: string;
  /** What whoever may do it meets instead of STALE, where the act has no version of its own or asks for more before it. */
  readonly meets?: string;
}

export type Thing =
  | 'agreement' | 'draft' | 'participation' | 'part' | 'activation' | 'stop' | 'evidence' | 'partEvidence' | 'fact' | 'authority' | 'grant' | 'certificate' | 'gateway' | 'gatewayCertificate'
  | 'campaign' | 'letterEvidence' | 'directory' | 'installation' | 'own' | 'locality' | 'practice' | 'viewer' | 'log' | 'person' | 'import' | 'sight' | 'seen' | 'sees' | 'viewing' | 'proposal';

const SIGHTS: Grants = {
  'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'privacy-officer': 'o', 'auditor-organisation': 'o', 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'support': 'n',
};
const OFFICER: Grants = { 'activation-officer': 'l' };
/** Whose version is being drafted is read by staff alone. */
const DRAFTS: Grants = { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'support': 'n m' };
const ADMINISTRATOR: Grants = { 'system-administrator': 'n' };
const SIGNING: Grants = { 'signatory': 'o u' };
const ACCEPTING: Grants = { 'signatory': 'o u', 'viewer-governance-lead': 'o u' };
const READERS: Grants = {
  'signatory': 'p', 'practice-governance-lead': 'p', 'viewer-governance-lead': 'p', 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'auditor-organisation': 'p',
  'privacy-officer': 'p', 'support': 'n m',
};
const REGISTER: Grants = { 'practice-governance-lead': 'o 2', 'viewer-governance-lead': 'o 2', 'activation-officer': 'l 2' };
const DUTIES_GRANTED: Grants = { 'practice-governance-lead': 'o 2', 'viewer-governance-lead': 'o 2', 'system-administrator': 'n 2 u' };
const STAFF_OF_PEOPLE: Grants = { 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'system-administrator': 'n' };
const CERTIFICATES: Grants = { 'viewer-governance-lead': 'o 2', 'system-administrator': 'n 2' };
const SEARCHING: Grants = { 'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'auditor-national': 'n r', 'auditor-organisation': 'o r', 'privacy-officer': 'o r' };
const EVIDENCE_FILES: Grants = { 'signatory': 'o', 'practice-governance-lead': 'o', 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n r', 'auditor-organisation': 'o r' };
const EVERYBODY: Grants = {
  'signatory': 'n', 'practice-governance-lead': 'n', 'viewer-governance-lead': 'n', 'activation-officer': 'n', 'approver': 'n', 'auditor-national': 'n', 'auditor-organisation': 'n',
  'privacy-officer': 'n', 'support': 'n', 'system-administrator': 'n',
};
/** What staff are shown of it is what concerns their localities; the read-models' own specs prove that. */
const PUBLISHED: Grants = { 'activation-officer': 'n', 'approver': 'n', 'auditor-national': 'n' };
const APPLIED: Grants = { 'signatory': 'p', 'practice-governance-lead': 'p', 'viewer-governance-lead': 'p', 'privacy-officer': 'p', 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n' };
const EVIDENCE: Grants = {
  'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'auditor-organisation': 'o',
  'privacy-officer': 'o', 'support': 'n m',
};
const REGISTERS: Grants = { ...EVERYBODY, 'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'auditor-organisation': 'o', 'privacy-officer': 'o' };
/** Whoever may act asks what an act would do. */
const PREVIEWING: Grants = { 'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'privacy-officer': 'o', 'activation-officer': 'l', 'approver': 'l' };
/** Whom it asks, and staff: its practices see themselves in it. */
const CAMPAIGNS: Grants = { 'signatory': 'o', 'practice-governance-lead': 'o', 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'auditor-organisation': 'o', 'privacy-officer': 'o' };
/** Staff see every proposal, as they see every view set; others those that ask them or are about their views. */
const PROPOSALS: Grants = { ...READERS, 'activation-officer': 'n', 'approver': 'n' };
const reason = { reason: 'Because' };
/** Narrowing refuses no stale form, so what would be done is stopped by what it says. */
const tooLong = { reason: 'x'.repeat(2_001) };

export const READS: readonly Row[] = [
  { operation: 'agreement', act: 'Agreement:read', on: 'agreement', grants: READERS },
  { operation: 'agreement', act: 'Agreement:read', on: 'draft', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'support': 'n m' } },
  { operation: 'agreements', act: 'Agreement:read', on: 'agreement', grants: READERS },
  { operation: 'agreements', act: 'Agreement:read', on: 'draft', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'support': 'n m' } },
  { operation: 'agreementList', act: 'Agreement:read', on: 'agreement', grants: READERS },
  { operation: 'agreementList', act: 'Agreement:read', on: 'draft', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'support': 'n m' } },
  { operation: 'campaigns', act: 'Campaign:read', on: 'campaign', grants: CAMPAIGNS },
  { operation: 'campaign', act: 'Campaign:read', on: 'campaign', grants: CAMPAIGNS },
  { operation: 'campaignAgreements', act: 'Campaign:read', on: 'campaign', grants: CAMPAIGNS },
  { operation: 'writtenInstruction', act: 'Campaign:read', on: 'letterEvidence', grants: CAMPAIGNS },
  { operation: 'campaignInstructions', act: 'Campaign:read', on: 'campaign', grants: CAMPAIGNS },
  { operation: 'campaignPractices', act: 'CampaignPractice:read', on: 'campaign', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n' } },
  { operation: 'campaignSelection', act: 'Campaign:run', on: 'locality', grants: OFFICER },
  { operation: 'campaignImpact', act: 'Campaign:run', on: 'campaign', grants: OFFICER },
  { operation: 'draftProviders', act: 'Agreement:draft', on: 'locality', grants: OFFICER },
  { operation: 'draftCollisions', act: 'Agreement:draft', on: 'locality', grants: OFFICER },
  { operation: 'draftResolutions', act: 'Agreement:draft', on: 'locality', grants: OFFICER },
  { operation: 'viewSetProposal', act: 'ViewSetProposal:read', on: 'proposal', grants: PROPOSALS },
  { operation: 'viewSetProposals', act: 'ViewSetProposal:read', on: 'proposal', grants: PROPOSALS },
  { operation: 'viewSetProposalAnswers', act: 'ViewSetProposal:read', on: 'proposal', grants: READERS },
  { operation: 'viewSetProposalPreview', act: 'ViewSetProposal:propose', on: 'viewer', grants: { 'activation-officer': 'l r' } },
  { operation: 'agreementVersions', act: 'Agreement:read', on: 'agreement', grants: READERS },
  { operation: 'agreementVersions', act: 'Agreement:read', on: 'draft', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'support': 'n m' } },
  { operation: 'party', act: 'Agreement:read', on: 'participation', grants: READERS },
  { operation: 'party', act: 'Agreement:read', on: 'part', grants: READERS },
  { operation: 'partyPairs', act: 'Agreement:read', on: 'participation', grants: READERS },
  { operation: 'partyPairs', act: 'Agreement:read', on: 'part', grants: READERS },
  { operation: 'stop', act: 'Agreement:read', on: 'stop', grants: READERS },
  { operation: 'stopList', act: 'Agreement:read', on: 'stop', grants: READERS },
  // What it tells is fenced by the parts it is derived from; its own spec proves that.
  { operation: 'organisationTasks', act: 'OrganisationTask:read', on: 'installation', grants: { 'activation-officer': 'n', 'approver': 'n' } },
  { operation: 'myParties', act: 'Agreement:read', on: 'participation', grants: { 'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'auditor-organisation': 'o', 'privacy-officer': 'o' } },
  { operation: 'GET /agreements/{id}/document.pdf', act: 'Agreement:read', on: 'agreement', grants: READERS },
  ...['document', 'amendment'].map((name): Row => ({ operation: `GET /agreements/{id}/${name}.pdf`, act: 'Agreement:read', on: 'draft', grants: DRAFTS })),
  { operation: 'GET /stops/{id}/statement.pdf', act: 'Stop:state', on: 'stop', grants: { 'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'privacy-officer': 'o', 'activation-officer': 'l', 'approver': 'l' } },
  { operation: 'GET /campaigns/{id}/practices/{odsCode}/statement.pdf', act: 'Campaign:read', on: 'campaign', grants: CAMPAIGNS },
  ...['info', 'pages/{n}.png', 'text'].flatMap((part): Row[] => [
    { operation: `GET /agreements/{id}/document/${part}`, act: 'Agreement:read', on: 'agreement', grants: READERS },
    { operation: `GET /agreements/{id}/amendment/${part}`, act: 'Agreement:read', on: 'draft', grants: DRAFTS },
    { operation: `GET /evidence/{id}/${part}`, act: 'Evidence:read-file', on: 'evidence', grants: EVIDENCE_FILES },
  ]),
  { operation: 'activation', act: 'Activation:read', on: 'activation', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n' } },
  { operation: 'activations', act: 'Activation:read', on: 'activation', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n' } },
  { operation: 'localityStandings', act: 'Activation:read', on: 'locality', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n' } },
  { operation: 'localityReadiness', act: 'Activation:read', on: 'locality', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n' } },
  { operation: 'localityCoverage', act: 'Activation:read', on: 'locality', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n' } },
  { operation: 'localityGateFacts', act: 'Activation:read', on: 'fact', grants: { 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n' } },
  { operation: 'evidence', act: 'Evidence:read', on: 'evidence', grants: EVIDENCE },
  { operation: 'evidence', act: 'Evidence:read', on: 'partEvidence', grants: EVIDENCE },
  { operation: 'evidenceOfAgreement', act: 'Evidence:read', on: 'evidence', grants: EVIDENCE },
  { operation: 'GET /evidence/{id}/file', act: 'Evidence:read-file', on: 'evidence', grants: EVIDENCE_FILES },
  { operation: 'POST /evidence/{id}/readings', act: 'Evidence:read-file', on: 'evidence', grants: EVIDENCE_FILES },
  { operation: 'evidenceQueue', act: 'Evidence:read', on: 'evidence', grants: EVIDENCE },
  { operation: 'evidenceQueue', act: 'Evidence:read', on: 'partEvidence', grants: EVIDENCE },
  { operation: 'evidenceInQueue', act: 'Evidence:read', on: 'evidence', grants: EVIDENCE },
  { operation: 'evidenceAfter', act: 'Evidence:verify', on: 'evidence', grants: OFFICER },
  { operation: 'gateFacts', act: 'GateFact:record', on: 'fact', grants: { ...REGISTER, 'activation-officer': 'n' } },
  { operation: 'authorities', act: 'Authority:read', on: 'authority', grants: REGISTERS },
  { operation: 'duties', act: 'Duty:read', on: 'grant', grants: { ...STAFF_OF_PEOPLE, 'approver': 'n', 'auditor-national': 'n', 'support': 'n' } },
  { operation: 'people', act: 'Duty:read', on: 'person', grants: { ...STAFF_OF_PEOPLE, 'approver': 'n', 'auditor-national': 'n', 'support': 'n' } },
  { operation: 'systemCertificate', act: 'ConsumerSystem:read', on: 'certificate', grants: { 'viewer-governance-lead': 'o', 'activation-officer': 'n', 'approver': 'n', 'auditor-national': 'n', 'support': 'n', 'system-administrator': 'n' } },
  { operation: 'systemCertificates', act: 'ConsumerSystem:read', on: 'certificate', grants: { 'viewer-governance-lead': 'o', 'activation-officer': 'n', 'approver': 'n', 'auditor-national': 'n', 'support': 'n', 'system-administrator': 'n' } },
  { operation: 'gateway', act: 'Gateway:read', on: 'gateway', grants: { 'activation-officer': 'n', 'approver': 'n', 'auditor-national': 'n', 'support': 'n', 'system-administrator': 'n' } },
  { operation: 'feedCertificates', act: 'Gateway:read', on: 'installation', grants: { 'activation-officer': 'n', 'approver': 'n', 'auditor-national': 'n', 'support': 'n', 'system-administrator': 'n' } },
  { operation: 'gateways', act: 'Gateway:read', on: 'gateway', grants: { 'activation-officer': 'n', 'approver': 'n', 'auditor-national': 'n', 'support': 'n', 'system-administrator': 'n' } },
  { operation: 'organisation', act: 'Organisation:read', on: 'directory', grants: EVERYBODY },
  { operation: 'organisations', act: 'Organisation:read', on: 'directory', grants: EVERYBODY },
  { operation: 'organisationNames', act: 'Organisation:read', on: 'directory', grants: EVERYBODY },
  { operation: 'locality', act: 'Locality:read', on: 'locality', grants: EVERYBODY },
  { operation: 'localities', act: 'Locality:read', on: 'locality', grants: EVERYBODY },
  { operation: 'services', act: 'Service:read', on: 'installation', grants: EVERYBODY },
  { operation: 'home', act: 'Home:read', on: 'installation', grants: EVERYBODY },
  { operation: 'reminders', act: 'Reminders:choose', on: 'installation', grants: EVERYBODY },
  { operation: 'currentPublication', act: 'Publication:read', on: 'installation', grants: PUBLISHED },
  { operation: 'publications', act: 'Publication:read', on: 'installation', grants: PUBLISHED },
  { operation: 'publication', act: 'Publication:read', on: 'installation', grants: PUBLISHED },
  { operation: 'freshness', act: 'GatewayState:read', on: 'installation', grants: { ...PUBLISHED, ...ADMINISTRATOR, 'support': 'n' } },
  { operation: 'gatewayReceipts', act: 'GatewayState:read', on: 'installation', grants: { ...PUBLISHED, ...ADMINISTRATOR, 'support': 'n' } },
  { operation: 'gatewayRefusals', act: 'GatewayRefusal:read', on: 'installation', grants: { ...PUBLISHED, ...ADMINISTRATOR, 'support': 'n' } },
  { operation: 'heldInName', act: 'HeldSummary:read', on: 'seen', grants: { 'signatory': 'o', 'practice-governance-lead': 'o', 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n' } },
  { operation: 'explanation', act: 'Sight:read', on: 'sight', grants: SIGHTS },
  { operation: 'seenBy', act: 'Sight:read', on: 'seen', grants: SIGHTS },
  { operation: 'sees', act: 'Sight:read', on: 'sees', grants: SIGHTS },
  { operation: 'impactOf', act: 'Impact:preview', on: 'participation', grants: PREVIEWING },
  { operation: 'impactOf', act: 'Impact:preview', on: 'part', grants: PREVIEWING },
  { operation: 'impactOf', act: 'Impact:preview', on: 'import', grants: ADMINISTRATOR },
  // Of its own certificates whoever may act for an organisation; of all of them whoever keeps the register.
  { operation: 'impactOf', act: 'Impact:preview', on: 'certificate', grants: { 'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'privacy-officer': 'o', ...ADMINISTRATOR } },
  { operation: 'impactOf', act: 'Impact:preview', on: 'fact', grants: PREVIEWING },
  // Staff of any locality see every view set, so that a draft can be told which agreement it collides with.
  { operation: 'viewingOrganisation', act: 'ViewingOrganisation:read', on: 'viewing', grants: { ...READERS, 'activation-officer': 'n', 'approver': 'n', 'support': 'n' } },
  { operation: 'viewingOrganisations', act: 'ViewingOrganisation:read', on: 'viewing', grants: { ...READERS, 'activation-officer': 'n', 'approver': 'n', 'support': 'n' } },
  { operation: 'reconciliation', act: 'Reconciliation:read', on: 'installation', grants: { ...ADMINISTRATOR, 'auditor-national': 'n', 'support': 'n' } },
  { operation: 'gatewayStates', act: 'GatewayState:read', on: 'installation', grants: { ...PUBLISHED, ...ADMINISTRATOR, 'support': 'n' } },
  { operation: 'appliedBy', act: 'AppliedStatement:read', on: 'participation', grants: APPLIED },
  { operation: 'directoryImports', act: 'DirectoryImport:read', on: 'import', grants: ADMINISTRATOR },
  { operation: 'directoryImport', act: 'DirectoryImport:read', on: 'import', grants: ADMINISTRATOR },
  { operation: 'directoryImportList', act: 'DirectoryImport:read', on: 'import', grants: ADMINISTRATOR },
  { operation: 'directoryImportRun', act: 'DirectoryImport:read', on: 'import', grants: ADMINISTRATOR },
  { operation: 'directoryImportVerdicts', act: 'DirectoryImport:read', on: 'import', grants: ADMINISTRATOR },
  { operation: 'accessEvents', act: 'AccessEvent:search', on: 'log', grants: SEARCHING },
  { operation: 'accessEvent', act: 'AccessEvent:search', on: 'log', grants: SEARCHING },
  { operation: 'accessEventHistogram', act: 'AccessEvent:search', on: 'log', grants: SEARCHING },
  { operation: 'accessEventFacets', act: 'AccessEvent:search', on: 'log', grants: SEARCHING },
  { operation: 'accessDashboard', act: 'AccessDashboard:read', on: 'log', grants: { 'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'auditor-national': 'n', 'auditor-organisation': 'o', 'privacy-officer': 'o' } },
  { operation: 'patientSearches', act: 'PatientSearch:read', on: 'installation', grants: { 'auditor-national': 'n' } },
  { operation: 'changeRecords', act: 'ChangeRecord:read', on: 'participation', grants: { 'signatory': 'p', 'practice-governance-lead': 'p', 'viewer-governance-lead': 'p', 'activation-officer': 'l', 'approver': 'l', 'auditor-national': 'n', 'auditor-organisation': 'o', 'privacy-officer': 'o' } },
  { operation: 'changeRecords', act: 'ChangeRecord:read', on: 'grant', grants: { 'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'auditor-organisation': 'o', 'privacy-officer': 'o', 'auditor-national': 'n', 'system-administrator': 'n' } },
];

export const WRITES: readonly Row[] = [
  { operation: 'draftAgreement', act: 'Agreement:draft', on: 'locality', grants: OFFICER, names: 'localityId', meets: 'REFERENCE_TAKEN' },
  { operation: 'editDraft', act: 'Agreement:edit', on: 'draft', grants: OFFICER },
  { operation: 'openForSigning', act: 'Agreement:open', on: 'draft', grants: OFFICER },
  { operation: 'discardDraft', act: 'Agreement:discard', on: 'draft', grants: OFFICER },
  { meets: 'LAPSE_DATE', operation: 'proposeViewSet', act: 'ViewSetProposal:propose', on: 'viewer', grants: { 'activation-officer': 'l r' }, input: { serviceCode: 'DCR', views: ['summary'], lapsesOn: '2026-01-01', ...reason } },
  { meets: 'INVALID_INPUT', operation: 'giveUpViewSetProposal', act: 'ViewSetProposal:give-up', on: 'proposal', grants: { 'activation-officer': 'l r' }, input: tooLong },
  { meets: 'IMPACT_NOT_SEEN', operation: 'cutOverViewSet', act: 'ViewSetProposal:cut-over', on: 'proposal', grants: { 'approver': 'l u' }, input: { impactHash: '' } },
  { operation: 'draftAmendment', act: 'Agreement:draft', on: 'agreement', grants: OFFICER },
  { operation: 'editAmendment', act: 'Agreement:edit', on: 'agreement', grants: OFFICER },
  { operation: 'openAmendment', act: 'Agreement:open', on: 'agreement', grants: OFFICER },
  { operation: 'discardAmendment', act: 'Agreement:discard', on: 'agreement', grants: OFFICER },
  { operation: 'closeAgreement', act: 'Agreement:close', on: 'agreement', grants: OFFICER },
  { meets: 'INVALID_INPUT', operation: 'endAgreement', act: 'Agreement:end', on: 'agreement', grants: OFFICER, input: tooLong },
  { operation: 'draftCampaign', act: 'Campaign:run', on: 'practice', grants: OFFICER, meets: 'INVALID_INPUT' },
  { operation: 'editCampaign', act: 'Campaign:run', on: 'campaign', grants: OFFICER },
  { operation: 'askCampaign', act: 'Campaign:run', on: 'campaign', grants: OFFICER },
  { operation: 'closeCampaign', act: 'Campaign:run', on: 'campaign', grants: OFFICER },
  { operation: 'executeCampaign', act: 'Campaign:run', on: 'campaign', grants: OFFICER, meets: 'NOT_READY' },
  { operation: 'answerCampaign', act: 'Campaign:answer', on: 'campaign', grants: { 'signatory': 'o', 'practice-governance-lead': 'o' }, meets: 'INVALID_INPUT' },
  { operation: 'POST /campaigns/{id}/practices/{odsCode}/instructions', act: 'WrittenInstruction:record', on: 'campaign', grants: { 'activation-officer': 'l 2 r' }, meets: 'NOT_A_PDF' },
  { operation: 'verifyInstruction', act: 'WrittenInstruction:verify', on: 'letterEvidence', grants: { 'activation-officer': 'l 2' } },
  { operation: 'rejectInstruction', act: 'WrittenInstruction:verify', on: 'letterEvidence', grants: { 'activation-officer': 'l 2' }, input: reason },
  { operation: 'signParticipation', act: 'Participation:sign', on: 'participation', grants: SIGNING, input: { termsDigest: '0'.repeat(64) } },
  { operation: 'acceptPart', act: 'ConsumerPart:accept', on: 'part', grants: ACCEPTING, input: { termsDigest: '0'.repeat(64) } },
  { operation: 'declineParty', act: 'Participation:decline', on: 'participation', grants: SIGNING, input: { side: 'provider' } },
  { operation: 'declineParty', act: 'ConsumerPart:decline', on: 'part', grants: ACCEPTING, input: { side: 'consumer' } },
  { operation: 'verifyParty', act: 'Participation:verify', on: 'participation', grants: OFFICER, input: { side: 'provider' } },
  { operation: 'verifyParty', act: 'ConsumerPart:verify', on: 'part', grants: OFFICER, input: { side: 'consumer' } },
  { operation: 'rejectParty', act: 'Participation:verify', on: 'participation', grants: OFFICER, input: { side: 'provider', ...reason } },
  { meets: 'INVALID_INPUT', operation: 'invalidateEvidence', act: 'Participation:verify', on: 'participation', grants: OFFICER, input: { side: 'provider', ...tooLong } },
  { operation: 'inviteAgain', act: 'Participation:verify', on: 'participation', grants: OFFICER, input: { side: 'provider' } },
  { meets: 'INVALID_INPUT', operation: 'suspendParty', act: 'Participation:suspend', on: 'participation', input: { side: 'provider', ...tooLong },
    grants: { 'signatory': 'o r', 'practice-governance-lead': 'o r', 'activation-officer': 'l r', 'approver': 'l r', 'privacy-officer': 'o r' } },
  { meets: 'INVALID_INPUT', operation: 'suspendParty', act: 'ConsumerPart:suspend', on: 'part', input: { side: 'consumer', ...tooLong },
    grants: { 'viewer-governance-lead': 'o r', 'activation-officer': 'l r', 'approver': 'l r', 'privacy-officer': 'o r' } },
  { meets: 'INVALID_INPUT', operation: 'withdrawParticipation', act: 'Participation:withdraw', on: 'participation', input: tooLong, grants: { 'signatory': 'o u', 'practice-governance-lead': 'o r' } },
  { meets: 'INVALID_INPUT', operation: 'leavePart', act: 'ConsumerPart:leave', on: 'part', input: tooLong, grants: { 'viewer-governance-lead': 'o u' } },
  { meets: 'INVALID_INPUT', operation: 'suspendSharing', act: 'Sharing:suspend', on: 'practice', input: tooLong,
    grants: { 'signatory': 'o r', 'practice-governance-lead': 'o r', 'activation-officer': 'l r', 'approver': 'l r', 'privacy-officer': 'o r' } },
  { meets: 'INVALID_INPUT', operation: 'suspendSharing', act: 'Sharing:suspend', on: 'viewer', input: tooLong,
    grants: { 'viewer-governance-lead': 'o r', 'activation-officer': 'l r', 'approver': 'l r', 'privacy-officer': 'o r' } },
  { meets: 'INVALID_INPUT', operation: 'suspendSharing', act: 'Sharing:suspend', on: 'agreement', input: tooLong, grants: { 'activation-officer': 'l r', 'approver': 'l r' } },
  { meets: 'INVALID_INPUT', operation: 'withdrawFromConsumer', act: 'Participation:withdraw', on: 'participation', input: { consumerOdsCode: 'TSTV01', ...tooLong }, grants: { 'signatory': 'o u', 'practice-governance-lead': 'o r' } },
  { meets: 'NOT_FOUND', operation: 'settleOrganisationTask', act: 'OrganisationTask:settle', on: 'locality', names: 'localityId', input: { kind: 'closed', odsCode: 'TSTP01', fact: 'x', ...reason }, grants: { 'activation-officer': 'l r' } },
  { operation: 'askResume', act: 'Stop:ask-resume', on: 'stop', names: 'stopId', grants: { 'signatory': 'o 2', 'practice-governance-lead': 'o 2' } },
  { operation: 'confirmResume', act: 'Stop:lift', on: 'stop', names: 'stopId', grants: { 'approver': 'l 2' }, input: { impactHash: '0'.repeat(64) } },
  { operation: 'submitActivation', act: 'Activation:submit', on: 'draft', names: 'agreementId', grants: OFFICER, meets: 'STALE NOTHING_TO_ACTIVATE' },
  { operation: 'approveActivation', act: 'Activation:approve', on: 'activation', grants: { 'approver': 'l u' }, input: { contentHash: '0'.repeat(64), impactHash: '0'.repeat(64) } },
  { operation: 'rejectActivation', act: 'Activation:approve', on: 'activation', grants: { 'approver': 'l u' }, input: reason },
  { operation: 'goLive', act: 'Activation:go-live', on: 'activation', names: 'activationId', grants: OFFICER, input: { ids: [], impactHash: '0'.repeat(64) }, meets: 'STALE NOTHING_READY' },
  { operation: 'goLiveLocality', act: 'Activation:go-live', on: 'locality', names: 'localityId', grants: OFFICER, input: { impactHash: '0'.repeat(64) }, meets: 'NOTHING_READY' },
  { operation: 'recordGateFacts', act: 'GateFact:record', on: 'practice', grants: REGISTER, meets: 'INVALID_INPUT' },
  { operation: 'confirmGateFacts', act: 'GateFact:confirm', on: 'fact', names: 'ids', grants: REGISTER, meets: 'FACT_SETTLED SAME_PERSON' },
  { operation: 'endGateFact', act: 'GateFact:record', on: 'fact', grants: REGISTER, input: reason },
  { operation: 'recordAuthority', act: 'Authority:record', on: 'practice', grants: REGISTER, meets: 'INVALID_INPUT' },
  { operation: 'confirmAuthority', act: 'Authority:record', on: 'authority', names: 'authorityId', grants: REGISTER },
  { operation: 'endAuthority', act: 'Authority:record', on: 'authority', names: 'authorityId', grants: REGISTER, input: reason },
  { operation: 'invitePerson', act: 'Person:invite', on: 'own', grants: STAFF_OF_PEOPLE, input: { name: '' }, meets: 'INVALID_INPUT' },
  { operation: 'disablePerson', act: 'Person:disable', on: 'person', names: 'personId', grants: STAFF_OF_PEOPLE, input: reason },
  { operation: 'grantDuty', act: 'Duty:grant', on: 'practice', grants: DUTIES_GRANTED, meets: 'DUTY_ALREADY_HELD' },
  { operation: 'confirmGrant', act: 'Duty:grant', on: 'grant', names: 'grantId', grants: DUTIES_GRANTED },
  { operation: 'endGrant', act: 'Duty:end', on: 'grant', names: 'grantId', input: reason, grants: { 'signatory': 's', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'system-administrator': 'n' } },
  { operation: 'registerGateway', act: 'Gateway:register', on: 'installation', grants: { 'system-administrator': 'n 2' }, input: { code: 'x', name: 'x', localityCodes: ['TSTL01'], pem: 'x' }, meets: 'CERTIFICATE_UNREADABLE' },
  { operation: 'confirmGateway', act: 'Gateway:confirm', on: 'gateway', grants: { 'system-administrator': 'n 2' }, meets: 'NOT_READY' },
  { operation: 'revokeGateway', act: 'Gateway:revoke', on: 'gateway', grants: { 'activation-officer': 'l r', 'system-administrator': 'n r' }, input: { reason: ' ' }, meets: 'REASON_NEEDED' },
  { operation: 'registerGatewayCertificate', act: 'Gateway:register', on: 'gateway', names: 'gatewayId', grants: { 'system-administrator': 'n 2' }, input: { pem: 'x' }, meets: 'CERTIFICATE_UNREADABLE' },
  { operation: 'confirmGatewayCertificate', act: 'Gateway:confirm', on: 'gatewayCertificate', grants: { 'system-administrator': 'n 2' }, meets: 'NOT_READY' },
  { operation: 'revokeGatewayCertificate', act: 'Gateway:revoke', on: 'gatewayCertificate', grants: { 'activation-officer': 'l r', 'system-administrator': 'n r' }, input: { reason: ' ' }, meets: 'REASON_NEEDED' },
  { operation: 'registerSystemCertificate', act: 'SystemCertificate:register', on: 'viewer', grants: CERTIFICATES, input: { systemName: 'x', pem: 'x' }, names: 'consumerOdsCode', meets: 'CERTIFICATE_UNREADABLE' },
  { operation: 'confirmSystemCertificate', act: 'SystemCertificate:confirm', on: 'certificate', grants: CERTIFICATES, input: { impactHash: '0'.repeat(64) }, meets: 'NOT_READY' },
  { operation: 'revokeSystemCertificate', act: 'SystemCertificate:revoke', on: 'certificate', grants: { 'viewer-governance-lead': 'o r', 'system-administrator': 'n r' }, input: { reason: ' ' }, meets: 'REASON_NEEDED' },
  { operation: 'approveDirectoryImport', act: 'DirectoryImport:approve', on: 'import', grants: { 'system-administrator': 'n 2' }, input: { planHash: '0'.repeat(64) }, meets: 'NOT_READY' },
  { operation: 'declineDirectoryImport', act: 'DirectoryImport:decline', on: 'import', grants: { 'system-administrator': 'n r' }, input: reason, meets: 'NOT_READY' },
  { operation: 'orderDirectoryImport', act: 'Directory:import', on: 'import', grants: ADMINISTRATOR, input: { planHash: '0'.repeat(64) }, meets: 'NOT_FOUND' },
  { operation: 'discardDirectoryFile', act: 'Directory:import', on: 'import', grants: ADMINISTRATOR, meets: 'NOT_FOUND' },
  // The national auditor needs a second person's yes to the very patient: denied until another has granted what was asked.
  { operation: 'namePatient', act: 'AccessEvent:search-by-patient', on: 'own', input: { nhsNumber: '12', ...reason }, meets: 'NOT_AN_NHS_NUMBER',
    grants: { 'practice-governance-lead': 'o r u', 'auditor-organisation': 'o r u', 'privacy-officer': 'o r' } },
  { operation: 'askPatientSearch', act: 'PatientSearch:ask', on: 'installation', grants: { 'auditor-national': 'n r' }, input: { nhsNumber: '12', ...reason }, meets: 'NOT_AN_NHS_NUMBER' },
  { operation: 'grantPatientSearch', act: 'PatientSearch:grant', on: 'installation', grants: { 'auditor-national': 'n 2' }, meets: 'NOT_FOUND' },
  { operation: 'declinePatientSearch', act: 'PatientSearch:decline', on: 'installation', grants: { 'auditor-national': 'n 2 r' }, input: reason, meets: 'NOT_FOUND' },
  { operation: 'chooseReminders', act: 'Reminders:choose', on: 'installation', grants: EVERYBODY, meets: 'INVALID_INPUT',
    input: { weekly: true, weekday: 'someday', reviews: 'at-once', expiries: 'at-once', waiting: 'weekly' } },
  { operation: 'POST /directory/files', act: 'Directory:import', on: 'installation', grants: ADMINISTRATOR, meets: 'INVALID_INPUT' },
  { operation: 'POST /evidence/uploads', act: 'Evidence:upload', on: 'participation', grants: { 'signatory': 'o', 'practice-governance-lead': 'o', 'viewer-governance-lead': 'o', 'activation-officer': 'l' }, meets: 'NOT_A_PDF' },
];

/** Open to anybody, and says so. */
export const OPEN: readonly string[] = ['installation', 'me'];
