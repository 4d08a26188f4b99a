import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import { HOSTED } from '@accord/activations';
import { browserClock, ConfirmImpact, countOf, DataTable, Day, LastDay, OrganisationName, StateWords, useAct, useSession, type Column } from '@accord/kernel/admin';
import { CONFIRM, END, factStanding, isUnconfirmed, type Fact } from './facts.js';
import { say, wordFor } from './messages.js';
import { Pager } from './pager.js';

const PER_PAGE = 50;

/** Facts with who said what from where, to be confirmed by a second person and ended when they turn out to have ended. */
export function FactsTable({ facts, act, tell }: { readonly facts: readonly Fact[]; readonly act: Readonly<Record<string, unknown>>; readonly tell: (done: string) => void }) {
  const session = useSession();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [page, setPage] = useState(1);
  const confirming = useAct<{ confirmGateFacts: string[] }>(CONFIRM);
  const mayConfirm = session.may('confirm', 'GateFact', act);
  const mayEnd = session.may('record', 'GateFact', act);
  const isToConfirm = (fact: Fact): boolean => mayConfirm.allowed && isUnconfirmed(fact) && !fact.recordedByMe;
  const chosen = facts.filter((fact) => ticked.includes(fact.id) && isToConfirm(fact));
  const words = countOf(chosen.length, 'fact');
  const waiting = facts.filter(isToConfirm);
  const columns: readonly Column<Fact>[] = [
    { key: 'who', head: say('factOrganisation'), cell: (fact) => <OrganisationName name={fact.organisationName} odsCode={fact.odsCode} to={`/organisations/${fact.odsCode}`} /> },
    { key: 'kind', head: say('factKind'), cell: (fact) => wordFor('kind', fact.kind) },
    { key: 'value', head: say('factValue'), cell: (fact) => wordFor('value', fact.value) },
    { key: 'source', head: say('factSource'), cell: (fact) => fact.source },
    { key: 'from', head: say('factFrom'), cell: (fact) => <><Day at={fact.from} /> {fact.until === null ? say('openEnd') : <>{say('until')} <LastDay until={fact.until} /></>}</> },
    { key: 'recorded', head: say('factWho'), cell: (fact) => <>{fact.recordedBy ?? say('somebody')}, <Day at={fact.recordedAt} /></> },
    { key: 'stands', head: say('factStands'), cell: (fact) => { const [standing, tone] = factStanding(fact, browserClock.now()); return <StateWords words={standing} tone={tone} />; } },
    { key: 'act', head: say('factsAct'), cell: (fact) => (isToConfirm(fact)
      ? (
        <Box component="label" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center', minHeight: 24 }}>
          <input type="checkbox" checked={ticked.includes(fact.id)} onChange={(event) => setTicked(event.target.checked ? [...ticked, fact.id] : ticked.filter((id) => id !== fact.id))} aria-label={say('ticked', { name: fact.organisationName, kind: wordFor('kind', fact.kind) })} />
          {say('confirmWord')}
        </Box>
      )
      : fact.endedAt !== null ? say('nothingNext') : isUnconfirmed(fact) && fact.recordedByMe ? say('youRecorded') : mayEnd.allowed && fact.confirmedAt !== null ? <EndFact fact={fact} may={mayEnd} /> : say('nothingNext')) },
  ];
  return (
    <>
      {waiting.length > 0 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mb: 2 }}>
          <ConfirmImpact may={mayConfirm} label={chosen.length === 0 ? say('confirmTicked') : say('confirmFacts', { facts: words })} title={say('confirmTitle', { facts: words })} {...(chosen.length === 0 ? { disabledBecause: say('nothingTicked') } : {})}
            isPending={confirming.isPending} problem={confirming.problem} reset={confirming.reset}
            asked={{ act: 'confirmFacts', ids: chosen.map(({ id }) => id) }}
            confirm={async (_reason, impactHash) => { const isDone = await confirming.act({ ids: chosen.map(({ id }) => id), impactHash }) !== null; if (isDone) { setTicked([]); tell(say('factsConfirmed', { facts: words })); } return isDone; }}
            besides={<><Typography component="p">{say('confirmPreview')}</Typography><ul>{chosen.slice(0, 12).map((fact) => <li key={fact.id}>{fact.organisationName} ({fact.odsCode}): {wordFor('kind', fact.kind)}, {wordFor('value', fact.value)}, {say('holdsFrom')} <Day at={fact.from} />{fact.until !== null && <> {say('until')} <LastDay until={fact.until} /></>}. {fact.source}</li>)}{chosen.length > 12 && <li>{say('andMore', { more: chosen.length - 12 })}</li>}</ul></>} />
          <Button onClick={() => setTicked(chosen.length === waiting.length ? [] : waiting.map(({ id }) => id))}>{chosen.length === waiting.length ? say('tickNone') : say('tickWaiting', { all: waiting.length })}</Button>
        </Box>
      )}
      <DataTable caption={say('facts')} columns={columns} rows={facts.slice((page - 1) * PER_PAGE, page * PER_PAGE)} keyOf={({ id }) => id} />
      <Pager name={say('facts')} page={page} perPage={PER_PAGE} total={facts.length} go={setPage} />
    </>
  );
}

function EndFact({ fact, may }: { readonly fact: Fact; readonly may: Parameters<typeof ConfirmImpact>[0]['may'] }) {
  const { act, isPending, problem, reset } = useAct<{ endGateFact: string }>(END);
  return (
    <ConfirmImpact may={may} narrowing asksReason label={say('endFact')} title={say('endTitle')} isPending={isPending} problem={problem} reset={reset} asked={{ act: 'endFact', id: fact.id }}
      confirm={async (reason, impactHash) => (await act({ id: fact.id, expectedVersion: fact.version, reason, ...(impactHash === null ? {} : { impactHash }) })) !== null}
      besides={<><Typography component="p">{say('endPreview', { name: `${fact.organisationName} (${fact.odsCode})`, kind: wordFor('kind', fact.kind), value: wordFor('value', fact.value) })}</Typography>{fact.kind === 'hosting' && !HOSTED.includes(fact.value) && <Typography component="p" sx={{ mt: 1 }}>{say('endAgainst')}</Typography>}</>} />
  );
}
