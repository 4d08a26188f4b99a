import { Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { AccordLink, DataTable, NothingHere, StateWords, type Column } from '@accord/kernel/admin';
import { partyStateWords, stateTone, stateWords, STATES } from './locality-words.js';
import { say, wordFor } from './messages.js';
import { Pager } from './pager.js';
import { ofSide, type Gate, type Party } from './readiness.js';

const PER_PAGE = 50;
const partyLink = (party: Party): string => (party.id === null ? `/organisations/${party.odsCode}` : `/agreements/${party.agreementId}/parties/${party.side}/${party.id}`);
const STATE_WORD = { done: 'gateDone', waiting: 'gateWaiting', blocked: 'gateBlocked' } as const;
const TONE = { done: 'good', waiting: 'waiting', blocked: 'stopped' } as const;

const whyNot = ({ because, waitsFor }: Gate): string => (waitsFor === null ? because : say('gateWaitsFor', { because, who: waitsFor }));

const whyWith = ({ state, because, waitsFor }: Gate, word: string): string => (state === 'waiting' && waitsFor !== null ? say('gateWaitsBecause', { who: waitsFor, because }) : say('gateBecause', { state: word, because }));

/** A gate in a column: the word first; for practices, whose gates are few, also why. */
function GateCell({ party, gate, isLong }: { readonly party: Party; readonly gate: string; readonly isLong: boolean }) {
  const found = party.gates.find((each) => each.gate === gate);
  if (found === undefined) return <span>–</span>;
  const word = say(STATE_WORD[found.state]);
  return <StateWords tone={TONE[found.state]} words={isLong && found.state !== 'done' ? whyWith(found, word) : word} />;
}

function NameCell({ party, isLong }: { readonly party: Party; readonly isLong: boolean }) {
  const missing = party.gates.filter(({ state }) => state !== 'done');
  return (
    <>
      <AccordLink to={partyLink(party)}>{party.name} ({party.odsCode})</AccordLink>
      {!isLong && missing.length > 0 && (
        <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5, fontSize: '0.875rem' }}>{missing.map((gate) => <li key={gate.gate}>{wordFor('gate', gate.gate)}: {whyNot(gate)}</li>)}</Box>
      )}
    </>
  );
}

function columnsOf(side: Party['side'], gates: readonly string[], severalAgreements: boolean): readonly Column<Party>[] {
  const isLong = side === 'provider';
  return [
    { key: 'name', head: say(isLong ? 'columnPractice' : 'columnViewer'), cell: (party) => <NameCell party={party} isLong={isLong} /> },
    ...(severalAgreements ? [{ key: 'agreement', head: say('columnAgreement'), cell: (party: Party) => (party.agreementId === null ? say('notNamed') : <AccordLink to={`/agreements/${party.agreementId}`}>{party.agreementReference}</AccordLink>) }] : []),
    { key: 'state', head: say('columnState'), cell: (party) => <StateWords words={partyStateWords(party)} tone={stateTone(party.state)} /> },
    ...gates.map((gate): Column<Party> => ({ key: gate, head: wordFor('gate', gate), cell: (party) => <GateCell party={party} gate={gate} isLong={isLong} /> })),
    { key: 'next', head: say('columnNext'), cell: (party) => (party.next === null ? say('nothingNext') : party.next.who === null ? party.next.does : say('nextWho', { does: party.next.does, who: party.next.who })) },
  ];
}

/** Everybody of one side, a column per gate; narrowed by what the address asks. */
export function ReadinessTable({ side, parties, severalAgreements }: { readonly side: Party['side']; readonly parties: readonly Party[]; readonly severalAgreements: boolean }) {
  const [asked, setAsked] = useSearchParams();
  const here = ofSide(parties, side);
  const gates = [...new Set(here.flatMap((party) => party.gates.map(({ gate }) => gate)))];
  const [text, state, gate] = [asked.get('q') ?? '', asked.get('state') ?? '', asked.get('gate') ?? ''];
  const shown = here.filter((party) => (text === '' || `${party.name} ${party.odsCode}`.toLowerCase().includes(text.toLowerCase()))
    && (state === '' || party.state === state) && (gate === '' || party.gates.some((each) => each.gate === gate && each.state !== 'done')));
  const page = Math.max(1, Number(asked.get(`${side}Page`) ?? '1') || 1);
  if (here.length === 0) return <NothingHere says={say('noParties')} why={say('noPartiesWhy')} />;
  if (shown.length === 0) return <NothingHere says={say('noneMatch')} action={<Button variant="outlined" onClick={() => setAsked({})}>{say('showAll')}</Button>} />;
  return (
    <>
      <DataTable caption={say(side === 'provider' ? 'practices' : 'viewers')} columns={columnsOf(side, gates, severalAgreements)} rows={shown.slice((page - 1) * PER_PAGE, page * PER_PAGE)} keyOf={(party) => `${party.odsCode} ${party.agreementId}`} />
      <Pager name={say(side === 'provider' ? 'practices' : 'viewers')} page={page} perPage={PER_PAGE} total={shown.length} go={(to) => setAsked((before) => { before.set(`${side}Page`, String(to)); return before; })} />
    </>
  );
}

/** Narrows both tables; what is chosen stands in the address. */
export function ReadinessFilters({ parties }: { readonly parties: readonly Party[] }) {
  const [asked, setAsked] = useSearchParams();
  const [text, setText] = useState(asked.get('q') ?? '');
  const set = (name: string, value: string): void => setAsked((before) => {
    for (const gone of ['providerPage', 'consumerPage', ...(value === '' ? [name] : [])]) before.delete(gone);
    if (value !== '') before.set(name, value);
    return before;
  });
  const states = STATES.filter((state) => parties.some((party) => party.state === state));
  const blockers = [...new Set(parties.flatMap((party) => party.gates.filter(({ state }) => state !== 'done').map(({ gate }) => gate)))];
  const held = (gate: string): number => parties.filter((party) => party.gates.some((each) => each.gate === gate && each.state !== 'done')).length;
  return (
    <Box component="form" role="search" className="no-print" onSubmit={(event) => { event.preventDefault(); set('q', text.trim()); }} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 2, alignItems: 'center' }}>
      <TextField id="readiness-text" size="small" type="search" label={say('filterText')} value={text} onChange={(event) => setText(event.target.value)} sx={{ minWidth: { xs: '100%', sm: 260 } }} />
      <Choice id="readiness-state" label={say('filterState')} value={asked.get('state') ?? ''} choose={(value) => set('state', value)} choices={states.map((state) => [state, stateWords(state)])} />
      <Choice id="readiness-gate" label={say('filterGate')} value={asked.get('gate') ?? ''} choose={(value) => set('gate', value)} choices={blockers.map((gate) => [gate, `${wordFor('gate', gate)} (${held(gate)})`])} />
      <Button type="submit" variant="outlined">{say('find')}</Button>
      {asked.size > 0 && <Button onClick={() => { setText(''); setAsked({}); }}>{say('showAll')}</Button>}
    </Box>
  );
}

export function Choice({ id, label, value, choices, choose, isRequired = false }: {
  readonly id: string; readonly label: string; readonly value: string; readonly choices: readonly (readonly [string, string])[]; readonly choose: (value: string) => void; readonly isRequired?: boolean;
}) {
  return (
    <TextField id={id} size="small" label={label} select value={value} onChange={(event) => choose(event.target.value)} sx={{ minWidth: { xs: '100%', sm: 200 } }} slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
      {!isRequired && <option value="">{say('any')}</option>}
      {choices.map(([code, words]) => <option key={code} value={code}>{words}</option>)}
    </TextField>
  );
}
