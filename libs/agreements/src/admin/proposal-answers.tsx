import { AccordLink, Answered, count, DataTable, Day, NothingHere, OrganisationName, Section, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { isMineToSign, PROPOSAL_PARTY_FIELDS, signAddress, type ProposalFacts, type ProposalParty } from './proposal-facts.js';
import { PROPOSAL_ANSWERS, proposalAnswer, proposalWait, proposalWords } from './proposal-words.js';

interface Answer { readonly viewSetProposalAnswers: { readonly total: number; readonly items: readonly ProposalParty[] } }

const PER_PAGE = 25;
const ANSWERS = `query ViewSetProposalAnswers($id: ID!, $page: Int!, $answer: String, $agreementId: ID, $search: String) {
  viewSetProposalAnswers(id: $id, page: $page, perPage: ${PER_PAGE}, answer: $answer, agreementId: $agreementId, search: $search) { total items { ${PROPOSAL_PARTY_FIELDS} } } }`;

/** Everybody whom it asks, with what each has said, narrowed by answer and agreement; which ones stands in the address. */
export function ProposalAnswers({ proposal }: { readonly proposal: ProposalFacts }) {
  const [params, setParams] = useSearchParams();
  const [answer, agreementId, search, page] = [params.get('answer') ?? '', params.get('agreement') ?? '', params.get('find') ?? '', Math.max(1, Number(params.get('page') ?? 1) || 1)];
  const asked = useAsk<Answer>(ANSWERS, { id: proposal.id, page, answer: answer === '' ? null : answer, agreementId: agreementId === '' ? null : agreementId, search: search === '' ? null : search }, { keep: true });
  const set = (change: Readonly<Record<string, string>>): void => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries({ page: '', ...change })) if (value === '') next.delete(name); else next.set(name, value);
    return next;
  });
  const [typed, setTyped] = useState(search);
  const isNarrowed = answer !== '' || agreementId !== '' || search !== '';
  const { state, viewingOrganisation: name, agreements, tally } = proposal;
  const isWorthNarrowing = isNarrowed || tally.reduce((sum, { parties }) => sum + parties, 0) > 1;
  return (
    <Section title={proposalWords('who')}>
      <p style={{ maxWidth: '75ch', marginTop: 0 }}>{proposalWords('agree')} {state === 'running' && proposalWords('whoRunning', { name })}{state === 'cut-over' && proposalWords('whoCutOver')}</p>
      {isWorthNarrowing && <Box component="form" role="search" className="no-print" onSubmit={(event) => { event.preventDefault(); set({ find: typed.trim() }); }} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 2, alignItems: 'center' }}>
        <Choice id="proposal-answer" label={proposalWords('answer')} any={proposalWords('anyAnswer')} value={answer} onChange={(value) => set({ answer: value })}
          choices={PROPOSAL_ANSWERS.map((each) => ({ value: each, label: proposalWords('answerCount', { answer: proposalAnswer(each).words, count: count(tally.find((of) => of.answer === each)?.parties ?? 0) }) }))} />
        {agreements.length > 1 && (
          <Choice id="proposal-agreement" label={proposalWords('agreement')} any={proposalWords('anyAgreement')} value={agreementId} onChange={(value) => set({ agreement: value })}
            choices={agreements.map((each) => ({ value: each.agreementId, label: each.reference }))} />
        )}
        <TextField id="proposal-find" type="search" size="small" label={proposalWords('find')} value={typed} onChange={(event) => setTyped(event.target.value)} sx={{ minWidth: { xs: '100%', sm: 220 } }} />
        <Button type="submit" variant="outlined">{proposalWords('findButton')}</Button>
      </Box>}
      <Answered asked={asked}>
        {({ viewSetProposalAnswers: { items, total } }) => {
          if (total === 0) return isNarrowed ? <NothingHere says={proposalWords('noneMatches')} action={<Button variant="outlined" onClick={() => { setTyped(''); set({ answer: '', agreement: '', find: '' }); }}>{proposalWords('showAll')}</Button>} /> : <NothingHere says={proposalWords('noneAsked')} />;
          return <><Parties proposal={proposal} rows={items} /><Pages page={page} total={total} go={(to) => set({ page: String(to) })} /></>;
        }}
      </Answered>
    </Section>
  );
}

function Parties({ proposal: { state, agreements }, rows }: { readonly proposal: ProposalFacts; readonly rows: readonly ProposalParty[] }) {
  const { may, me } = useSession();
  const mine = (party: ProposalParty): boolean => state !== 'lapsed' && isMineToSign(party, may);
  return (
    <DataTable caption={proposalWords('who')} rows={rows} keyOf={({ id }) => id} columns={[
      { key: 'organisation', head: proposalWords('organisation'), cell: (row) => <OrganisationName name={row.name} odsCode={row.odsCode} to={`/agreements/${row.agreementId}/parties/${row.side}/${row.id}`} /> },
      ...(agreements.length > 1 ? [{ key: 'agreement', head: proposalWords('agreement'), cell: (row: ProposalParty) => <AccordLink to={`/agreements/${row.agreementId}`}>{row.reference}</AccordLink> }] : []),
      { key: 'answer', head: proposalWords('answer'), cell: (row) => <StateWords {...proposalAnswer(row.answer)} /> },
      { key: 'since', head: proposalWords('since'), cell: (row) => (row.answer === 'not-answered' ? '–' : <Day at={row.at} />) },
      { key: 'waits', head: proposalWords('waitsFor'), cell: (row) => (mine(row) ? <AccordLink to={signAddress(row)}>{proposalWords(row.side === 'provider' ? 'signNow' : 'acceptNow')}</AccordLink> : row.waitsFor === null ? '–' : proposalWait(row.waitsFor)) },
      ...(state === 'running' && me.actingAs?.odsCode == null ? [{ key: 'then', head: proposalWords('then'), cell: (row: ProposalParty) => (row.stops ? <StateWords words={proposalWords('stops')} tone="stopped" /> : row.answer === 'agreed' ? <StateWords words={proposalWords('goesOver')} tone="good" /> : '–') }] : []),
    ]} />
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly any: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Choice({ id, label, any, value, choices, onChange }: ChoiceProps) {
  return (
    <TextField id={id} select size="small" label={label} value={value} onChange={(event) => onChange(event.target.value)} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }} sx={{ minWidth: { xs: '100%', sm: 240 } }}>
      <option value="">{any}</option>
      {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
    </TextField>
  );
}

function Pages({ page, total, go }: { readonly page: number; readonly total: number; readonly go: (page: number) => void }) {
  const last = Math.max(1, Math.ceil(total / PER_PAGE));
  if (last === 1) return null;
  return (
    <Box component="nav" aria-label={proposalWords('pages')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mt: 2 }}>
      <Button variant="outlined" disabled={page <= 1} onClick={() => go(page - 1)}>{proposalWords('previous')}</Button>
      <span aria-live="polite">{proposalWords('page', { page, last })}</span>
      <Button variant="outlined" disabled={page >= last} onClick={() => go(page + 1)}>{proposalWords('next')}</Button>
    </Box>
  );
}
