import { AccordLink, Answered, ConfirmAct, DataTable, Day, dutyWords, FactList, LastDay, NothingHere, OrganisationName, Page, Section, useAct, useAsk, useSession } from '@accord/kernel/admin';
import { useParams } from 'react-router';
import { AuthorityActs } from './authority-acts.js';
import { DutyActs } from './duty-acts.js';
import { say } from './messages.js';
import { ONE_PERSON, type AuthorityRow, type DutyRow, type OnePersonAnswer, type PersonRow } from './people-queries.js';
import { aboutDuty, isHidden, placeOf } from './people-words.js';
import { Standing } from './standing.js';

const DISABLE = 'mutation DisablePerson($input: DisablePersonInput!) { disablePerson(input: $input) { id version } }';

/** One person: what they hold, for whom, until when, and what follows from it. */
export function PersonPage() {
  const { id = '' } = useParams();
  const session = useSession();
  const asked = useAsk<OnePersonAnswer>(ONE_PERSON, { id });
  const person = asked.data?.people.items[0];
  if (asked.data !== undefined && person === undefined) return <Page title={say('person')}><NothingHere says={say('person.absent')} action={<AccordLink to="/people">{say('people')}</AccordLink>} /></Page>;
  return (
    <Page title={person === undefined ? say('person') : isHidden(person.name) ? say('person.hidden') : person.name} sentence={person === undefined ? undefined : standing(person, asked.data?.duties.items ?? [])} actions={person !== undefined && <>
      {session.may('read', 'ChangeRecord').allowed && <AccordLink to={`/changes?personId=${person.id}&type=everything`}>{say('person.changes')}</AccordLink>}
      <ShutOut person={person} duties={asked.data?.duties.items ?? []} />
    </>}>
      <Answered asked={asked}>
        {({ duties, authorities }) => <>
          <Section title={say('person.duties')}><DutyTable rows={duties.items} /></Section>
          {person?.isDisabled !== true && <Section title={say('person.why')}><Why rows={duties.items} /></Section>}
          <Section title={say('person.authority')}><AuthorityTable rows={authorities.items} /></Section>
        </>}
      </Answered>
    </Page>
  );
}

function standing({ name: known, isDisabled }: PersonRow, duties: readonly DutyRow[]): string {
  const name = isHidden(known) ? say('this-person') : known;
  if (isDisabled) return say('person.shut-out', { name });
  const held = duties.filter((duty) => duty.state === 'confirmed').length;
  return say('person.sentence', { name, duties: held === 1 ? '1 duty' : `${held} duties` });
}

function DutyTable({ rows }: { readonly rows: readonly DutyRow[] }) {
  if (rows.length === 0) return <NothingHere says={say('person.no-duties')} />;
  return (
    <DataTable caption={say('person.duties')} rows={rows} keyOf={(row) => row.id} columns={[
      { key: 'duty', head: say('duty'), cell: (row) => dutyWords(row.duty) },
      { key: 'for', head: say('for'), cell: placeOf },
      { key: 'from', head: say('from'), cell: (row) => <Day at={row.from} /> },
      { key: 'until', head: say('until'), cell: (row) => (row.until === null ? say('open-ended') : <LastDay until={row.until} />) },
      { key: 'state', head: say('state'), cell: (row) => <Standing state={row.state} /> },
      { key: 'acts', head: say('acts'), cell: (row) => <DutyActs row={row} /> },
    ]} />
  );
}

function Why({ rows }: { readonly rows: readonly DutyRow[] }) {
  const held = rows.filter((row) => row.state === 'confirmed');
  if (held.length === 0) return <p>{say('person.no-duties')}</p>;
  return <FactList facts={held.map((row) => [dutyWords(row.duty), `${placeOf(row)}. ${aboutDuty(row.duty)}`] as const)} />;
}

function AuthorityTable({ rows }: { readonly rows: readonly AuthorityRow[] }) {
  if (rows.length === 0) return <NothingHere says={say('person.no-authority')} />;
  return (
    <DataTable caption={say('person.authority')} rows={rows} keyOf={(row) => row.id} columns={[
      { key: 'organisation', head: say('organisation'), cell: (row) => <OrganisationName name={row.organisationName} odsCode={row.odsCode} to={`/organisations/${row.odsCode}`} /> },
      { key: 'role', head: say('role'), cell: (row) => row.roleTitle },
      { key: 'from', head: say('from'), cell: (row) => <Day at={row.from} /> },
      { key: 'until', head: say('until'), cell: (row) => (row.until === null ? say('open-ended') : <LastDay until={row.until} />) },
      { key: 'state', head: say('state'), cell: (row) => <Standing state={row.state} /> },
      { key: 'acts', head: say('acts'), cell: (row) => <AuthorityActs row={row} /> },
    ]} />
  );
}

function ShutOut({ person, duties }: { readonly person: PersonRow; readonly duties: readonly DutyRow[] }) {
  const { me, may } = useSession();
  const disabling = useAct(DISABLE);
  // A governance lead may shut out only somebody who stands for that one organisation alone.
  const codes = new Set(duties.filter((duty) => duty.state !== 'ended').map((duty) => duty.odsCode ?? 'nation'));
  const mine = may('disable', 'Person', { onlyOdsCode: codes.size === 1 ? [...codes][0] : '', invitedBy: '' });
  if (person.isDisabled || person.id === me.person.id) return null;
  return (
    <ConfirmAct label={say('shut-out.act')} title={say('shut-out.title', { name: person.name })} preview={<p>{say('shut-out.preview', { name: person.name })}</p>} may={mine} asksReason narrowing {...disabling}
      confirm={async (reason) => await disabling.act({ personId: person.id, expectedVersion: person.version, reason }) !== null} />
  );
}
