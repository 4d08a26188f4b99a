import { AccordLink, Answered, ConfirmAct, countOf, browserClock, dayInProse, DoneNotice, Section, useAct, useAsk, useSession } from '@accord/kernel/admin';
import { Box, Typography } from '@mui/material';
import { useState } from 'react';
import { sayTask } from './messages.js';

interface Task {
  readonly kind: 'closed' | 'moved' | 'absent';
  readonly odsCode: string;
  readonly name: string;
  readonly localityId: string;
  readonly localityName: string;
  readonly fact: string;
  readonly since: string;
  readonly parts: number;
  readonly agreements: readonly { readonly id: string; readonly reference: string }[];
  readonly movedTo: { readonly code: string; readonly name: string } | null;
  readonly successors: readonly { readonly odsCode: string; readonly name: string }[];
}

const TASKS = `query OrganisationTasks($odsCode: String) { organisationTasks(odsCode: $odsCode) { kind odsCode name localityId localityName fact since parts agreements { id reference } movedTo { code name } successors { odsCode name } } }`;
const SETTLE = 'mutation SettleOrganisationTask($input: SettleOrganisationTaskInput!) { settleOrganisationTask(input: $input) }';

/** What the national directory says of an organisation that takes part, for somebody to settle. */
export function TasksOf({ odsCode }: { readonly odsCode: string }) {
  const asked = useAsk<{ organisationTasks: readonly Task[] }>(TASKS, { odsCode });
  const [isSettled, setSettled] = useState(false);
  return (
    <Section title={sayTask('title')}>
      {isSettled && <DoneNotice>{sayTask('settled')}</DoneNotice>}
      <Answered asked={asked}>{({ organisationTasks }) => (organisationTasks.length === 0
        ? <Typography component="p">{sayTask('none')}</Typography>
        : <>{organisationTasks.map((task) => <OneTask key={`${task.kind} ${task.localityId} ${task.fact}`} task={task} onSettled={() => setSettled(true)} />)}</>)}</Answered>
    </Section>
  );
}

function OneTask({ task, onSettled }: { readonly task: Task; readonly onSettled: () => void }) {
  const { may } = useSession();
  const settling = useAct(SETTLE);
  const { kind, odsCode, localityId, fact, localityName } = task;
  const confirm = async (reason: string): Promise<boolean> => {
    const isDone = (await settling.act({ kind, odsCode, localityId, fact, reason })) !== null;
    if (isDone) onSettled();
    return isDone;
  };
  return (
    <Box component="article" sx={{ borderLeft: 4, borderColor: 'warning.main', pl: 2, mb: 2, maxWidth: '75ch' }}>
      <Typography component="p">{sentence(task)}</Typography>
      {task.successors.length > 0 && <Typography component="p" sx={{ mt: 1 }}>{sayTask('successor', { names: task.successors.map((one) => `${one.name} (${one.odsCode})`).join(', ') })}</Typography>}
      <Typography component="p" sx={{ mt: 1 }}>{sayTask('agreements')} {task.agreements.map(({ id, reference }, index) => <span key={id}>{index > 0 && ', '}<AccordLink to={`/agreements/${id}`}>{reference}</AccordLink></span>)}</Typography>
      <Box className="no-print" sx={{ mt: 1 }}>
        <ConfirmAct label={sayTask('settle')} about={localityName} title={sayTask('settle.title', { locality: localityName })} preview={<Typography component="p">{sayTask('settle.preview')}</Typography>}
          may={may('settle', 'OrganisationTask', { localityId })} isPending={settling.isPending} problem={settling.problem} reset={settling.reset} confirm={confirm} bindsTo={fact} />
      </Box>
    </Box>
  );
}

function sentence({ kind, name, since, parts, localityName, movedTo }: Task): string {
  const words = { name, parts: countOf(parts, 'part'), locality: localityName, to: movedTo?.name ?? '', code: movedTo?.code ?? '' };
  if (kind !== 'closed') return sayTask(kind, { ...words, day: dayInProse(since) });
  // The first instant at which it is closed is the midnight after its last day.
  const lastDay = dayInProse(new Date(new Date(since).getTime() - 1).toISOString());
  return sayTask(new Date(since) > browserClock.now() ? 'closes' : 'closed', { ...words, day: lastDay });
}
