import { count, countOf, ConfirmAct, DataTable, OrganisationName, ProblemSummary, Section, useAct, useAsk, useSession, Waiting } from '@accord/kernel/admin';
import { Typography } from '@mui/material';
import { tallied, type CampaignFacts } from './campaign-facts.js';
import { campaignWords } from './campaign-words.js';

interface Totals { readonly pairs: number; readonly views: number; readonly providers: number; readonly consumers: number }
interface Lost { readonly odsCode: string; readonly name: string | null; readonly agreements: number; readonly pairs: number; readonly views: number; readonly wouldBeRefused: number }
interface Impact { readonly hash: string; readonly loses: Totals; readonly wouldBeRefused: number; readonly practices: readonly Lost[] }
interface Executed { readonly executeCampaign: { readonly withdrawn: number; readonly practices: number; readonly others: number; readonly impactMoved: boolean } }

const IMPACT = `query CampaignImpact($id: ID!, $whom: CampaignWhom!) { campaignImpact(id: $id, whom: $whom) {
  hash loses { pairs views providers consumers } wouldBeRefused practices { odsCode name agreements pairs views wouldBeRefused } } }`;
const EXECUTE = 'mutation ExecuteCampaign($input: ExecuteCampaignInput!) { executeCampaign(input: $input) { withdrawn practices others impactMoved } }';
const SHOWN = 25;

/** What would stop: before anybody is asked for everybody, afterwards for those who have confirmed; and the act that carries it out. */
export function CampaignImpact({ campaign, told }: { readonly campaign: CampaignFacts; readonly told: (sentence: string) => void }) {
  const { may } = useSession();
  const confirmed = tallied(campaign, 'confirmed');
  const isDraft = campaign.state === 'draft';
  // Practices with one agreement confirmed and another unanswered stand as waiting; the preview knows them too.
  const asked = useAsk<{ readonly campaignImpact: Impact }>(IMPACT, { id: campaign.id, whom: isDraft ? 'everybody' : 'confirmed' });
  const { act, isPending, problem, reset } = useAct<Executed>(EXECUTE);
  const impact = asked.data?.campaignImpact;
  const withdrawing = impact?.practices.length ?? confirmed;
  const execute = async (): Promise<boolean> => {
    const done = await act({ id: campaign.id, ...(impact === undefined ? {} : { impactHash: impact.hash }) });
    if (done === null) return false;
    const { withdrawn, practices, others, impactMoved } = done.executeCampaign;
    told(`${campaignWords('executed', { agreements: countOf(withdrawn, 'agreement'), practices: countOf(practices, 'practice'), others: countOf(others, 'agreement') })}${impactMoved ? ` ${campaignWords('executedMoved')}` : ''}`);
    return true;
  };
  return (
    <Section title={campaignWords('impact')} actions={isDraft ? undefined : (
      <ConfirmAct label={withdrawing === 0 ? campaignWords('executeLater') : campaignWords('execute', { practices: countOf(withdrawing, 'practice') })} title={campaignWords('executeTitle')} may={may('run', 'Campaign')} narrowing
        disabledBecause={impact !== undefined && withdrawing === 0 ? campaignWords('executeNobody') : undefined} isPending={isPending} problem={problem} reset={reset} confirm={execute}
        {...(impact === undefined ? {} : { bindsTo: impact.hash })}
        preview={<>{impact !== undefined && <InSum impact={impact} />}<p>{campaignWords('executePreview')}</p></>} />
    )}>
      {asked.isPending && <Waiting />}
      {asked.error !== null && <ProblemSummary problem={asked.error} />}
      {impact !== undefined && (impact.practices.length === 0 ? isDraft && <p>{campaignWords('impactNone')}</p> : <>
        <Typography component="p" sx={{ fontWeight: 600 }}>{campaignWords(isDraft ? 'impactEverybody' : 'impactConfirmed')}</Typography>
        <InSum impact={impact} />
        <EachPractice impact={impact} />
      </>)}
    </Section>
  );
}

function InSum({ impact: { loses, wouldBeRefused } }: { readonly impact: Impact }) {
  if (loses.pairs === 0) return <p>{campaignWords('impactNothing')}</p>;
  return (
    <p style={{ maxWidth: '75ch' }}>
      {campaignWords('impactSays', { practices: countOf(loses.providers, 'practice'), viewers: countOf(loses.consumers, 'viewing organisation'), pairs: countOf(loses.pairs, 'pair of a practice and a viewer', 'pairs of a practice and a viewer'), views: countOf(loses.views, 'view') })}{' '}
      {campaignWords('impactRequests', { requests: countOf(wouldBeRefused, 'real request') })}
    </p>
  );
}

function EachPractice({ impact: { practices } }: { readonly impact: Impact }) {
  const shown = [...practices].sort((one, other) => other.wouldBeRefused - one.wouldBeRefused || (one.odsCode < other.odsCode ? -1 : 1)).slice(0, SHOWN);
  return (
    <>
      <DataTable caption={campaignWords('impactOf')} showCaption rows={shown} keyOf={({ odsCode }) => odsCode} columns={[
        { key: 'practice', head: campaignWords('practice'), cell: (row) => <OrganisationName name={row.name ?? row.odsCode} odsCode={row.odsCode} to={`/organisations/${row.odsCode}`} /> },
        { key: 'agreements', head: campaignWords('agreements'), figures: true, cell: (row) => count(row.agreements) },
        { key: 'viewers', head: campaignWords('viewers'), figures: true, cell: (row) => count(row.pairs) },
        { key: 'views', head: campaignWords('views'), figures: true, cell: (row) => count(row.views) },
        { key: 'requests', head: campaignWords('requests'), figures: true, cell: (row) => count(row.wouldBeRefused) },
      ]} />
      {practices.length > SHOWN && <p>{campaignWords('impactFirst', { shown: count(SHOWN), all: count(practices.length) })}</p>}
    </>
  );
}
