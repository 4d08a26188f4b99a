import { Typography } from '@mui/material';
import { useState } from 'react';
import { ConfirmAct, ConfirmImpact, dayInProse, DoneNotice, useAct, useSession } from '@accord/kernel/admin';
import type { StopFacts } from './party-facts.js';
import { handledBy, stopName } from './stop-name.js';
import { stopWords } from './stop-words.js';

const ASK = 'mutation AskResume($input: ResumeInput!) { askResume(input: $input) { id } }';
const CONFIRM = 'mutation ConfirmResume($input: ConfirmResumeInput!) { confirmResume(input: $input) { id } }';

/** The two steps that lift a suspension: those who imposed it ask, an approver confirms. */
export function StopResume({ stop }: { readonly stop: StopFacts }) {
  const { may } = useSession();
  const asking = useAct(ASK);
  const confirming = useAct(CONFIRM);
  const [done, setDone] = useState<'askedNow' | 'resumedNow' | null>(null);
  const words = { name: stopName(stop), locality: handledBy(stop) };
  const { imposedSide, imposedFor, localityIds } = stop;
  const standing = (): string => {
    if (stop.kind !== 'suspension') return stopWords('final');
    if (stop.liftedAt !== null) return stopWords('resumed', { day: dayInProse(stop.liftedAt) });
    if (stop.resumeAskedAt !== null) return stopWords('asked', { ...words, day: dayInProse(stop.resumeAskedAt) });
    return stopWords('askFirst', { ...words, who: stopWords(imposedSide) });
  };
  const isOpen = stop.kind === 'suspension' && stop.liftedAt === null;
  const input = { stopId: stop.id, expectedVersion: stop.version };
  const doing = async (act: typeof asking, says: 'askedNow' | 'resumedNow', impactHash: string | null = null): Promise<boolean> => {
    const isDone = (await act.act({ ...input, ...(impactHash === null ? {} : { impactHash }) })) !== null;
    if (isDone) setDone(says);
    return isDone;
  };
  return (
    <>
      {done !== null && <DoneNotice key={done}>{stopWords(done, words)}</DoneNotice>}
      <Typography component="p" sx={{ mb: 2, maxWidth: '70ch' }}>{standing()}</Typography>
      {isOpen && stop.resumeAskedAt === null && (
        <ConfirmAct label={stopWords('askResume')} title={stopWords('askResumeTitle', words)} preview={<Typography component="p">{stopWords('askResumePreview', words)}</Typography>}
          may={may('ask-resume', 'Stop', { imposedSide, imposedFor, localityIds })} isPending={asking.isPending} problem={asking.problem} reset={asking.reset} confirm={() => doing(asking, 'askedNow')} bindsTo={stop.version} />
      )}
      {isOpen && stop.resumeAskedAt !== null && (
        <ConfirmImpact label={stopWords('confirmResume')} title={stopWords('confirmResumeTitle', words)} asked={{ act: 'resume', id: stop.id }} besides={<Typography component="p">{stopWords('confirmResumePreview', words)}</Typography>}
          may={may('lift', 'Stop', { localityIds })} isPending={confirming.isPending} problem={confirming.problem} reset={confirming.reset} confirm={(_reason, impactHash) => doing(confirming, 'resumedNow', impactHash)} bindsTo={stop.version} />
      )}
    </>
  );
}
