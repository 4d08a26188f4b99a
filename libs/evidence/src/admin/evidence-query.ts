/** A row of the queue, as the server tells it. */
export interface QueueRow {
  readonly id: string;
  readonly kind: 'generated' | 'uploaded' | 'instruction';
  readonly standing: 'waiting' | 'overtaken' | 'quarantined' | 'verified' | 'rejected' | 'invalidated';
  readonly side: 'provider' | 'consumer';
  readonly severity: 'none' | 'information' | 'warning' | 'quarantine' | 'fault';
  /** Null of a letter, which answers a campaign instead. */
  readonly agreementId: string | null;
  readonly agreementReference: string | null;
  readonly agreementTitle: string | null;
  readonly campaignId: string | null;
  readonly campaignTitle: string | null;
  readonly odsCode: string;
  readonly organisationName: string;
  readonly localityId: string;
  readonly localityName: string;
  readonly submittedAt: string;
  readonly signedAt: string;
  readonly partyId: string | null;
  readonly partyVersion: number | null;
  readonly notByYou: 'handed-in' | 'signed' | 'drafted' | 'signed-another' | 'gave-duty' | null;
}

export interface Finding {
  readonly code: string;
  readonly severity: 'fault' | 'quarantine' | 'warning' | 'information';
  readonly message: string;
}

export interface Signature {
  readonly result: 'PASSED' | 'FAILED' | 'INDETERMINATE';
  readonly reason: string | null;
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly claimedAt: string | null;
  readonly trusted: boolean;
}

export interface OnFile {
  readonly id: string;
  readonly sha256: string;
  readonly byteLength: number;
  readonly pages: number | null;
  readonly signedPage: number | null;
  readonly findings: readonly Finding[];
  readonly signatures: readonly Signature[];
  readonly signatory: string | null;
  readonly signatoryRole: string | null;
  readonly signedAt: string;
  readonly submittedBy: string | null;
  readonly submittedAt: string;
  readonly verifiedBy: string | null;
  readonly verifiedAt: string | null;
  readonly rejectedBy: string | null;
  readonly rejectedAt: string | null;
  readonly rejectedReason: string | null;
  readonly file: string;
}

/** One piece of evidence with the part it proves. */
export interface Shown {
  readonly row: QueueRow;
  readonly file: OnFile;
}

const ROW = 'id kind standing side severity agreementId agreementReference agreementTitle campaignId campaignTitle odsCode organisationName localityId localityName submittedAt signedAt partyId partyVersion notByYou';

export const QUEUE = `query EvidenceQueue($page: Int!, $perPage: Int!, $standing: String, $localityId: ID) {
  evidenceQueue(page: $page, perPage: $perPage, standing: $standing, localityId: $localityId) { total items { ${ROW} } }
}`;
export interface QueueAnswer { readonly evidenceQueue: { readonly total: number; readonly items: readonly QueueRow[] } }

export const ONE = `query Evidence($id: ID!) {
  evidenceInQueue(id: $id) { ${ROW} }
  evidence(id: $id) {
    id sha256 byteLength pages signedPage signatory signatoryRole signedAt submittedBy submittedAt verifiedBy verifiedAt rejectedBy rejectedAt rejectedReason file
    findings { code severity message } signatures { result reason subject issuer claimedAt trusted }
  }
}`;
export interface OneAnswer { readonly evidenceInQueue: QueueRow | null; readonly evidence: OnFile }

/** What a letter is said to say. */
export interface Letter {
  readonly version: number;
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly reason: string;
  readonly signedOn: string;
  readonly replies: readonly { readonly participationId: string; readonly agreementId: string; readonly reference: string; readonly title: string; readonly versionNumber: number; readonly reply: 'keep' | 'withdraw' }[];
}

export const LETTER = 'query WrittenInstruction($id: ID!) { writtenInstruction(id: $id) { version campaignId campaignTitle reason signedOn replies { participationId agreementId reference title versionNumber reply } } }';
export interface LetterAnswer { readonly writtenInstruction: Letter | null }

export const AFTER = 'query EvidenceAfter($id: ID!) { evidenceAfter(id: $id) { next others } }';
export interface AfterAnswer { readonly evidenceAfter: { readonly next: string | null; readonly others: number } | null }

export const VERIFY = 'mutation VerifyParty($input: PartyInput!) { verifyParty(input: $input) { id } }';
export const VERIFY_LETTER = 'mutation VerifyInstruction($input: InstructionInput!) { verifyInstruction(input: $input) { id } }';
export const REJECT_LETTER = 'mutation RejectInstruction($input: InstructionWithReasonInput!) { rejectInstruction(input: $input) { id } }';
export const REJECT = 'mutation RejectParty($input: PartyWithReasonInput!) { rejectParty(input: $input) { id } }';
