import { instantInTable, useAsk, useSession } from '@accord/kernel/admin';
import { Alert, AlertTitle } from '@mui/material';
import type { FindingOfKind } from '../contract/finding.js';
import { finding, say } from './messages.js';

interface Answer {
  readonly reconciliation: { readonly lookedAt: string; readonly publication: number | null; readonly pairs: number; readonly foundSince: string | null; readonly isLate: boolean; readonly findings: readonly FindingOfKind[] } | null;
}

const ASK = 'query Reconciliation { reconciliation { lookedAt publication pairs foundSince isLate findings { kind count examples } } }';

/** Whether gateways are told what the database says: an alarm where they are not, a quiet line where they are. */
export function ReconciliationAlarm() {
  const mayRead = useSession().may('read', 'Reconciliation').allowed;
  const answer = useAsk<Answer>(ASK, {}, { enabled: mayRead, everyMs: 15_000 }).data;
  if (answer === undefined) return null;
  const { reconciliation: found } = answer;
  if (found === null) return <Alert severity="info" sx={LOOKS}>{say('neverCompared')}</Alert>;
  if (found.findings.length === 0 && !found.isLate) return <Alert severity="success" variant="outlined" sx={LOOKS}>{say('compared', { at: instantInTable(found.lookedAt), pairs: found.pairs, number: found.publication ?? 0 })}</Alert>;
  return (
    <Alert severity="error" sx={LOOKS}>
      <AlertTitle>{found.findings.length === 0 ? say('comparedLate', { at: instantInTable(found.lookedAt) }) : say('differs', { since: instantInTable(found.foundSince ?? found.lookedAt) })}</AlertTitle>
      {found.findings.length > 0 && (
        <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>
          {found.findings.map(({ kind, count, examples }) => <li key={kind}>{finding(kind, { count })}{examples.length > 0 && `: ${examples.join('; ')}`}</li>)}
        </ul>
      )}
      {found.findings.length > 0 && found.isLate && <p style={{ margin: '0.5rem 0 0' }}>{say('comparedLate', { at: instantInTable(found.lookedAt) })}</p>}
    </Alert>
  );
}

const LOOKS = { mb: 3, maxWidth: '80ch' } as const;
