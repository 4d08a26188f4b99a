import { Button } from '@mui/material';
import { useState } from 'react';
import { NothingHere, Page, problemOf, ProblemSummary, useSession, type AccordProblem } from '@accord/kernel/admin';
import { say } from '../messages.js';
import { actingWords, useActAs } from './acting.js';

/** Asked of who is signed in and has not yet said in which duty they act. */
export function ChooseDuty() {
  const { me } = useSession();
  const actAs = useActAs();
  const [problem, setProblem] = useState<AccordProblem | null>(null);
  const choose = (grantId: string): void => { actAs(grantId).catch((fault: unknown) => setProblem(problemOf(fault))); };
  return (
    <Page title={say('welcome', { name: me.person.name })} sentence={say('chooseDuty')} wide={false}>
      <ProblemSummary problem={problem} />
      {me.mayActAs.length === 0 && <NothingHere says={say('noDuty')} why={say('noDutyWhy')} />}
      <ul style={{ listStyle: 'none', padding: 0, margin: 0, display: 'grid', gap: 8 }}>
        {me.mayActAs.map((duty) => <li key={duty.grantId}><Button variant="outlined" size="large" onClick={() => choose(duty.grantId)}>{actingWords(duty)}</Button></li>)}
      </ul>
    </Page>
  );
}
