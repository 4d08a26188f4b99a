import type { ProposalStateWord } from './proposal-words.js';
import { agreementBeside, type AgreementAnswer, type Named, type OneAgreement } from './agreement-query.js';

type ConsumerOfVersion = Named & { readonly views: readonly string[] };

/** What one version says otherwise than the one before. */
export interface Difference {
  readonly fields: readonly { readonly field: 'title' | 'purpose' | 'purposeClass' | 'lawfulBasis' | 'beginsOn' | 'reviewOn' | 'endsOn'; readonly before: string; readonly after: string }[];
  readonly clauses: readonly { readonly before: string | null; readonly after: string | null }[];
  readonly providersJoined: readonly Named[];
  readonly providersLeft: readonly Named[];
  readonly consumersJoined: readonly ConsumerOfVersion[];
  readonly consumersLeft: readonly Named[];
  readonly viewsChanged: readonly (Named & { readonly gained: readonly string[]; readonly lost: readonly string[] })[];
}

export interface VersionOfAgreement extends Pick<OneAgreement, 'title' | 'purpose' | 'purposeClass' | 'lawfulBasis' | 'clauses' | 'beginsOn' | 'reviewOn' | 'endsOn' | 'providers' | 'consumers'> {
  readonly id: string;
  readonly number: number;
  /** Null while it is drafted. */
  readonly openedAt: string | null;
  /** Where it is part of a proposal to change a view set. */
  readonly proposalId: string | null;
  readonly proposalState: ProposalStateWord | null;
  readonly providersOnIt: number;
  readonly consumersOnIt: number;
  readonly askedForIt: number;
  readonly difference: Difference | null;
}

export interface VersionsAnswer { readonly agreementVersions: readonly VersionOfAgreement[] }

const VERSIONS = `agreementVersions(id: $id) {
  id number openedAt proposalId proposalState title purpose purposeClass lawfulBasis clauses beginsOn reviewOn endsOn providers { odsCode name } consumers { odsCode name views } providersOnIt consumersOnIt askedForIt
  difference { fields { field before after } clauses { before after } providersJoined { odsCode name } providersLeft { odsCode name } consumersJoined { odsCode name views } consumersLeft { odsCode name }
    viewsChanged { odsCode name gained lost } }
}`;

export const VERSIONS_QUERY = `query AgreementVersions($id: ID!) { ${VERSIONS} }`;
/** What is edited and the version one sends back, of one moment: else somebody else's words would be written over unnoticed. */
export const AMENDMENT_QUERY = agreementBeside(VERSIONS);
export type AmendmentAnswer = AgreementAnswer & VersionsAnswer;

/** An agreement as its form edits it, with the words of one of its versions. */
export const withWordsOf = (agreement: OneAgreement, version: VersionOfAgreement): OneAgreement => {
  const { title, purpose, purposeClass, lawfulBasis, clauses, beginsOn, reviewOn, endsOn, providers, consumers } = version;
  return { ...agreement, title, purpose, purposeClass, lawfulBasis, clauses, beginsOn, reviewOn, endsOn, providers, consumers };
};
