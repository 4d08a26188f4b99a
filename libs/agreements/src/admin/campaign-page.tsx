import { useState } from 'react';
import { Button } from '@mui/material';
import { Link as RouterLink, useParams } from 'react-router';
import { AccordLink, AnsweredPage, countOf, ConfirmAct, dayInProse, DoneNotice, FactList, NothingHere, Page, Section, useAct, useAsk, useSession } from '@accord/kernel/admin';
import { CampaignAnswer } from './campaign-answer.js';
import { CAMPAIGN_FIELDS, tallied, type CampaignFacts } from './campaign-facts.js';
import { CampaignImpact } from './campaign-impact.js';
import { CampaignPractices } from './campaign-practices.js';
import { CampaignRuns } from './campaign-runs.js';
import { campaignKind, campaignWords } from './campaign-words.js';

const QUERY = `query Campaign($id: ID!) { campaign(id: $id) { ${CAMPAIGN_FIELDS} } }`;
const ASK = 'mutation AskCampaign($input: MoveInput!) { askCampaign(input: $input) { id } }';
const CLOSE = 'mutation CloseCampaign($input: MoveInput!) { closeCampaign(input: $input) { id } }';

/** One campaign: to staff how its practices stand and what would stop, to a practice what it is asked. */
export function CampaignPage() {
  const { id = '' } = useParams();
  const { me } = useSession();
  const asked = useAsk<{ readonly campaign: CampaignFacts | null }>(QUERY, { id });
  return (
    <AnsweredPage asked={asked} title={campaignWords('campaign')}>
      {({ campaign }) => (campaign === null
        ? <Page title={campaignWords('campaign')}><NothingHere says={campaignWords('absent')} why={campaignWords('absentWhy')} action={<AccordLink to="/campaigns">{campaignWords('all')}</AccordLink>} /></Page>
        : me.actingAs?.odsCode != null ? <CampaignAnswer campaign={campaign} odsCode={me.actingAs.odsCode} name={me.actingAs.organisationName ?? me.actingAs.odsCode} />
          : <ForStaff campaign={campaign} />)}
    </AnsweredPage>
  );
}

function sentenceOf(campaign: CampaignFacts): string {
  if (campaign.closedAt !== null) return campaign.askedAt === null ? campaignWords('saysClosedDraft') : campaignWords('saysClosed', { day: dayInProse(campaign.closedAt) });
  if (campaign.state === 'draft') return campaignWords('saysDraft', { practices: countOf(campaign.practices, 'practice') });
  const all = campaign.practices - tallied(campaign, 'unasked', 'gone');
  return campaignWords('saysAsked', { answered: all - tallied(campaign, 'waiting'), practices: countOf(all, 'practice'), day: dayInProse(campaign.answerBy) });
}

function ForStaff({ campaign }: { readonly campaign: CampaignFacts }) {
  const [done, setDone] = useState<string | null>(null);
  const mayRun = useSession().may('run', 'Campaign').allowed;
  const by = (at: string | null, name: string | null) => (at === null ? campaignWords('nobody') : name === null ? dayInProse(at) : campaignWords('by', { day: dayInProse(at), name }));
  return (
    <Page title={campaign.title} sentence={sentenceOf(campaign)} actions={mayRun ? <Acts campaign={campaign} /> : undefined}>
      {done !== null && <DoneNotice key={done}>{done}</DoneNotice>}
      <Section title={campaignWords('about')}>
        <p style={{ maxWidth: '75ch', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', marginTop: 0 }}>{campaign.message}</p>
        <FactList facts={[
          [campaignWords('kind'), campaignKind(campaign.kind)],
          [campaignWords('answerBy'), dayInProse(campaign.answerBy)],
          [campaignWords('draftedOn'), by(campaign.draftedAt, campaign.draftedBy)],
          [campaignWords('askedOn'), by(campaign.askedAt, null)],
        ]} />
      </Section>
      {mayRun && campaign.state !== 'closed' && <CampaignImpact campaign={campaign} told={setDone} />}
      <CampaignPractices campaign={campaign} />
      {campaign.askedAt !== null && <CampaignRuns campaign={campaign} />}
    </Page>
  );
}

function Acts({ campaign }: { readonly campaign: CampaignFacts }) {
  const { may } = useSession();
  const [asking, closing] = [useAct(ASK), useAct(CLOSE)];
  if (campaign.state === 'closed') return null;
  const input = { id: campaign.id, expectedVersion: campaign.version };
  const isDraft = campaign.state === 'draft';
  const confirmed = tallied(campaign, 'confirmed');
  return (
    <>
      {isDraft && <Button variant="outlined" component={RouterLink} to={`/campaigns/${campaign.id}/edit`}>{campaignWords('toEdit')}</Button>}
      {isDraft && (
        <ConfirmAct label={campaignWords('ask', { practices: countOf(campaign.practices, 'practice') })} title={campaignWords('askTitle')} may={may('run', 'Campaign')} bindsTo={campaign.version}
          preview={<p>{campaignWords('askPreview')}</p>} isPending={asking.isPending} problem={asking.problem} reset={asking.reset} confirm={async () => await asking.act(input) !== null} />
      )}
      <ConfirmAct label={campaignWords(isDraft ? 'letGo' : 'close')} title={campaignWords('closeTitle')} may={may('run', 'Campaign')} narrowing bindsTo={campaign.version} isPending={closing.isPending} problem={closing.problem} reset={closing.reset}
        preview={<><p>{campaignWords(isDraft ? 'letGoPreview' : 'closePreview')}</p>{confirmed > 0 && <p>{campaignWords('closeConfirmed', { practices: countOf(confirmed, 'practice') })}</p>}</>}
        confirm={async () => await closing.act(input) !== null} />
    </>
  );
}
