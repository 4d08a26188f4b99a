import { Button } from '@mui/material';
import { useState } from 'react';
import { NothingHere, Page, problemOf, ProblemSummary, useSession, type AccordProblem } from '@accord/kernel/admin';
import { actingWords, useActAs } from './acting.js';

/** Asked of who is signed in and has not yet said in which duty they act. */
export function ChooseDuty() {
  const { me } = useSession();
  const actAs = useActAs();
  const [problem, setProblem] = useState<AccordProblem | null>(null);
  const choose = (grantId: string): void => { actAs(grantId).catch((fault: unknown) => setProblem(problemOf(fault))); };
  return (
    <Page title={`Welcome, ${me.person.name}`} sentence="Choose the duty you act in. You can change it at any time in the top bar." wide={false}>
      <ProblemSummary problem={problem} />
      {me.mayActAs.length === 0 && <NothingHere says="You hold no duty in Accord yet." why="A system administrator proposes duties and a second one confirms them." />}
      <ul style={{ listStyle: 'none', padding: 0, margin: 0, display: 'grid', gap: 8 }}>
        {me.mayActAs.map((duty) => <li key={duty.grantId}><Button variant="outlined" size="large" onClick={() => choose(duty.grantId)}>{actingWords(duty)}</Button></li>)}
      </ul>
    </Page>
  );
}
