import { Box } from '@mui/material';
import { AccordLink, Answered, ConfirmAct, DataTable, Moment, NothingHere, Page, StateWords, useAct, useAsk, useSession, type Tone } from '@accord/kernel/admin';
import { say } from './messages.js';
import { usePurpose } from './purpose.js';
import { searchAddress } from './search-criteria.js';

interface SearchShown {
  readonly id: string; readonly askedByName: string; readonly askedAt: string; readonly reason: string; readonly isMine: boolean; readonly standing: 'waiting' | 'granted' | 'declined' | 'over';
  readonly grantedByName: string | null; readonly grantedUntil: string | null; readonly declinedByName: string | null; readonly declinedReason: string | null; readonly token: string | null;
}

const ASK = 'query PatientSearches { patientSearches { id askedByName askedAt reason isMine standing grantedByName grantedUntil declinedByName declinedReason token } }';
const GRANT = 'mutation GrantPatientSearch($input: GrantPatientSearchInput!) { grantPatientSearch(input: $input) { id } }';
const DECLINE = 'mutation DeclinePatientSearch($input: DeclinePatientSearchInput!) { declinePatientSearch(input: $input) { id } }';
const TONE: Readonly<Record<SearchShown['standing'], Tone>> = { waiting: 'waiting', granted: 'good', declined: 'stopped', over: 'quiet' };

/** Searches of the whole nation by patient: who asked and why, a second person's yes or no, and the way on for the one who asked. */
export function PatientSearches() {
  const asked = useAsk<{ patientSearches: readonly SearchShown[] }>(ASK, {}, { everyMs: 15_000 });
  const waiting = asked.data?.patientSearches.filter(({ standing, isMine }) => standing === 'waiting' && !isMine).length;
  return (
    <Page title={say('secondTitle')} sentence={waiting === undefined ? undefined : say(waiting === 0 ? 'secondNone' : waiting === 1 ? 'secondOne' : 'secondMany', { count: waiting })} actions={<AccordLink to="/access-log">{say('backToSearch')}</AccordLink>}>
      <Answered asked={asked}>{({ patientSearches }) => (patientSearches.length === 0 ? <NothingHere says={say('secondEmpty')} why={say('secondEmptyWhy')} action={<AccordLink to="/access-log">{say('title')}</AccordLink>} /> : (
        <DataTable<SearchShown> caption={say('secondTitle')} rows={patientSearches} keyOf={({ id }) => id} columns={[
          { key: 'who', head: say('secondAsked'), cell: ({ askedByName, isMine }) => (isMine ? say('secondYou') : askedByName) },
          { key: 'why', head: say('purpose'), cell: ({ reason }) => reason },
          { key: 'when', head: say('when'), cell: ({ askedAt }) => <Moment at={askedAt} /> },
          { key: 'standing', head: say('secondStanding'), cell: (row) => <StateWords tone={TONE[row.standing]} words={say(`second.${row.standing}`)} {...(row.standing === 'waiting' ? { waitsFor: say(row.isMine ? 'secondAnother' : 'secondYouNext') } : {})} /> },
          { key: 'until', head: say('secondUntil'), cell: ({ grantedUntil, grantedByName, declinedByName, declinedReason }) => (grantedUntil === null ? (declinedReason === null ? '–' : say('secondDeclined', { name: declinedByName ?? say('secondAnother'), reason: declinedReason })) : <><Moment at={grantedUntil} /> {say('secondBy', { name: grantedByName ?? say('secondAnother') })}</>) },
          { key: 'next', head: say('secondNext'), cell: (row) => <Next search={row} /> },
        ]} />
      ))}</Answered>
    </Page>
  );
}

function Next({ search: { id, askedByName, reason, standing, isMine, token } }: { readonly search: SearchShown }) {
  const session = useSession();
  const [, setPurpose] = usePurpose();
  const [granting, declining] = [useAct<unknown>(GRANT), useAct<unknown>(DECLINE)];
  // The purpose that was judged is the one on record with the search.
  if (token !== null) return <span onClickCapture={() => setPurpose(reason)}><AccordLink to={searchAddress({ patient: token })}>{say('patientGo')}</AccordLink></span>;
  if (standing !== 'waiting' || isMine) return <>–</>;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      <ConfirmAct label={say('secondGrant')} about={askedByName} title={say('secondGrantTitle', { name: askedByName })} may={session.may('grant', 'PatientSearch')} bindsTo={standing}
        preview={<p>{say('secondGrantPreview', { name: askedByName, reason })}</p>} isPending={granting.isPending} problem={granting.problem} reset={granting.reset} confirm={async () => (await granting.act({ id })) !== null} />
      <ConfirmAct label={say('secondDecline')} about={askedByName} title={say('secondDeclineTitle', { name: askedByName })} may={session.may('decline', 'PatientSearch')} bindsTo={standing} narrowing
        preview={<p>{say('secondDeclinePreview', { name: askedByName, reason })}</p>} isPending={declining.isPending} problem={declining.problem} reset={declining.reset} confirm={async (why) => (await declining.act({ id, reason: why })) !== null} />
    </Box>
  );
}
