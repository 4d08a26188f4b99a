import { AccordLink, Answered, count, countOf, dayInProse, FactList, Moment, NothingHere, Page, Section, useAsk, useSession } from '@accord/kernel/admin';
import { useParams } from 'react-router';
import { ApprovalActs, RunActs } from './import-acts.js';
import { ImportImpact } from './import-impact.js';
import { ImportProgress } from './import-progress.js';
import { IMPORT, RUN, shownState, stateOf, type Import, type ImportAnswer, type ImportState, type Run, type RunAnswer } from './import-queries.js';
import { VerdictLines } from './verdict-lines.js';
import { sayImport as say } from './messages.js';

const WATCH_MS = 700;
const isAtWork = (run: Run | null | undefined): boolean => run?.state === 'handed-in' || run?.state === 'ordered';

/** One file: what it would do or did, line by line, and what may be done with it. */
export function ImportPage() {
  const { id = '' } = useParams();
  const { may } = useSession();
  const allowed = may('read', 'DirectoryImport').allowed;
  const first = useAsk<RunAnswer>(RUN, { id }, { enabled: allowed });
  const atWork = isAtWork(first.data?.directoryImportRun);
  const asked = useAsk<RunAnswer>(RUN, { id }, { enabled: allowed, everyMs: atWork && WATCH_MS });
  const run = asked.data?.directoryImportRun;
  // An import made by the command line has no file here; one made of a file has the id of the file.
  const hasImport = run === null || (run?.state === 'done' && run.outcome !== 'unchanged');
  const made = useAsk<ImportAnswer>(IMPORT, { id }, { enabled: allowed && hasImport });
  const back = <AccordLink to="/directory-imports">{say('back')}</AccordLink>;
  if (!allowed) return <Page title={say('title')}><NothingHere says={say('not-this-duty')} action={<AccordLink to="/organisations">{say('organisations')}</AccordLink>} /></Page>;
  if (made.error?.code === 'NOT_FOUND') return <Page title={say('title')}><NothingHere says={say('absent')} why={say('absent.why')} action={back} /></Page>;
  const settled = run !== undefined && (!hasImport || made.data !== undefined);
  if (!settled) return <Page title={say('title')} actions={back}>{hasImport ? <Answered asked={made}>{() => null}</Answered> : <Answered asked={asked}>{() => null}</Answered>}</Page>;
  return <ImportShown run={run} made={made.data?.directoryImport ?? null} />;
}

function ImportShown({ run, made }: { readonly run: Run | null; readonly made: Import | null }) {
  const state = shownState(run, made);
  const title = run === null ? say('page.import', { day: dayInProse(made?.submittedAt ?? '') }) : say('page', { name: run.fileName });
  const shown = made ?? run;
  return (
    <Page title={title} sentence={sentenceOf(state, run, made)} actions={<AccordLink to="/directory-imports">{say('back')}</AccordLink>}>
      {run !== null && isAtWork(run) && <ImportProgress run={run} />}
      {run?.refusal != null && <p role="status">{run.refusal.code !== 'FAULTY_FILE' && say('refusal', { sentence: run.refusal.code === 'FILE_OLDER' ? say('older') : run.refusal.sentence })} {say('code', { code: run.refusal.code })}</p>}
      {run !== null && <RunActs run={run} />}
      {made !== null && <ApprovalActs made={made} />}
      {shown !== null && shown.counts.length > 0 && state !== 'discarded' && <ImportImpact shown={shown} fileFaults={run?.fileFaults ?? []} state={state} />}
      {run === null && <p>{say('lines.kept')}</p>}
      {run !== null && state !== 'discarded' && run.counts.length > 0 && <VerdictLines run={run} />}
      <Section title={say('about')}><FactList facts={factsOf(state, run, made)} /></Section>
    </Page>
  );
}

function sentenceOf(state: ImportState, run: Run | null, made: Import | null): string {
  if (state === 'ready' && run !== null && run.counts.every(({ verdict, rows }) => rows === 0 || verdict === 'unchanged' || verdict === 'absent')) return say('is.ready.same');
  if (run?.refusal?.code === 'FAULTY_FILE' && state === 'refused') return say('is.refused.faults', { faults: countOf((run.counts.find(({ verdict }) => verdict === 'fault')?.rows ?? 0) + run.fileFaults.length, 'fault') });
  return say(`is.${state}`, { day: dayInProse(made?.decidedAt ?? run?.orderedAt ?? made?.submittedAt ?? new Date(0)) });
}

function factsOf(state: ImportState, run: Run | null, made: Import | null): Parameters<typeof FactList>[0]['facts'] {
  const shown = made ?? run;
  const stated = [shown?.isOlder === true ? say('stated.older') : '', shown?.isExtract === true ? say('stated.extract') : ''].filter((each) => each !== '').join(', ');
  const ordered = run?.orderedAt ?? null;
  return [
    [say('state'), stateOf(state).words],
    [say('handed-in-by'), <>{run?.submittedAs ?? made?.submittedAs}, <Moment at={run?.submittedAt ?? made?.submittedAt} /></>],
    ...(ordered === null ? [] : [[say('ordered'), <>{run?.orderedAs}, <Moment at={ordered} /></>] as const]),
    ...(made?.decidedAt == null ? [] : [[say('decided'), <Moment key="decided" at={made.decidedAt} />] as const]),
    [say('edition'), shown?.editionOn == null ? '–' : dayInProse(shown.editionOn)], [say('last'), shown?.lastEditionOn == null ? '–' : dayInProse(shown.lastEditionOn)],
    [say('rows'), shown?.rows == null ? '–' : count(shown.rows)], [say('stated'), stated === '' ? say('stated.nothing') : stated],
    ...(run === null ? [] : [[say('size'), say('kb', { size: count(Math.ceil(run.fileBytes / 1024)) })] as const, [say('fingerprint'), <code key="hash">{run.fileSha256}</code>] as const]),
  ];
}
