import { AccordLink, AnsweredPage, countOf, DataTable, dayInProse, NothingHere, Page, Section, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Typography } from '@mui/material';
import { useParams } from 'react-router';
import { AgreementsBehind } from './agreements-behind.js';
import { ProposalsOfViewer } from './proposals-of-viewer.js';
import { SystemsOfViewer } from './systems-of-viewer.js';
import type { SystemShown } from './system-rows.js';
import { say } from './messages.js';

interface Answer {
  readonly viewingOrganisation: {
    readonly odsCode: string; readonly name: string; readonly seesNow: { readonly organisations: number; readonly mostViews: number }; readonly agreements: number; readonly showsReadiness: boolean;
    readonly viewSets: readonly ViewSetShown[];
    readonly systems: readonly SystemShown[];
    readonly gates: readonly { readonly gate: string; readonly name: string; readonly holds: boolean }[];
  };
}

interface ViewSetShown {
  readonly id: string; readonly serviceName: string; readonly views: readonly { readonly code: string; readonly name: string }[]; readonly fromAt: string;
  readonly reservedByReference: string; readonly reservedByAgreementId: string | null;
}

const ASK = `query ViewingOrganisation($odsCode: String!) { viewingOrganisation(odsCode: $odsCode) {
  odsCode name seesNow { organisations mostViews } agreements showsReadiness viewSets { id serviceName views { code name } fromAt reservedByReference reservedByAgreementId }
  systems { id name certificates { id state fromAt untilAt revokedAt } } gates { gate name holds }
} }`;

/** What one viewing organisation sees, since when and why, and how ready it is. */
export function ViewingOrganisationPage() {
  const { odsCode = '' } = useParams();
  const asked = useAsk<Answer>(ASK, { odsCode });
  const session = useSession();
  return (
    <AnsweredPage asked={asked} title={`${say('viewer')} ${odsCode}`}>
      {({ viewingOrganisation: viewer }) => (
        <Page title={`${viewer.name} (${viewer.odsCode})`} actions={<WaysOn odsCode={viewer.odsCode} />}
          sentence={say(viewer.seesNow.organisations > 0 ? 'standing' : 'standingNone', {
            name: viewer.name, views: countOf(viewer.seesNow.mostViews, 'view'), providers: countOf(viewer.seesNow.organisations, 'sharing organisation'), agreements: countOf(viewer.agreements, 'agreement'),
          })}>
          {viewer.viewSets.length === 0 && <Section title={say('viewsAgreed')}><NothingHere says={say('noSet')} why={say('noSetWhy')} /></Section>}
          {viewer.viewSets.map((set) => <ViewSet key={set.id} set={set} />)}
          {session.may('read', 'ViewSetProposal').allowed && viewer.viewSets.length > 0 && <ProposalsOfViewer odsCode={viewer.odsCode} />}
          <AgreementsBehind odsCode={viewer.odsCode} />
          <SystemsOfViewer systems={viewer.systems} isShown={viewer.showsReadiness} />
          <Section title={say('gates')}>
            {!viewer.showsReadiness && <NothingHere says={say('notShown')} why={say('notShownWhy')} />}
            {viewer.showsReadiness && (
              <DataTable caption={say('gates')} rows={viewer.gates} keyOf={({ gate }) => gate} columns={[
                { key: 'gate', head: say('gate'), cell: ({ name }) => `${name.charAt(0).toUpperCase()}${name.slice(1)}` },
                { key: 'holds', head: say('holds'), cell: ({ holds }) => <StateWords tone={holds ? 'good' : 'stopped'} words={say(holds ? 'holds' : 'fails')} /> },
              ]} />
            )}
          </Section>
        </Page>
      )}
    </AnsweredPage>
  );
}

/** What one asks or does about it elsewhere, as far as one may. */
function WaysOn({ odsCode }: { readonly odsCode: string }) {
  const { me, may } = useSession();
  const maySuspend = may('suspend', 'Sharing', { scope: 'consumer', providerOdsCode: '', consumerOdsCode: odsCode, localityIds: me.actingAs?.localities ?? [] }).allowed;
  return (
    <>
      {may('read', 'Sight').allowed && <AccordLink to={`/who-can-see-what?consumer=${odsCode}`}>{say('askAbout')}</AccordLink>}
      {maySuspend && <AccordLink to={`/stops/new?scope=consumer&consumerOdsCode=${odsCode}`}>{say('suspend')}</AccordLink>}
    </>
  );
}

function ViewSet({ set }: { readonly set: ViewSetShown }) {
  return (
    <Section title={say('setTitle', { service: set.serviceName })}>
      <Typography component="p">
        {say('setWhy', { count: countOf(set.views.length, 'view'), day: dayInProse(set.fromAt) })} {say('setReserved')} {set.reservedByAgreementId === null ? set.reservedByReference
          : <AccordLink to={`/agreements/${set.reservedByAgreementId}`}>{set.reservedByReference}</AccordLink>}.
      </Typography>
      <ul style={{ columns: '16rem', paddingLeft: '1.25rem', maxWidth: 720 }}>{set.views.map(({ code, name }) => <li key={code}>{name}</li>)}</ul>
    </Section>
  );
}
