import type { PartyFacts, ServiceFacts } from './party-facts.js';

/** The agreement as it is read before signing. */
export interface SignedAgreement {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly serviceCode: string;
  readonly localityId: string;
  readonly localityName: string;
  readonly state: string;
  readonly expired: boolean;
  readonly versionNumber: number;
  readonly purpose: string;
  readonly lawfulBasis: string;
  readonly beginsOn: string;
  readonly reviewOn: string;
  readonly endsOn: string;
  readonly documentPath: string;
  /** Of whom the document is: the agreement, or one version of it. */
  readonly documentOf?: string;
  readonly consumers: readonly { readonly odsCode: string; readonly name: string; readonly views: readonly string[] }[];
  readonly stops: readonly { readonly kind: string; readonly scopeKind: string; readonly providerOdsCode: string | null; readonly consumerOdsCode: string | null; readonly imposedAt: string }[];
}

export const SIGNED_AGREEMENT_FIELDS = `id reference title serviceCode localityId localityName state expired versionNumber purpose lawfulBasis beginsOn reviewOn endsOn documentPath
  consumers { odsCode name views } stops { kind scopeKind providerOdsCode consumerOdsCode imposedAt }`;

/** One version as it is read before signing. */
export type SignedVersion = Pick<SignedAgreement, 'id' | 'title' | 'purpose' | 'lawfulBasis' | 'beginsOn' | 'reviewOn' | 'endsOn' | 'consumers'> & { readonly number: number };
export const SIGNED_VERSION_FIELDS = 'id number title purpose lawfulBasis beginsOn reviewOn endsOn consumers { odsCode name views }';

/** The agreement in the words of the version that is asked for: while other views are proposed that is not the one that stands. */
export function inWordsOf(agreement: SignedAgreement, versions: readonly SignedVersion[], asked: number): SignedAgreement {
  const version = versions.find(({ number }) => number === asked);
  if (version === undefined || asked === agreement.versionNumber) return agreement;
  const { id, number, ...words } = version;
  return { ...agreement, ...words, versionNumber: number, documentOf: id, documentPath: `/agreements/${id}/document.pdf` };
}

/** What one signs, for whom. */
export interface Signing {
  readonly party: PartyFacts;
  readonly agreement: SignedAgreement;
  readonly services: readonly ServiceFacts[];
}

/** Codes of those it stopped sharing with for good since it went live: a later version names them still, and signing that does not begin it again. */
export function withdrawnFrom({ party, agreement }: { readonly party: Pick<PartyFacts, 'side' | 'odsCode' | 'liveAt'>; readonly agreement: Pick<SignedAgreement, 'stops'> }): ReadonlySet<string> {
  const { side, odsCode, liveAt } = party;
  if (side === 'consumer' || liveAt === null) return new Set();
  const own = agreement.stops.filter((stop) => stop.kind === 'withdrawal' && stop.scopeKind === 'pair' && stop.providerOdsCode === odsCode && Date.parse(stop.imposedAt) >= Date.parse(liveAt));
  return new Set(own.flatMap(({ consumerOdsCode }) => consumerOdsCode ?? []));
}

export type SignStep = 'read' | 'authority' | 'sign' | 'done';
export const SIGN_STEPS: readonly SignStep[] = ['read', 'authority', 'sign', 'done'];

/** What this browser keeps of a signing that is under way; the server's state of the part always goes first. */
export interface SignProgress {
  /** Digest of the terms that were read: other terms are read again. */
  readonly readDigest: string | null;
  readonly hasSeenAuthority: boolean;
  readonly way: 'here' | 'upload' | null;
  readonly authorityId: string;
  readonly signedOn: string;
  readonly signedPage: string;
}

export const NO_PROGRESS: SignProgress = { readDigest: null, hasSeenAuthority: false, way: null, authorityId: '', signedOn: '', signedPage: '' };

/** The step that is needed next, whatever page one is on. */
export function nextStep(party: Pick<PartyFacts, 'state' | 'termsDigest'>, progress: SignProgress): SignStep {
  if (party.state !== 'invited') return 'done';
  if (progress.readDigest !== party.termsDigest) return 'read';
  return progress.hasSeenAuthority ? 'sign' : 'authority';
}

/** How it is done: as chosen, where both ways are open to this person. */
export function wayOf(progress: SignProgress, mayHere: boolean, mayUpload: boolean): 'here' | 'upload' {
  if (!mayHere) return 'upload';
  return mayUpload ? progress.way ?? 'here' : 'here';
}
