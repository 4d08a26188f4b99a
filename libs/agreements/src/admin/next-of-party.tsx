import { AccordLink, StateWords, type Session } from '@accord/kernel/admin';
import type { AgreementParty, OneAgreement } from './agreement-query.js';
import { isOver, partState, partStateIn, renewalState, type Side, type ToldStep } from './agreement-words.js';
import { say } from './messages.js';

export const partyAddress = ({ agreementId, side, id }: { readonly agreementId: string; readonly side: Side; readonly id: string }): string => `/agreements/${agreementId}/parties/${side}/${id}`;

/** Whether the acting person may sign or accept for this party. */
export function maySign(session: Session, party: AgreementParty): boolean {
  return (party.renewal?.state ?? party.state) === 'invited' && (party.side === 'provider'
    ? session.may('sign', 'Participation', { providerOdsCode: party.odsCode }).allowed
    : session.may('accept', 'ConsumerPart', { consumerOdsCode: party.odsCode }).allowed);
}

/** The state of a part in words; for somebody live, with how far the later version it is asked to sign has come. */
export function PartyState({ agreement, party }: { readonly agreement: Pick<OneAgreement, 'state' | 'expired'>; readonly party: Pick<AgreementParty, 'state' | 'renewal'> }) {
  const { words, tone } = partStateIn(agreement, party.state);
  return <StateWords words={party.renewal === null || isOver(agreement) ? words : say('stateAndVersion', { state: words, number: party.renewal.versionNumber, step: partState(renewalState(party.renewal)).words.toLowerCase() })} tone={tone} />;
}

/** The next step of one part: a link for whoever may take it, words for everybody else. */
export function PartyStep({ agreement, party, maySign: may, told }: { readonly agreement: OneAgreement; readonly party: AgreementParty; readonly maySign: boolean; readonly told?: ToldStep['next'] | undefined }) {
  const state = party.renewal?.state ?? party.state;
  if (isOver(agreement)) return <>{say('stepOver')}</>;
  if (state === 'invited' && agreement.state !== 'open') return <>{say('notAskedAnyMore')}</>;
  if (may && agreement.state === 'open') return <AccordLink to={`/agreements/${agreement.id}/sign/${party.id}`}>{say(party.side === 'provider' ? 'signNow' : 'acceptNow')}</AccordLink>;
  if (party.renewal !== null && renewalState(party.renewal) === 'cutOver') return <AccordLink to={`/view-set-proposals/${party.renewal.proposalId}`}>{say('approverCutsOver')}</AccordLink>;
  if (told != null) return <>{told.who === null ? told.does : say('toldOfOne', { does: told.does, who: told.who })}</>;
  return <>{say(state === 'invited' && party.side === 'consumer' ? 'partyAccepts' : STEP[state] ?? 'stepOver')}</>;
}

const STEP = {
  invited: 'partySigns', signed: 'officerChecks', accepted: 'officerChecks', rejected: 'officerAsksAgain', verified: 'approverApproves', approved: 'officerGoesLive', suspended: 'theyResume',
} as Readonly<Record<string, 'partySigns' | 'officerChecks' | 'officerAsksAgain' | 'approverApproves' | 'officerGoesLive' | 'theyResume'>>;
