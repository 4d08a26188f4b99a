import { AccordLink, Answered, AnsweredPage, NothingHere, Page, useAsk, useSession } from '@accord/kernel/admin';
import { TextField } from '@mui/material';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { SERVICES_QUERY, type ServicesAnswer } from './agreement-query.js';
import { ProposalForm } from './proposal-form.js';
import { ProposalWhose } from './proposal-whose.js';
import { proposalWords } from './proposal-words.js';

interface Viewer { readonly odsCode: string; readonly name: string; readonly viewSets: readonly { readonly id: string; readonly serviceCode: string; readonly serviceName: string; readonly views: readonly { readonly code: string }[] }[] }
interface RunningAnswer { readonly viewSetProposals: { readonly items: readonly { readonly id: string }[] } }

const VIEWER = 'query ViewerOfProposal($odsCode: String!) { viewingOrganisation(odsCode: $odsCode) { odsCode name viewSets { id serviceCode serviceName views { code } } } }';
const RUNNING = 'query RunningProposal($consumer: String!, $service: String!) { viewSetProposals(consumerOdsCode: $consumer, serviceCode: $service, state: "running") { items { id } } }';

/** A new proposal: of whose views, which ones, and who would be asked. Whose stands in the address. */
export function ProposalNew() {
  const { may } = useSession();
  const [params, setParams] = useSearchParams();
  const consumer = params.get('consumer') ?? '';
  if (!may('propose', 'ViewSetProposal').allowed) return <Page title={proposalWords('new')}><NothingHere says={proposalWords('onlyOfficers')} action={<AccordLink to="/view-set-proposals">{proposalWords('all')}</AccordLink>} /></Page>;
  if (consumer === '') return <Page title={proposalWords('new')} sentence={proposalWords('newSays')}><ProposalWhose choose={(odsCode) => setParams({ consumer: odsCode })} /></Page>;
  return <OfViewer odsCode={consumer} service={params.get('service')} choose={(service) => setParams({ consumer, service })} />;
}

interface OfViewerProps { readonly odsCode: string; readonly service: string | null; readonly choose: (service: string) => void }

function OfViewer({ odsCode, service, choose }: OfViewerProps) {
  const viewer = useAsk<{ readonly viewingOrganisation: Viewer }>(VIEWER, { odsCode });
  const services = useAsk<ServicesAnswer>(SERVICES_QUERY);
  return (
    <AnsweredPage asked={viewer} title={proposalWords('new')}>
      {({ viewingOrganisation: { name, viewSets } }) => {
        const set = viewSets.find(({ serviceCode }) => serviceCode === service) ?? viewSets[0];
        return (
          <Page title={proposalWords('newFor', { name })} sentence={proposalWords('newSays')} actions={<AccordLink to="/view-set-proposals/new">{proposalWords('chooseOther')}</AccordLink>}>
            {set === undefined && <NothingHere says={proposalWords('noSet', { name })} why={proposalWords('noSetWhy')} action={<AccordLink to={`/viewing-organisations/${odsCode}`}>{proposalWords('toViewer', { name })}</AccordLink>} />}
            {viewSets.length > 1 && (
              <TextField id="proposal-service" select size="small" label={proposalWords('service')} value={set?.serviceCode ?? ''} onChange={(event) => choose(event.target.value)} sx={{ mb: 2, minWidth: { xs: '100%', sm: 260 } }} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
                {viewSets.map(({ serviceCode, serviceName }) => <option key={serviceCode} value={serviceCode}>{serviceName}</option>)}
              </TextField>
            )}
            {set !== undefined && (
              <Answered asked={services}>
                {(answer) => <UnlessRunning odsCode={odsCode} serviceCode={set.serviceCode}>
                  <ProposalForm key={`${odsCode} ${set.id}`} odsCode={odsCode} serviceCode={set.serviceCode} views={answer.services.find(({ code }) => code === set.serviceCode)?.views ?? []} viewsNow={set.views.map(({ code }) => code)} />
                </UnlessRunning>}
              </Answered>
            )}
          </Page>
        );
      }}
    </AnsweredPage>
  );
}

/** One at a time for each viewing organisation and service. */
function UnlessRunning({ odsCode, serviceCode, children }: { readonly odsCode: string; readonly serviceCode: string; readonly children: ReactNode }) {
  const asked = useAsk<RunningAnswer>(RUNNING, { consumer: odsCode, service: serviceCode });
  return (
    <Answered asked={asked}>
      {({ viewSetProposals: { items: [running] } }) => (running === undefined ? children
        : <NothingHere says={proposalWords('runningAlready')} why={proposalWords('runningAlreadyWhy')} action={<AccordLink to={`/view-set-proposals/${running.id}`}>{proposalWords('toRunning')}</AccordLink>} />)}
    </Answered>
  );
}
