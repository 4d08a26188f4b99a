import type { Row, Thing } from './matrix.js';
import { READ_FILE, type Subject, type World } from './world.js';

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether the answer shows the thing. */
  sees(data: Readonly<Record<string, unknown>> | null): boolean;
  /** Where everybody is answered and each is told something else: what this subject was told too much, or too little; null where all is well. */
  complaint?(data: Readonly<Record<string, unknown>> | null, subject: Subject): string | null;
  /** The same list holds things of others, so it does not read like the list of what is not there. */
  readonly showsMore?: boolean;
}

const ABSENT = '0190a000-0000-7000-8000-00000000abcd';
/** Refused attempts on what is not there are on record under its id. */
const NEVER_NAMED = '0190a000-0000-7000-8000-00000000dcba';
type Ids = World['ids'];
type Items = { readonly items: readonly Readonly<Record<string, unknown>>[] };

const one = (field: string, id: string, select = 'id'): Question => ({
  query: `query($id: ID!) { ${field}(id: $id) { ${select} } }`, variables: { id }, sees: (data) => data !== null && data[field] !== null && data[field] !== undefined,
});
const paged = (field: string, id: string, args = '', key = 'id'): Question => ({
  query: `{ ${field}${args} { items { ${key} } } }`, variables: {}, sees: (data) => (data?.[field] as Items | undefined)?.items.some((each) => each[key] === id) ?? false,
});
const listed = (field: string, id: string, args = ''): Question => ({
  query: `{ ${field}${args} { id } }`, variables: {}, sees: (data) => (data?.[field] as readonly { id: string }[] | undefined)?.some((each) => each.id === id) ?? false,
});
/** How a subject stands to what happens in the story: acts for a party, serves its locality, reads the nation, or stands across the fence. */
type Stand = 'party' | 'staff' | 'nation' | 'administrator' | 'outside';
function standOf({ duty, odsCode, localities }: Subject): Stand {
  if (odsCode === 'TSTP01' || odsCode === 'TSTV01') return 'party';
  if (localities.includes('TSTL01')) return 'staff';
  if (duty === 'auditor-national' || duty === 'support') return 'nation';
  return duty === 'system-administrator' ? 'administrator' : 'outside';
}
/** Which of these words of the story an answer holds must be what those who stand so are told of it: every one, or none. */
function tells(words: readonly string[], to: readonly Stand[]): NonNullable<Question['complaint']> {
  return (data, subject) => {
    const text = JSON.stringify(data);
    const [held, should] = [words.filter((word) => text.includes(word)), to.includes(standOf(subject))];
    if (should) return held.length === words.length ? null : `is not told ${words.filter((word) => !held.includes(word)).join(', ')}`;
    return held.length === 0 ? null : `is told ${held.join(', ')}`;
  };
}
/** The same of a question that only some duties may ask: who is refused is told nothing by that. */
function tellsWhoMayAsk(field: string, words: readonly string[], to: readonly Stand[]): NonNullable<Question['complaint']> {
  const complaint = tells(words, to);
  return (data, subject) => ((data?.[field] ?? null) === null ? null : complaint(data, subject));
}
const some = (field: string, select: string): Question => ({ query: `{ ${field} { ${select} } }`, variables: {}, sees: (data) => (data?.[field.split('(')[0]!] ?? null) !== null });
const sights = (field: string, side: string, odsCode: string): Question => ({
  query: `{ ${field}(${side}: "${odsCode}") { reference } }`, variables: {}, sees: (data) => ((data?.[field] as readonly unknown[] | undefined)?.length ?? 0) > 0,
});

const PREVIEWED: Readonly<Partial<Record<Thing, string>>> = { import: 'approveImport', certificate: 'revokeCertificate', fact: 'endFact' };

/** How each query asks for a thing. The second form of every question is the same one about something that is not there. */
const ASKING: Readonly<Record<string, (ids: Ids, thing: Thing, id: string, agreementId: string) => Question>> = {
  agreement: (_ids, _thing, id) => ({ ...one('agreement', id, 'id reference parties { id } stops { id } consumers { odsCode } termsDigest'), query: 'query($id: ID) { agreement(id: $id) { id reference parties { id } stops { id } consumers { odsCode } termsDigest } }' }),
  agreements: (_ids, _thing, id) => listed('agreements', id, '(first: 100)'),
  agreementList: (_ids, _thing, id) => paged('agreementList', id, '(perPage: 100)'),
  campaigns: (_ids, _thing, id) => paged('campaigns', id, '(perPage: 100)'),
  campaign: (_ids, _thing, id) => one('campaign', id, 'id title tally { standing } runs { id }'),
  campaignAgreements: (_ids, _thing, id) => ({
    query: 'query($id: ID!) { campaignAgreements(id: $id, odsCode: "TSTP01") { participationId } }', variables: { id }, sees: (data) => ((data?.['campaignAgreements'] as unknown[] | undefined)?.length ?? 0) > 0,
  }),
  writtenInstruction: (_ids, _thing, id) => one('writtenInstruction', id, 'id state replies { reference reply }'),
  campaignInstructions: (_ids, _thing, id) => ({
    query: 'query($id: ID!) { campaignInstructions(id: $id, odsCode: "TSTP01") { id } }', variables: { id }, sees: (data) => ((data?.['campaignInstructions'] as unknown[] | undefined)?.length ?? 0) > 0,
  }),
  campaignPractices: (_ids, _thing, id) => ({
    query: 'query($id: ID!) { campaignPractices(id: $id) { items { odsCode } } }', variables: { id }, sees: (data) => ((data?.['campaignPractices'] as Items | undefined)?.items.length ?? 0) > 0,
  }),
  campaignSelection: (_ids, _thing, id) => ({
    query: 'query($id: ID!) { campaignSelection(localityIds: [$id]) { odsCode } }', variables: { id }, sees: (data) => ((data?.['campaignSelection'] as unknown[] | undefined)?.length ?? 0) > 0,
  }),
  campaignImpact: (_ids, _thing, id) => ({ query: 'query($id: ID!) { campaignImpact(id: $id, whom: everybody) { hash practices { odsCode } } }', variables: { id }, sees: (data) => data?.['campaignImpact'] != null }),
  draftProviders: (_ids, _thing, id) => ({ query: 'query($id: ID!) { draftProviders(localityId: $id) { odsCode } }', variables: { id }, sees: (data) => ((data?.['draftProviders'] as unknown[] | undefined)?.length ?? 0) > 0 }),
  draftCollisions: (_ids, _thing, id) => ({
    query: 'query($id: ID!) { draftCollisions(localityId: $id, serviceCode: "DCR", consumers: [{ odsCode: "TSTV01", views: ["summary"] }]) { odsCode } }', variables: { id },
    sees: (data) => ((data?.['draftCollisions'] as unknown[] | undefined)?.length ?? 0) > 0,
  }),
  draftResolutions: (_ids, _thing, id) => ({
    query: 'query($id: ID!) { draftResolutions(draft: { localityId: $id, serviceCode: "DCR", providers: ["TSTP01"], consumers: [{ odsCode: "TSTV01", views: ["summary"] }] }) { kind } }', variables: { id },
    sees: (data) => ((data?.['draftResolutions'] as unknown[] | undefined)?.length ?? 0) > 0,
  }),
  viewSetProposal: (_ids, _thing, id) => one('viewSetProposal', id, 'id viewingOrganisation agreed tally { parties } agreements { reference }'),
  viewSetProposals: (_ids, _thing, id) => paged('viewSetProposals', id, '(perPage: 100)'),
  viewSetProposalAnswers: (_ids, _thing, id) => ({ query: 'query($id: ID!) { viewSetProposalAnswers(id: $id) { items { odsCode } } }', variables: { id }, sees: (data) => ((data?.['viewSetProposalAnswers'] as Items | undefined)?.items.length ?? 0) > 0 }),
  viewSetProposalPreview: (_ids, _thing, id) => ({
    query: 'query($code: String!) { viewSetProposalPreview(consumerOdsCode: $code, serviceCode: "DCR", views: ["summary"]) { asked } }', variables: { code: id === ABSENT ? 'TSTX99' : 'TSTV01' }, sees: (data) => data?.['viewSetProposalPreview'] != null,
  }),
  agreementVersions: (_ids, _thing, id) => ({ query: 'query($id: ID!) { agreementVersions(id: $id) { id } }', variables: { id }, sees: (data) => ((data?.['agreementVersions'] as unknown[] | undefined)?.length ?? 0) > 0 }),
  party: (_ids, _thing, id) => one('party', id),
  partyPairs: (_ids, _thing, id) => one('partyPairs', id, 'id: partyId pairs sharedWith { odsCode }'),
  stop: (_ids, _thing, id) => one('stop', id),
  impactOf: (_ids, thing, id) => ({
    query: 'query($act: ActOnAccess!, $id: ID!) { impactOf(input: { act: $act, id: $id }) { hash gains { pairs } loses { pairs } pairs { items { providerOdsCode } } requests { wouldBeRefused } } }', variables: { id, act: PREVIEWED[thing] ?? 'suspend' },
    sees: (data) => data?.['impactOf'] != null,
  }),
  organisationTasks: () => some('organisationTasks', 'odsCode'),
  stopList: (_ids, _thing, id) => paged('stopList', id, '(perPage: 100)'),
  myParties: (_ids, _thing, id) => listed('myParties', id),
  activation: (_ids, _thing, id) => one('activation', id),
  activations: (_ids, _thing, id, agreementId) => paged('activations', id, `(agreementId: "${agreementId}")`),
  localityStandings: (_ids, _thing, id) => paged('localityStandings', id),
  localityReadiness: (_ids, _thing, id) => ({ query: 'query($id: ID!) { localityReadiness(localityId: $id) { id parties { odsCode } agreements { id } } }', variables: { id }, sees: (data) => data?.['localityReadiness'] != null }),
  localityCoverage: (_ids, _thing, id) => ({ query: 'query($id: ID!) { localityCoverage(localityId: $id) { localityId rows { odsCode } } }', variables: { id }, sees: (data) => data?.['localityCoverage'] != null }),
  localityGateFacts: (ids, _thing, id) => listed('localityGateFacts', id, `(localityId: "${ids['locality']!}")`),
  evidence: (_ids, _thing, id) => one('evidence', id),
  evidenceOfAgreement: (_ids, _thing, id, agreementId) => ({ ...listed('evidenceOfAgreement', id, `(agreementId: "${agreementId}")`), showsMore: true }),
  evidenceQueue: (_ids, _thing, id) => paged('evidenceQueue', id, '(perPage: 100)'),
  evidenceInQueue: (_ids, _thing, id) => one('evidenceInQueue', id),
  evidenceAfter: (_ids, _thing, id) => one('evidenceAfter', id, 'others'),
  gateFacts: (_ids, _thing, id) => listed('gateFacts', id, '(odsCode: "TSTP01")'),
  authorities: (_ids, _thing, id) => paged('authorities', id, '(odsCode: "TSTP01", perPage: 100)'),
  duties: (_ids, _thing, id) => paged('duties', id, '(odsCode: "TSTP01", perPage: 100)'),
  people: (_ids, _thing, id) => paged('people', id, '(perPage: 100)'),
  systemCertificate: (_ids, _thing, id) => one('systemCertificate', id),
  systemCertificates: (_ids, _thing, id) => paged('systemCertificates', id),
  gateway: (_ids, _thing, id) => one('gateway', id),
  gateways: (_ids, _thing, id) => paged('gateways', id),
  feedCertificates: () => ({ ...some('feedCertificates', 'purpose sha256 untilAt'), complaint: tellsWhoMayAsk('feedCertificates', ['"authority"'], ['staff', 'nation', 'administrator', 'outside']) }),
  organisation: (_ids, _thing, id) => one('organisation', id === ABSENT ? 'TSTX99' : 'TSTP01', 'odsCode name'),
  organisations: () => some('organisations', 'items { id }'),
  organisationNames: () => ({ query: '{ organisationNames(codes: ["TSTP01"]) { name } }', variables: {}, sees: (data) => ((data?.['organisationNames'] as unknown[] | undefined)?.length ?? 0) > 0 }),
  locality: (_ids, _thing, id) => one('locality', id),
  localities: (_ids, _thing, id) => paged('localities', id),
  services: () => some('services', 'code'),
  // Its review is near, so all whom the agreement is in sight of are told of it; an organisation and a locality besides of themselves.
  home: (ids) => ({
    ...some('home', 'waiting { subjectId agreementId about odsCode } coming { subjectId about } organisation { odsCode } localities { code }'),
    complaint: (data, subject) => tells([ids['agreement']!, 'DCR-TSTL01-0001'], ['party', 'staff', 'nation'])(data, subject)
      ?? (['party', 'staff', 'nation'].includes(standOf(subject)) ? null : tells(['TSTP01', 'TSTV01', 'TSTL01', ids['draft']!, 'DCR-TSTL01-0002'], [])(data, subject)),
  }),
  // Each is told of their own choice and address alone: the read-model's own spec proves that.
  reminders: () => some('reminders', 'version address'),
  currentPublication: () => some('currentPublication', 'number'),
  publications: () => ({
    ...some('publications(first: 100)', 'number localities consumers'), complaint: tellsWhoMayAsk('publications', ['TSTL01', 'TSTV01'], ['staff', 'nation']),
  }),
  publication: (ids) => {
    const number = Number(ids['publication']!);
    return {
      ...some(`publication(number: ${number})`, 'number localities consumers changes { kind locality organisations { odsCode } } pairChanges { items { locality providers { odsCode } } } acts { total } receipts { gatewayId }'),
      complaint: tellsWhoMayAsk('publication', ['TSTL01', ids['gateway']!], ['staff', 'nation']),
    };
  },
  patientSearches: () => some('patientSearches', 'id'),
  freshness: () => some('freshness', 'number'),
  reconciliation: () => some('reconciliation', 'lookedAt findings { kind count examples }'),
  gatewayReceipts: (ids) => ({
    ...some(`gatewayReceipts(gatewayId: "${ids['gateway']!}")`, 'publication'), complaint: tellsWhoMayAsk('gatewayReceipts', ['publication":'], ['staff', 'nation', 'administrator']),
  }),
  // Which gateways' refusals each is told of, the read-model's own spec proves.
  gatewayRefusals: () => some('gatewayRefusals', 'gatewayId'),
  heldInName: (_ids, _thing, id) => ({
    query: `{ heldInName(provider: "${id === ABSENT ? 'TSTX99' : 'TSTP01'}") { total gateways { code } pairs { consumer { odsCode } agreement } } }`, variables: {},
    sees: (data) => ((data?.['heldInName'] as { total: number } | null | undefined)?.total ?? 0) > 0,
  }),
  explanation: (_ids, _thing, id) => ({
    query: `{ explanation(provider: "${id === ABSENT ? 'TSTX99' : 'TSTP01'}", consumer: "${id === ABSENT ? 'TSTX98' : 'TSTV01'}", view: "medication") { isSeen sight { reference } } }`, variables: {},
    sees: (data) => ((data?.['explanation'] as { sight: unknown } | undefined)?.sight ?? null) !== null,
  }),
  seenBy: (_ids, _thing, id) => sights('seenBy', 'provider', id === ABSENT ? 'TSTX99' : 'TSTP01'),
  sees: (_ids, _thing, id) => sights('sees', 'consumer', id === ABSENT ? 'TSTX99' : 'TSTV01'),
  viewingOrganisation: (ids, _thing, id) => ({
    query: `{ viewingOrganisation(odsCode: "${id === ABSENT ? 'TSTX99' : 'TSTV01'}") { odsCode viewSets { id } agreementsBehind { total items { id reference partId } } systems { id certificates { id } } gates { gate holds } } }`, variables: {},
    sees: (data) => data !== null && data['viewingOrganisation'] !== null && data['viewingOrganisation'] !== undefined,
    // Whoever sees that it is there may yet see none of its agreements; its systems and gates are its own people's and its staff's.
    complaint: (data, subject) => {
      const agreements = tellsWhoMayAsk('viewingOrganisation', [ids['agreement']!, ids['part']!, 'DCR-TSTL01-0001'], ['party', 'staff', 'nation'])(data, subject);
      const withIt = subject.odsCode === 'TSTP01' ? [] : ['party', 'staff', 'nation'] as const;
      return agreements ?? tellsWhoMayAsk('viewingOrganisation', [ids['certificate']!, '"gate":', '"holds":'], withIt)(data, subject);
    },
  }),
  viewingOrganisations: (_ids, _thing, id) => ({
    query: `{ viewingOrganisations(find: "${id === ABSENT ? 'TSTX99' : 'TSTV01'}") { items { odsCode } } }`, variables: {},
    sees: (data) => ((data?.['viewingOrganisations'] as Items | undefined)?.items.length ?? 0) > 0,
  }),
  gatewayStates: (ids) => ({ ...some('gatewayStates', 'gatewayId'), complaint: tellsWhoMayAsk('gatewayStates', [ids['gateway']!], ['staff', 'nation', 'administrator']) }),
  appliedBy: (_ids, _thing, id) => ({ query: 'query($subject: String) { appliedBy(subject: $subject) { applied { code } } }', variables: { subject: id }, sees: (data) => ((data?.['appliedBy'] as { applied: unknown[] } | undefined)?.applied.length ?? 0) > 0 }),
  directoryImports: () => some('directoryImports', 'items { id }'),
  directoryImport: (_ids, _thing, id) => one('directoryImport', id),
  directoryImportList: (_ids, _thing, id) => paged('directoryImportList', id),
  directoryImportRun: (_ids, _thing, id) => {
    const run = id === ABSENT ? ABSENT : READ_FILE;
    return { ...one('directoryImportRun', run), complaint: tellsWhoMayAsk('directoryImportRun', [run], ['administrator']) };
  },
  directoryImportVerdicts: (_ids, _thing, id) => ({
    query: 'query($id: ID!) { directoryImportVerdicts(id: $id) { items { odsCode } } }', variables: { id: id === ABSENT ? ABSENT : READ_FILE },
    sees: (data) => ((data?.['directoryImportVerdicts'] as Items | undefined)?.items.length ?? 0) > 0,
  }),
  accessEvents: () => ({
    query: '{ accessEvents(filter: { messageId: "the-look-of-the-story" }, reason: "A question") { events { messageId } } }', variables: {},
    sees: (data) => ((data?.['accessEvents'] as { events: unknown[] } | undefined)?.events.length ?? 0) > 0,
  }),
  accessEvent: (_ids, _thing, id) => ({ ...one('accessEvent', id), query: 'query($id: ID!) { accessEvent(id: $id, reason: "A question") { id } }' }),
  accessEventHistogram: () => ({
    query: '{ accessEventHistogram(filter: { messageId: "the-look-of-the-story" }, reason: "A question") { total } }', variables: {},
    sees: (data) => ((data?.['accessEventHistogram'] as { total: number } | undefined)?.total ?? 0) > 0,
  }),
  accessEventFacets: () => ({
    query: '{ accessEventFacets(filter: { messageId: "the-look-of-the-story" }, reason: "A question") { total } }', variables: {},
    sees: (data) => ((data?.['accessEventFacets'] as { total: number } | undefined)?.total ?? 0) > 0,
  }),
  accessDashboard: () => ({
    query: '{ accessDashboard { permitted { now } } }', variables: {},
    sees: (data) => ((data?.['accessDashboard'] as { permitted: { now: number } } | undefined)?.permitted.now ?? 0) > 0,
  }),
  changeRecords: (_ids, _thing, id) => ({
    query: 'query($id: String) { changeRecords(filter: { subject: $id }, first: 100) { records { subject } } }', variables: { id: id === ABSENT ? NEVER_NAMED : id },
    sees: (data) => ((data?.['changeRecords'] as { records: unknown[] } | undefined)?.records.length ?? 0) > 0,
  }),
};

export function asking(row: Row, ids: Ids): { readonly real: Question; readonly absent: Question } | null {
  const make = ASKING[row.operation];
  if (make === undefined) return null;
  return { real: make(ids, row.on, ids[row.on] ?? '', ids['agreement']!), absent: make(ids, row.on, ABSENT, ABSENT) };
}

const NEVER = 2_147_483_647;
let keys = 0;

/** The input of an act on a thing; on one that is not there where `id` is null; with a version nothing ever has where `version` is null. */
export function inputOf(row: Row, given: { readonly id: string | null; readonly version: number | null; readonly key: string; readonly person: string }): Record<string, unknown> {
  keys += 1;
  const id = given.id ?? ABSENT;
  const name = row.names ?? 'id';
  const of = (...fields: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> => Object.assign({ idempotencyKey: `${given.key}-${keys}` }, ...fields) as Record<string, unknown>;
  const terms = { title: 'Another', purpose: 'x', purposeClass: 'directCare', lawfulBasis: 'x', beginsOn: '2026-01-01', reviewOn: '2099-06-30', endsOn: '2099-12-31', providers: ['TSTP01'], consumers: [{ odsCode: 'TSTV01', views: ['medication', 'summary'] }] };
  switch (row.operation) {
    case 'draftAgreement': return of(terms, { localityId: id, reference: 'DCR-TSTL01-0001', serviceCode: 'DCR' });
    case 'editDraft': case 'draftAmendment': case 'editAmendment': return of(terms, { id, expectedVersion: given.version ?? NEVER });
    case 'recordGateFacts': return of({ facts: [{ odsCode: given.id === null ? 'TSTX99' : 'TSTP01', kind: 'nothing-known', value: 'x', source: 'x', fromOn: '2026-01-01' }] });
    case 'recordAuthority': return of({ odsCode: given.id === null ? 'TSTX99' : 'TSTP01', personId: ABSENT, roleTitle: '' });
    case 'grantDuty': return of({ odsCode: given.id === null ? 'TSTX99' : 'TSTP01', personId: given.person, duty: 'signatory' });
    case 'registerSystemCertificate': return of(row.input ?? {}, { consumerOdsCode: given.id === null ? 'TSTX99' : 'TSTV01' });
    case 'draftCampaign': return of({ kind: 'review', title: '', message: 'x', answerBy: '2099-01-01', practices: [given.id === null ? 'TSTX99' : 'TSTP01'] });
    case 'editCampaign': return of({ kind: 'review', title: 'x', message: 'x', answerBy: '2099-01-01', practices: ['TSTP01'] }, { id, expectedVersion: given.version ?? NEVER });
    case 'executeCampaign': return of({ id });
    case 'answerCampaign': return of({ id, answers: [] });
    case 'proposeViewSet': return of(row.input ?? {}, { consumerOdsCode: given.id === null ? 'TSTX99' : 'TSTV01' });
    case 'giveUpViewSetProposal': case 'cutOverViewSet': return of(row.input ?? {}, { id });
    case 'confirmGateFacts': return of({ ids: [id], impactHash: 'f'.repeat(64) });
    case 'goLiveLocality': return of(row.input ?? {}, { localityId: id });
    case 'settleOrganisationTask': return of(row.input ?? {}, { localityId: id });
    case 'withdrawFromConsumer': return of(row.input ?? {}, { id });
    case 'suspendSharing': return of(row.input ?? {}, {
      scope: row.on === 'practice' ? { kind: 'provider', providerOdsCode: 'TSTP01' } : row.on === 'viewer' ? { kind: 'consumer', consumerOdsCode: 'TSTV01' } : { kind: 'agreement', agreementId: id },
    });
    case 'chooseReminders': return of(row.input ?? {}, { expectedVersion: given.version ?? NEVER });
    case 'namePatient': case 'askPatientSearch': case 'grantPatientSearch': case 'declinePatientSearch': case 'invitePerson': case 'registerGateway': case 'revokeGateway': case 'registerGatewayCertificate':
    case 'revokeGatewayCertificate': case 'revokeSystemCertificate':
      return of(row.input ?? {}, ['namePatient', 'askPatientSearch', 'invitePerson', 'registerGateway'].includes(row.operation) ? {} : { [name]: id });
    default: return of(row.input ?? {}, { [name]: id, expectedVersion: given.version ?? NEVER });
  }
}
