import { countOf, dayInProse, type Session } from '@accord/kernel/admin';
import type { Named, ViewOfService } from './agreement-query.js';
import { proposalWords, type ProposalAnswer, type ProposalStateWord, type ProposalWait } from './proposal-words.js';

export interface ProposalFacts {
  readonly id: string;
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly viewingOrganisation: string;
  readonly consumers: readonly Named[];
  readonly viewsNow: readonly string[];
  readonly views: readonly string[];
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly reason: string;
  readonly proposedBy: string | null;
  readonly proposedAt: string;
  readonly lapsesOn: string;
  readonly state: ProposalStateWord;
  readonly cutOverAt: string | null;
  readonly cutOverBy: string | null;
  readonly givenUpAt: string | null;
  readonly givenUpBy: string | null;
  readonly closingReason: string | null;
  /** Of the participations asked. */
  readonly agreed: number;
  readonly asked: number;
  /** Of the viewing organisation's own parts. */
  readonly partsAgreed: number;
  readonly partsAsked: number;
  readonly tally: readonly { readonly answer: ProposalAnswer; readonly parties: number }[];
  readonly agreements: readonly ProposalAgreement[];
}

export interface ProposalAgreement {
  readonly agreementId: string;
  readonly reference: string;
  readonly title: string;
  readonly localityName: string;
  readonly versionNumber: number;
  readonly asked: number;
  readonly agreed: number;
}

export interface ProposalParty {
  readonly id: string;
  readonly agreementId: string;
  readonly reference: string;
  readonly side: 'provider' | 'consumer';
  readonly odsCode: string;
  readonly name: string;
  readonly answer: ProposalAnswer;
  readonly waitsFor: ProposalWait | null;
  readonly stops: boolean;
  readonly at: string;
}

export const PROPOSAL_ROW_FIELDS = 'id serviceName viewingOrganisation consumers { odsCode name } gained lost lapsesOn state givenUpAt agreed asked';
export type ProposalRow = Pick<ProposalFacts, 'id' | 'serviceName' | 'viewingOrganisation' | 'consumers' | 'gained' | 'lost' | 'lapsesOn' | 'state' | 'givenUpAt' | 'agreed' | 'asked'>;
export const PROPOSAL_FIELDS = `${PROPOSAL_ROW_FIELDS} serviceCode viewsNow views reason proposedBy proposedAt cutOverAt cutOverBy givenUpBy closingReason partsAgreed partsAsked tally { answer parties }
  agreements { agreementId reference title localityName versionNumber asked agreed }`;
export const PROPOSAL_PARTY_FIELDS = 'id agreementId reference side odsCode name answer waitsFor stops at';

/** Whether the acting person may answer for this party, and has still to. */
export const isMineToSign = ({ side, odsCode, answer }: ProposalParty, may: Session['may']): boolean => answer === 'not-answered'
  && (side === 'provider' ? may('sign', 'Participation', { providerOdsCode: odsCode }) : may('accept', 'ConsumerPart', { consumerOdsCode: odsCode })).allowed;

export const signAddress = ({ agreementId, id }: ProposalParty): string => `/agreements/${agreementId}/sign/${id}`;

type Change = Pick<ProposalFacts, 'gained' | 'lost'>;

/** Names of views in the order of the service. */
const namesOf = (views: readonly ViewOfService[], codes: readonly string[]): string => views.filter(({ code }) => codes.includes(code)).map(({ name }) => name).join(', ');

/** "2 views more, 1 view less". */
export function changeInShort({ gained, lost }: Change): string {
  return [...(gained.length > 0 ? [proposalWords('more', { views: countOf(gained.length, 'view') })] : []), ...(lost.length > 0 ? [proposalWords('less', { views: countOf(lost.length, 'view') })] : [])].join(', ');
}

/** "More: Medication, Events. Less: Procedures." */
export function changeInWords(views: readonly ViewOfService[], { gained, lost }: Change): string {
  return [...(gained.length > 0 ? [proposalWords('gained', { views: namesOf(views, gained) })] : []), ...(lost.length > 0 ? [proposalWords('lost', { views: namesOf(views, lost) })] : [])].join(' ');
}

/** How it stands, in a sentence or two; how many have agreed where one sees more than one's own part. */
export function proposalStanding({ state, agreed, asked, partsAgreed, partsAsked, lapsesOn, cutOverAt, givenUpAt, viewingOrganisation: name, views }: ProposalFacts): string {
  const words = { day: dayInProse(cutOverAt ?? givenUpAt ?? lapsesOn), agreed, asked, partsAgreed, partsAsked, name, views: countOf(views.length, 'view') };
  const viewer = partsAsked === 0 ? [] : [proposalWords(partsAgreed === partsAsked ? 'saysViewerAgreed' : partsAgreed === 0 ? 'saysViewerNot' : 'saysViewerPartly', words)];
  const counted = (key: 'saysAgreed' | 'saysHadAgreed'): readonly string[] => (asked < 2 ? [] : [proposalWords(agreed === asked && key === 'saysAgreed' ? 'saysAllAgreed' : key, words)]);
  if (state === 'running') return asked === 0 ? proposalWords('saysNobodyLeft', words) : [...counted('saysAgreed'), ...viewer, proposalWords('saysRunning', words)].join(' ');
  if (state === 'cut-over') return [proposalWords('saysCutOver', words), ...counted('saysAgreed')].join(' ');
  return [proposalWords(givenUpAt === null ? 'saysLapsed' : 'saysGivenUp', words), ...counted('saysHadAgreed')].join(' ');
}
