import { AccordLink, count, countOf, instantInTable, useAsk, useSession } from '@accord/kernel/admin';
import { Alert, AlertTitle } from '@mui/material';
import type { FindingKind, FindingOfKind } from '../contract/finding.js';
import { finding, say } from './messages.js';

interface Answer {
  readonly reconciliation: { readonly lookedAt: string; readonly publication: number | null; readonly pairs: number; readonly foundSince: string | null; readonly isLate: boolean; readonly findings: readonly FindingOfKind[] } | null;
}

const ASK = 'query Reconciliation { reconciliation { lookedAt publication pairs foundSince isLate findings { kind count examples } } }';

/** Whether it was just found that the feed cannot be reached; false also for those who are not told. */
export function useFeedDown(): boolean {
  const mayRead = useSession().may('read', 'Reconciliation').allowed;
  const found = useAsk<Answer>(ASK, {}, { enabled: mayRead, everyMs: 15_000 }).data?.reconciliation ?? null;
  return found !== null && !found.isLate && found.findings.some(({ kind }) => kind === 'feed-unreachable');
}

/** Whether gateways are told what the database says: an alarm where they are not, a quiet line where they are. */
export function ReconciliationAlarm() {
  const mayRead = useSession().may('read', 'Reconciliation').allowed;
  const answer = useAsk<Answer>(ASK, {}, { enabled: mayRead, everyMs: 15_000 }).data;
  if (answer === undefined) return null;
  const { reconciliation: found } = answer;
  if (found === null) return <Alert severity="info" sx={LOOKS}>{say('neverCompared')}</Alert>;
  if (found.findings.length === 0 && !found.isLate) return <Alert severity="success" variant="outlined" sx={LOOKS}>{say('compared', { at: instantInTable(found.lookedAt), pairs: countOf(found.pairs, finding('pair'), finding('pairs')), number: found.publication ?? 0 })}</Alert>;
  return (
    <Alert severity="error" sx={LOOKS}>
      <AlertTitle>{found.findings.length === 0 ? say('comparedLate', { at: instantInTable(found.lookedAt) }) : say('differs', { since: instantInTable(found.foundSince ?? found.lookedAt) })}</AlertTitle>
      {found.findings.length > 0 && (
        <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>
          {found.findings.map((each) => <li key={each.kind}><Found of={each} /></li>)}
        </ul>
      )}
      {found.findings.length > 0 && found.isLate && <p style={{ margin: '0.5rem 0 0' }}>{say('comparedLate', { at: instantInTable(found.lookedAt) })}</p>}
    </Alert>
  );
}

type Noun = Extract<Parameters<typeof finding>[0], 'pair' | 'pairs' | 'certificate' | 'certificates' | 'file' | 'files' | 'practice' | 'practices'>;

/** What is counted of each kind, one and many; of the others there is nothing to count. */
const COUNTED: Partial<Record<FindingKind, readonly [Noun, Noun]>> = {
  'pair-unlawful': ['pair', 'pairs'], 'pair-withheld': ['pair', 'pairs'], 'views-differ': ['pair', 'pairs'], 'agreement-differs': ['pair', 'pairs'],
  'certificate-unlawful': ['certificate', 'certificates'], 'certificate-withheld': ['certificate', 'certificates'],
  'served-to-others': ['file', 'files'], 'not-served': ['file', 'files'], 'configuration-differs': ['practice', 'practices'],
};

/** One thing that was found, how often, and what it was found of where that is the reader's to see. */
export function Found({ of: { kind, count: times, examples } }: { readonly of: FindingOfKind }) {
  const counted = COUNTED[kind];
  if (counted === undefined) return <>{examples.length > 0 ? `${finding(kind)}: ${examples.join('; ')}` : finding(kind)}</>;
  const says = finding(kind, { count: countOf(times, finding(counted[0]), finding(counted[1])) });
  if (examples.length === 0) return <>{`${says}. ${finding('hidden')}`}</>;
  return (
    <>
      {says}:
      <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>
        {examples.map((subject) => <li key={subject}>{counted[0] === 'pair' ? <Pair subject={subject} /> : <span className="digest">{subject}</span>}</li>)}
        {times > examples.length && <li>{finding('others', { count: count(times - examples.length) })}</li>}
      </ul>
    </>
  );
}

/** "DCR TSTP01 TSTV01": service, practice and viewing organisation. */
function Pair({ subject }: { readonly subject: string }) {
  const [service = '', provider = '', consumer = ''] = subject.split(' ');
  return <>{service}: <AccordLink to={`/organisations/${provider}`}>{provider}</AccordLink> {finding('and')} <AccordLink to={`/viewing-organisations/${consumer}`}>{consumer}</AccordLink></>;
}

const LOOKS = { mb: 3, maxWidth: '80ch' } as const;
