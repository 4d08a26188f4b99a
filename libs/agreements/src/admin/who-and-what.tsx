import { clauseText } from '@accord/agreements';
import { AccordLink, Answered, countOf, DataTable, Day, FactList, Moment, NothingHere, OrganisationName, Section, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Box, Button, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { SERVICES_QUERY, type AgreementParty, type OneAgreement, type ServicesAnswer } from './agreement-query.js';
import { endsWith, isOver, PART_STATES, partState } from './agreement-words.js';
import { say } from './messages.js';
import { maySign, partyAddress, PartyState, PartyStep } from './next-of-party.js';
import { stopName } from './stop-name.js';
import { stopWords } from './stop-words.js';
import { useToldSteps } from './told-steps.js';
import { ViewTable } from './view-table.js';

/** Who shares what with whom by this agreement, and how far each has come. */
export function WhoAndWhat({ agreement }: { readonly agreement: OneAgreement }) {
  const services = useAsk<ServicesAnswer>(SERVICES_QUERY);
  return (
    <>
      <Section title={say('viewers')}>
        <Answered asked={services}>{(answer) => <ViewTable agreement={agreement} views={answer.services.find(({ code }) => code === agreement.serviceCode)?.views ?? []} />}</Answered>
      </Section>
      {agreement.stops.length > 0 && <Stops agreement={agreement} />}
      <Section title={say('practices')}><Providers agreement={agreement} /></Section>
      <Section title={say('terms')}>
        <FactList facts={[
          [say('purpose'), agreement.purpose], [say('purposeClass'), say(agreement.purposeClass)], [say('lawfulBasis'), agreement.lawfulBasis],
          [say('beginsOn'), <Day key="b" at={agreement.beginsOn} prose />], [say('reviewOn'), <Day key="r" at={agreement.reviewOn} prose />], [say('endsOn'), <Day key="e" at={agreement.endsOn} prose />],
          [say('clauses'), <ol key="c" style={{ margin: 0, paddingLeft: '1.25rem' }}>{agreement.clauses.map((clause) => <li key={clause}>{clauseText(clause)}</li>)}</ol>],
        ]} />
      </Section>
    </>
  );
}

const SHOWN_AT_ONCE = 100;

function Providers({ agreement }: { readonly agreement: OneAgreement }) {
  const session = useSession();
  const told = useToldSteps(agreement);
  const [params, setParams] = useSearchParams();
  const [shownCount, setShownCount] = useState(SHOWN_AT_ONCE);
  const providers = agreement.parties.filter((party) => party.side === 'provider');
  const [state, text] = [params.get('state') ?? '', params.get('find') ?? ''];
  const narrow = (name: string, value: string): void => setParams((before) => {
    const after = new URLSearchParams(before);
    if (value === '') after.delete(name); else after.set(name, value);
    return after;
  }, { replace: true });
  if (providers.length === 0) {
    return agreement.providers.length === 0
      ? <NothingHere says={say('noPractices')} />
      : <><Typography sx={{ mb: 1 }}>{say('draftPractices', { practices: countOf(agreement.providers.length, 'practice') })}</Typography>
        <DataTable caption={say('practices')} rows={agreement.providers} keyOf={(row) => row.odsCode} columns={[{ key: 'name', head: say('practice'), cell: (row) => <OrganisationName {...row} to={`/organisations/${row.odsCode}`} /> }]} /></>;
  }
  const counted = isOver(agreement) ? [] : Object.keys(PART_STATES).map((each) => ({ each, parties: providers.filter((party) => party.state === each).length })).filter(({ parties }) => parties > 0);
  const matching = providers.filter((party) => (state === '' || party.state === state) && `${party.name} ${party.odsCode}`.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <>
      <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 2, alignItems: 'center' }} role="group" aria-label={say('filterByState')}>
        <Button size="small" variant={state === '' ? 'contained' : 'outlined'} aria-pressed={state === ''} onClick={() => narrow('state', '')}>{say('allOf', { parties: providers.length })}</Button>
        {counted.map(({ each, parties }) => <Button key={each} size="small" variant={state === each ? 'contained' : 'outlined'} aria-pressed={state === each} onClick={() => narrow('state', each)}>{`${partState(each).words}: ${parties}`}</Button>)}
        {providers.length > 8 && <TextField id="find-practice" size="small" type="search" label={say('findPractice')} value={text} onChange={(event) => narrow('find', event.target.value)} />}
      </Box>
      <p role="status" style={{ margin: '0 0 0.5rem' }}>{matching.length === providers.length ? countOf(providers.length, 'practice') : say('matching', { shown: matching.length, practices: countOf(providers.length, 'practice') })}</p>
      {matching.length > 0 && <DataTable<AgreementParty> caption={say('practices')} rows={matching.slice(0, shownCount)} keyOf={(party) => party.id} columns={[
        { key: 'name', head: say('practice'), cell: (party) => <OrganisationName name={party.name} odsCode={party.odsCode} to={partyAddress({ agreementId: agreement.id, ...party })} /> },
        { key: 'state', head: say('state'), cell: (party) => <PartyState agreement={agreement} party={party} /> },
        { key: 'since', head: say('since'), cell: (party) => (endsWith(agreement, party.state) ? '–' : <Day at={party.stateAt} />) },
        { key: 'next', head: say('nextStep'), cell: (party) => <PartyStep agreement={agreement} party={party} maySign={maySign(session, party)} told={told?.find(({ id }) => id === party.id)?.next} /> },
      ]} />}
      {matching.length > shownCount && <Button sx={{ mt: 2 }} variant="outlined" onClick={() => setShownCount(shownCount + SHOWN_AT_ONCE)}>{say('showMore')}</Button>}
    </>
  );
}

function Stops({ agreement }: { readonly agreement: OneAgreement }) {
  return (
    <Section title={say('stops')}>
      <DataTable caption={say('stops')} rows={agreement.stops} keyOf={(stop) => stop.id} columns={[
        { key: 'what', head: say('stop'), cell: (stop) => <AccordLink to={`/stops/${stop.id}`}>{stopWords(stop.kind, { name: stopName(stop) })}</AccordLink> },
        { key: 'state', head: say('state'), cell: (stop) => <StateWords words={say(stop.liftedAt === null ? 'stopStands' : 'stopLifted')} tone={stop.liftedAt === null ? 'stopped' : 'quiet'} /> },
        { key: 'from', head: say('since'), cell: (stop) => <Moment at={stop.fromAt} /> },
        { key: 'reason', head: say('reason'), cell: (stop) => stop.reason ?? say('reasonNotShown') },
      ]} />
    </Section>
  );
}
