import { ConfirmAct, ConfirmImpact, count, countOf, OrganisationName, useAct, useAsk, useSession } from '@accord/kernel/admin';
import { Button } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import { isMineToSign, PROPOSAL_PARTY_FIELDS, signAddress, type ProposalFacts, type ProposalParty } from './proposal-facts.js';
import { proposalWords } from './proposal-words.js';

const CUT_OVER = 'mutation CutOverViewSet($input: CutOverViewSetInput!) { cutOverViewSet(input: $input) { id } }';
const GIVE_UP = 'mutation GiveUpViewSetProposal($input: GiveUpViewSetProposalInput!) { giveUpViewSetProposal(input: $input) { id } }';

/** What staff do with a proposal that runs: an approver cuts over, an officer gives it up. */
export function ProposalActs({ proposal, told }: { readonly proposal: ProposalFacts; readonly told: (sentence: string) => void }) {
  const { may } = useSession();
  const [cutting, giving] = [useAct(CUT_OVER), useAct(GIVE_UP)];
  if (proposal.state !== 'running') return null;
  const { id } = proposal;
  const cutOver = async (_reason: string, impactHash: string | null): Promise<boolean> => {
    if (await cutting.act({ id, impactHash }) === null) return false;
    told(proposalWords('cutOverDone'));
    return true;
  };
  const giveUp = async (reason: string): Promise<boolean> => {
    if (await giving.act({ id, reason }) === null) return false;
    told(proposalWords('giveUpDone'));
    return true;
  };
  return (
    <>
      <MySignature id={id} />
      {proposal.asked + proposal.partsAsked > 0 && <ConfirmImpact label={proposalWords('cutOver')} title={proposalWords('cutOverTitle')} may={may('cut-over', 'ViewSetProposal')} asked={{ act: 'cutOver', id }} besides={<WhoStops proposal={proposal} />}
        isPending={cutting.isPending} problem={cutting.problem} reset={cutting.reset} confirm={cutOver} />}
      <ConfirmAct label={proposalWords('giveUp')} title={proposalWords('giveUpTitle')} may={may('give-up', 'ViewSetProposal')} narrowing asksReason
        isPending={giving.isPending} problem={giving.problem} reset={giving.reset} confirm={giveUp} preview={<p>{proposalWords('giveUpPreview')}</p>} />
    </>
  );
}

const MINE = `query ViewSetProposalMine($id: ID!, $code: String!) { viewSetProposalAnswers(id: $id, answer: "not-answered", search: $code) { items { ${PROPOSAL_PARTY_FIELDS} } } }`;

/** Where the acting person signs for their own organisation, in each agreement that asks it. */
function MySignature({ id }: { readonly id: string }) {
  const { me, may } = useSession();
  const code = me.actingAs?.odsCode ?? '';
  const asked = useAsk<{ readonly viewSetProposalAnswers: { readonly items: readonly ProposalParty[] } }>(MINE, { id, code }, { enabled: code !== '' });
  const mine = asked.data?.viewSetProposalAnswers.items.filter((party) => isMineToSign(party, may)) ?? [];
  return <>{mine.map((party) => <Button key={party.id} variant="contained" component={RouterLink} to={signAddress(party)}>{proposalWords(party.side === 'provider' ? 'signNow' : 'acceptNow')} {mine.length > 1 && party.reference}</Button>)}</>;
}

const NAMED_AT_MOST = 20;
const STOPS = `query CutOverStops($input: ImpactInput!) { impactOf(input: $input) { pairs(perPage: ${NAMED_AT_MOST}, stopping: true) { total items { providerOdsCode providerName consumerOdsCode } } } }`;
interface Stops { readonly impactOf: { readonly pairs: { readonly total: number; readonly items: readonly { readonly providerOdsCode: string; readonly providerName: string | null; readonly consumerOdsCode: string }[] } } }

/** By name, everybody with whom sharing would stop: an approver has seen them before anything is cut over. */
function WhoStops({ proposal: { id, viewingOrganisation: name } }: { readonly proposal: ProposalFacts }) {
  const pairs = useAsk<Stops>(STOPS, { input: { act: 'cutOver', id } }).data?.impactOf.pairs;
  return (
    <>
      {pairs !== undefined && <p>{pairs.total === 0 ? proposalWords('cutOverAll') : proposalWords('cutOverStop', { parties: countOf(pairs.total, 'practice'), name })}</p>}
      {pairs !== undefined && pairs.total > 0 && (
        <ul>
          {pairs.items.map((pair) => <li key={`${pair.providerOdsCode} ${pair.consumerOdsCode}`}><OrganisationName name={pair.providerName ?? pair.providerOdsCode} odsCode={pair.providerOdsCode} /></li>)}
          {pairs.total > pairs.items.length && <li>{proposalWords('cutOverMore', { more: count(pairs.total - pairs.items.length) })}</li>}
        </ul>
      )}
      <p>{proposalWords('cutOverInstant')}</p>
    </>
  );
}
