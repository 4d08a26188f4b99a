import { useState } from 'react';
import { useLocation, useParams } from 'react-router';
import { AccordLink, AnsweredPage, Day, dayInProse, DoneNotice, FactList, NothingHere, OrganisationName, Page, Section, StateWords, useAsk } from '@accord/kernel/admin';
import { ProposalActs } from './proposal-acts.js';
import { ProposalAnswers } from './proposal-answers.js';
import { PROPOSAL_FIELDS, proposalStanding, type ProposalFacts } from './proposal-facts.js';
import { ProposalViews } from './proposal-views.js';
import { proposalState, proposalWords } from './proposal-words.js';

const QUERY = `query ViewSetProposal($id: ID!) { viewSetProposal(id: $id) { ${PROPOSAL_FIELDS} } }`;

/** One proposal: what would change, who has agreed, and to an approver the act that cuts over. */
export function ProposalPage() {
  const { id = '' } = useParams();
  const asked = useAsk<{ readonly viewSetProposal: ProposalFacts | null }>(QUERY, { id });
  return (
    <AnsweredPage asked={asked} title={proposalWords('proposal')}>
      {({ viewSetProposal: proposal }) => (proposal === null
        ? <Page title={proposalWords('proposal')}><NothingHere says={proposalWords('absent')} why={proposalWords('absentWhy')} action={<AccordLink to="/view-set-proposals">{proposalWords('all')}</AccordLink>} /></Page>
        : <Shown proposal={proposal} />)}
    </AnsweredPage>
  );
}

const WHAT = { 'running': 'whatChanges', 'cut-over': 'whatChanged', 'lapsed': 'wouldChange' } as const;

function Shown({ proposal }: { readonly proposal: ProposalFacts }) {
  const isNew = (useLocation().state as { readonly isNew?: boolean } | null)?.isNew === true;
  const [done, setDone] = useState<string | null>(isNew ? proposalWords('proposedDone') : null);
  const { serviceName: service, viewingOrganisation: name } = proposal;
  return (
    <Page title={proposalWords('pageTitle', { name, service })} sentence={proposalStanding(proposal)} actions={<ProposalActs proposal={proposal} told={setDone} />}>
      {done !== null && <DoneNotice key={done}>{done}</DoneNotice>}
      <Section title={proposalWords(WHAT[proposal.state])}><ProposalViews proposal={proposal} /></Section>
      <ProposalAnswers proposal={proposal} />
      <Section title={proposalWords('facts')}><FactList facts={factsOf(proposal)} /></Section>
    </Page>
  );
}

function factsOf(proposal: ProposalFacts): Parameters<typeof FactList>[0]['facts'] {
  const { proposedAt, proposedBy, cutOverAt, cutOverBy, givenUpAt, givenUpBy, closingReason, lapsesOn, consumers, agreements } = proposal;
  const by = (at: string, who: string | null): string => (who === null ? dayInProse(at) : proposalWords('by', { day: dayInProse(at), name: who }));
  return [
    [proposalWords('state'), <StateWords key="s" {...proposalState(proposal)} />],
    [proposalWords('proposedOn'), by(proposedAt, proposedBy)],
    ...(cutOverAt === null ? [] : [[proposalWords('cutOverOn'), by(cutOverAt, cutOverBy)] as const]),
    ...(givenUpAt === null ? [] : [[proposalWords('givenUpOn'), by(givenUpAt, givenUpBy)] as const]),
    ...(cutOverAt === null && givenUpAt === null ? [[proposalWords('lapses'), <Day key="l" at={lapsesOn} prose />] as const] : []),
    ...(closingReason === null ? [] : [[proposalWords(cutOverAt === null ? 'givenUpReason' : 'cutOverReason'), <span key="c" style={{ whiteSpace: 'pre-wrap' }}>{closingReason}</span>] as const]),
    [proposalWords('viewer'), <>{consumers.map((each) => <div key={each.odsCode}><OrganisationName {...each} to={`/viewing-organisations/${each.odsCode}`} /></div>)}</>],
    [proposalWords('agreements'), <>{agreements.map(({ agreementId, reference, versionNumber }) => (
      <div key={agreementId}><AccordLink to={`/agreements/${agreementId}?tab=versions`}>{proposalWords('agreementVersion', { reference, number: versionNumber })}</AccordLink></div>
    ))}</>],
  ];
}
