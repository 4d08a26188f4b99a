/** Activations as the server answers them. */
export interface Activation {
  readonly id: string; readonly agreementId: string; readonly agreementReference: string; readonly localityId: string; readonly localityCode: string; readonly localityName: string; readonly state: string;
  readonly submittedAt: string; readonly submittedBy: string | null; readonly submittedByMe: boolean; /** Those listed go over with the cut-over of this change of views alone. */ readonly proposalId: string | null; readonly approvedAt: string | null; readonly approvedBy: string | null;
  readonly rejectedReason: string | null; readonly listed: number; readonly live: number; readonly settled: number; readonly version: number;
}

const FIELDS = 'id agreementId agreementReference localityId localityCode localityName state submittedAt submittedBy submittedByMe approvedAt approvedBy rejectedReason listed live settled proposalId version';
export interface ActivationsFound { readonly total: number; readonly items: readonly Activation[] }
/** In the order of who has the next: an approver, an officer, nobody. */
export const STAGES = ['submitted', 'unfinished', 'over'] as const;
export type Stage = (typeof STAGES)[number];
export const PER_STAGE = 25;
export const ACTIVATIONS = `query Activations($localityId: ID, $state: String, $submitted: Int!, $unfinished: Int!, $over: Int!) {
  ${STAGES.map((stage) => `${stage}: activations(localityId: $localityId, state: $state, stage: "${stage}", page: $${stage}, perPage: ${PER_STAGE}) { total items { ${FIELDS} } }`).join(' ')} }`;
export type ActivationsAnswer = Readonly<Record<Stage, ActivationsFound>>;

/** What of a locality somebody has the next of; both at once are all there is of them almost always, and the page says where not. */
export const OPEN_ACTIVATIONS = `query OpenActivations($localityId: ID!) {
  ${(['submitted', 'unfinished'] as const).map((stage) => `${stage}: activations(localityId: $localityId, stage: "${stage}", perPage: 200) { total items { ${FIELDS} } }`).join(' ')} }`;
export type OpenActivationsAnswer = Readonly<Record<'submitted' | 'unfinished', ActivationsFound>>;

export const ACTIVATION = `query Activation($id: ID!) { activation(id: $id) { ${FIELDS} content contentHash } services { code views { code name } } }`;
export interface ActivationAnswer {
  readonly activation: (Activation & { readonly content: string; readonly contentHash: string }) | null;
  readonly services: readonly { readonly code: string; readonly views: readonly { readonly code: string; readonly name: string }[] }[];
}

/** What is approved: parsed from the very text whose hash the approval repeats. */
export interface Content {
  readonly agreement: string;
  readonly sides: readonly { readonly id: string; readonly side: 'provider' | 'consumer'; readonly odsCode: string; readonly evidence: string | null; readonly gates: Readonly<Record<string, boolean>>; readonly goesOverTo?: number }[];
  readonly pairsLost?: number;
  readonly pairsGained: { readonly count: number; readonly providers: readonly string[]; readonly consumers: readonly { readonly odsCode: string; readonly views: readonly string[] }[] };
}

export const contentOf = (activation: { readonly content: string }): Content => JSON.parse(activation.content) as Content;
/** Whom it lists takes part already, and goes over with the cut-over of a change of views alone. */
export const isForCutOver = (activation: Pick<Activation, 'proposalId'> & { readonly content: string }): boolean => activation.proposalId !== null && contentOf(activation).sides.every(({ goesOverTo }) => goesOverTo !== undefined);
export const isUnfinished = ({ state, listed, settled }: Activation): boolean => state === 'approved' && settled < listed;

export const SUBMIT = 'mutation SubmitActivation($input: SubmitActivationInput!) { submitActivation(input: $input) { id } }';
export const APPROVE = 'mutation ApproveActivation($input: ApproveActivationInput!) { approveActivation(input: $input) { id state } }';
export const REJECT = 'mutation RejectActivation($input: RejectActivationInput!) { rejectActivation(input: $input) { id state } }';
export const GO_LIVE = 'mutation GoLive($input: GoLiveInput!) { goLive(input: $input) { activationId ids pairsGained blocked { odsCode gates } } }';
export const GO_LIVE_LOCALITY = 'mutation GoLiveLocality($input: GoLiveLocalityInput!) { goLiveLocality(input: $input) { activationId ids pairsGained blocked { odsCode gates } } }';
/** Where what came of going live is shown, at any time: the activations, and the one party where it was taken live alone. */
export const wentLiveAddress = (localityId: string, activationIds: readonly string[], partyId?: string): string =>
  `/localities/${localityId}/went-live?${new URLSearchParams([...activationIds.map((id) => ['activation', id]), ...(partyId === undefined ? [] : [['party', partyId]])]).toString()}`;
export interface WentLive { readonly activationId: string; readonly ids: readonly string[]; readonly pairsGained: number; readonly blocked: readonly { readonly odsCode: string; readonly gates: readonly string[] }[] }
