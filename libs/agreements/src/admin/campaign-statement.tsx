import { Button } from '@mui/material';
import { useParams } from 'react-router';
import { AccordLink, AnsweredPage, DataTable, Moment, NothingHere, OrganisationName, Page, Section, StateWords, useAsk } from '@accord/kernel/admin';
import { CAMPAIGN_AGREEMENT_FIELDS, CAMPAIGN_FIELDS, type CampaignAgreementFacts, type CampaignFacts } from './campaign-facts.js';
import { campaignStanding, campaignWords } from './campaign-words.js';
import { InstructionList } from './instruction-list.js';
import { LetterCited } from './letter-cited.js';

interface StatementAnswer { readonly campaign: CampaignFacts | null; readonly campaignAgreements: readonly CampaignAgreementFacts[]; readonly organisationNames: readonly { readonly name: string }[] }
const QUERY = `query CampaignStatement($id: ID!, $odsCode: String!, $codes: [String!]!) { organisationNames(codes: $codes) { odsCode name } campaign(id: $id) { ${CAMPAIGN_FIELDS} } campaignAgreements(id: $id, odsCode: $odsCode) { ${CAMPAIGN_AGREEMENT_FIELDS} } }`;

/** What one practice was asked, what its controller said, and what came of it: to keep and to print. */
export function CampaignStatement() {
  const { id = '', odsCode = '' } = useParams();
  const asked = useAsk<StatementAnswer>(QUERY, { id, odsCode, codes: [odsCode] });
  return (
    <AnsweredPage asked={asked} title={campaignWords('campaign')}>
      {({ campaign, campaignAgreements: rows, organisationNames: [organisation] }) => (campaign === null || organisation === undefined || rows.length === 0
        ? <Page title={campaignWords('campaign')}><NothingHere says={campaignWords('statementNone')} action={<AccordLink to={`/campaigns/${id}`}>{campaignWords('back')}</AccordLink>} /></Page>
        : (
          <Page title={campaignWords('statement', { name: organisation.name })} sentence={campaignWords('statementSays', { name: organisation.name, title: campaign.title })}
            actions={<>
              <Button variant="contained" component="a" href={`/campaigns/${id}/practices/${odsCode}/statement.pdf`}>{campaignWords('download')}</Button>
              <Button variant="outlined" onClick={() => window.print()}>{campaignWords('print')}</Button>
            </>}>
            <p><OrganisationName name={organisation.name} odsCode={odsCode} />. <AccordLink to={`/campaigns/${id}`}>{campaignWords('back')}</AccordLink></p>
            <Section title={campaignWords('agreements')}><Agreements campaign={campaign} rows={rows} /></Section>
            <InstructionList campaign={campaign} odsCode={odsCode} isSettled={rows.every(({ standing }) => standing === 'executed' || standing === 'gone')} />
          </Page>
        ))}
    </AnsweredPage>
  );
}

function Agreements({ campaign, rows }: { readonly campaign: CampaignFacts; readonly rows: readonly CampaignAgreementFacts[] }) {
  return (
    <DataTable caption={campaignWords('agreements')} rows={rows} keyOf={({ participationId }) => participationId} columns={[
      { key: 'agreement', head: campaignWords('agreement'), cell: (row) => <><AccordLink to={`/agreements/${row.agreementId}`}>{row.reference}</AccordLink><br />{row.title}{row.versionNumber !== null && `, ${campaignWords('version', { number: row.versionNumber })}`}</> },
      { key: 'standing', head: campaignWords('standing'), cell: (row) => <StateWords {...campaignStanding(row.standing)} /> },
      { key: 'said', head: campaignWords('said.head'), cell: (row) => <Said row={row} /> },
      { key: 'came', head: campaignWords('came'), cell: (row) => <Came row={row} isClosed={campaign.state === 'closed'} /> },
    ]} />
  );
}

function Said({ row }: { readonly row: CampaignAgreementFacts }) {
  if (row.reply === null) return campaignWords('notSaid');
  return <>{campaignWords(row.reply)}<br />{row.givenBy} <Moment at={row.givenAt} />{row.letter !== null && <><br /><LetterCited letter={row.letter} /></>}{row.reason !== null && <><br />{campaignWords('reason', { reason: row.reason })}</>}</>;
}

function Came({ row, isClosed }: { readonly row: CampaignAgreementFacts; readonly isClosed: boolean }) {
  switch (row.standing) {
    case 'executed': return (
      <>{row.stopId === null ? campaignWords('cameWithdrawnEarly') : campaignWords('cameWithdrawn')} <Moment at={row.executedAt} />{row.stopId !== null && <><br /><AccordLink to={`/stops/${row.stopId}`}>{campaignWords('cameStop')}</AccordLink></>}</>
    );
    case 'confirmed': return campaignWords(isClosed ? 'cameClosed' : 'cameWaits');
    case 'kept': return campaignWords('cameKept');
    case 'gone': return campaignWords('cameGone');
    default: return campaignWords('cameNothing');
  }
}
