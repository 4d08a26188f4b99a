import { AccordLink, Answered, browserClock, DataTable, Day, dayInProse, FactList, LastDay, NothingHere, OrganisationByCode, Page, Section, useAsk, useSession, type Session } from '@accord/kernel/admin';
import { useParams } from 'react-router';
import { AuthorityOf } from './authority-of.js';
import { GateFactsOf } from './gate-facts-of.js';
import { say } from './messages.js';
import { TasksOf } from './tasks-of.js';
import { ORGANISATION, type Membership, type Organisation, type OrganisationAnswer } from './organisation-queries.js';

/** One organisation: what it is, where it belongs, and what is on record about it. */
export function OrganisationPage() {
  const code = (useParams()['odsCode'] ?? '').toUpperCase();
  const session = useSession();
  const { may } = session;
  const asked = useAsk<OrganisationAnswer>(ORGANISATION, { code });
  if (asked.error !== null && ['NOT_FOUND', 'INVALID_INPUT'].includes(asked.error.code)) {
    return <Page title={say('unknown.title', { code })}><NothingHere says={say('unknown', { code })} why={say('unknown.why')} action={<AccordLink to="/organisations">{say('back')}</AccordLink>} /></Page>;
  }
  const organisation = asked.data?.organisation;
  return (
    <Page title={organisation === undefined ? say('unknown.title', { code }) : `${organisation.name} (${organisation.odsCode})`} sentence={organisation && standing(organisation)} actions={<AccordLink to="/organisations">{say('back')}</AccordLink>}>
      <Answered asked={asked}>
        {({ organisation: shown }) => <>
          <Section title={say('facts')}><FactList facts={factsOf(shown)} /></Section>
          {may('read', 'OrganisationTask').allowed && <TasksOf odsCode={shown.odsCode} />}
          <Section title={say('localities')}><Localities rows={shown.memberships} /></Section>
          {may('read', 'Authority').allowed && <AuthorityOf odsCode={shown.odsCode} />}
          {may('record', 'GateFact').allowed && <GateFactsOf odsCode={shown.odsCode} />}
          <Section title={say('see')}>
            <ul>
              {may('read', 'Sight').allowed && <li><AccordLink to={`/who-can-see-what?provider=${shown.odsCode}`}>{say('see.records')}</AccordLink></li>}
              {may('read', 'ViewingOrganisation').allowed && <li><AccordLink to={`/viewing-organisations/${shown.odsCode}`}>{say('see.views')}</AccordLink></li>}
              {maySuspend(session, shown) && <li><AccordLink to={`/stops/new?${new URLSearchParams(suspension(shown)).toString()}`}>{say('see.suspend')}</AccordLink></li>}
              {may('read', 'ChangeRecord').allowed && <li><AccordLink to={`/changes?odsCode=${shown.odsCode}`}>{say('see.changes')}</AccordLink></li>}
            </ul>
          </Section>
        </>}
      </Answered>
    </Page>
  );
}

/** All that a practice shares, or all that anybody else sees. */
function suspension({ odsCode, memberships }: Organisation): Readonly<Record<string, string>> {
  return memberships.length > 0 ? { scope: 'provider', providerOdsCode: odsCode } : { scope: 'consumer', consumerOdsCode: odsCode };
}

function maySuspend({ me, may }: Session, organisation: Organisation): boolean {
  return may('suspend', 'Sharing', { providerOdsCode: '', consumerOdsCode: '', localityIds: me.actingAs?.localities ?? [], ...suspension(organisation) }).allowed;
}

function standing(organisation: Organisation): string {
  const now = organisation.memberships.find(({ untilAt }) => untilAt === null || new Date(untilAt) > browserClock.now());
  const isPractice = organisation.memberships.length > 0;
  return [
    organisation.prescribingSettingName === null ? '' : say('kind', { kind: organisation.prescribingSettingName }), opening(organisation),
    now === undefined ? (isPractice ? say('no-locality') : '') : say('in-locality', { locality: now.localityName, code: now.localityCode }),
  ].filter((part) => part !== '').join(' ');
}

function opening({ status, openedOn, closedOn }: Organisation): string {
  const [since, until] = [openedOn, closedOn].map((day) => (day === null ? '' : dayInProse(day)));
  if (status === 'C') return closedOn === null ? say('is.C.plain') : say('is.C', { until });
  if (status !== 'A') return say(`is.${status}`);
  if (closedOn !== null) return say('is.A.until', { until });
  if (openedOn !== null && new Date(openedOn) > browserClock.now()) return say('is.A.later', { since });
  return openedOn === null ? say('is.A.plain') : say('is.A', { since });
}

function factsOf(one: Organisation): Parameters<typeof FactList>[0]['facts'] {
  return [
    [say('code'), one.odsCode], [say('opened'), one.openedOn === null ? say('unstated') : <Day at={one.openedOn} prose />],
    ...(one.closedOn === null ? [] : [[say('closed'), <Day key="closed" at={one.closedOn} prose />] as const]),
    [say('address'), [...one.address, one.postcode].filter(Boolean).join(', ') || say('unstated')], [say('telephone'), one.telephone ?? say('unstated')],
    [say('commissioner'), one.commissionerCode === null ? say('none-known') : <><OrganisationByCode odsCode={one.commissionerCode} />{one.joinedCommissionerOn !== null && ` ${say('since', { day: dayInProse(one.joinedCommissionerOn) })}`}</>],
    ...(one.leftCommissionerOn === null ? [] : [[say('left'), <Day key="left" at={one.leftCommissionerOn} prose />] as const]),
    [say('edition'), one.editionOn === null ? say('unstated') : <Day at={one.editionOn} prose />],
  ];
}

function Localities({ rows }: { readonly rows: readonly Membership[] }) {
  const { may } = useSession();
  if (rows.length === 0) return <NothingHere says={say('localities.none')} why={say('localities.none.why')} />;
  const name = (row: Membership): string => `${row.localityName} (${row.localityCode})`;
  return (
    <DataTable caption={say('localities')} rows={[...rows].reverse()} keyOf={(row) => `${row.localityId} ${row.fromAt}`} columns={[
      { key: 'locality', head: say('locality'), cell: (row) => (may('read', 'Activation').allowed ? <AccordLink to={`/localities/${row.localityId}`}>{name(row)}</AccordLink> : name(row)) },
      { key: 'from', head: say('from'), cell: (row) => <Day at={row.fromAt} /> },
      { key: 'until', head: say('until'), cell: (row) => (row.untilAt === null ? say('now') : <LastDay until={row.untilAt} />) },
    ]} />
  );
}

/** An instant at which something is over is the midnight after its last day. */
