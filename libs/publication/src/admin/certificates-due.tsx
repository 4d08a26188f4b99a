import { browserClock, instantInTable, screenMessages, span, useAsk, useSession } from '@accord/kernel/admin';
import { Alert, AlertTitle } from '@mui/material';

const say = screenMessages('feed-certificates', {
  due: 'A certificate of the feed has to be renewed', over: 'A certificate of the feed has ended', left: '{what}: ends {until}, {span} left', ended: '{what}: ended {until}',
  server: 'The feed’s own', authority: 'The authority that issues the certificates of machines', publisher: 'The publisher’s', reconciler: 'The reconciler’s',
  means: 'Once it has ended, gateways refuse the feed or the feed refuses them, and no stop or withdrawal reaches anybody. Whoever runs the feed renews it and starts the feed again.',
});

interface Answer { readonly feedCertificates: readonly { readonly purpose: 'server' | 'authority' | 'publisher' | 'reconciler'; readonly sha256: string; readonly untilAt: string }[] }

const ASK = 'query FeedCertificates { feedCertificates { purpose sha256 untilAt } }';
const DUE = 30 * 86_400_000;

/** What the feed itself runs with, from thirty days before it ends. */
export function CertificatesDue() {
  const mayRead = useSession().may('read', 'Gateway').allowed;
  const now = browserClock.now().getTime();
  const due = (useAsk<Answer>(ASK, {}, { enabled: mayRead, everyMs: 60_000 }).data?.feedCertificates ?? []).map((each) => ({ ...each, left: new Date(each.untilAt).getTime() - now })).filter(({ left }) => left < DUE);
  if (due.length === 0) return null;
  const isOver = due.some(({ left }) => left <= 0);
  return (
    <Alert severity={isOver ? 'error' : 'warning'} sx={{ mb: 3, maxWidth: '80ch' }}>
      <AlertTitle>{say(isOver ? 'over' : 'due')}</AlertTitle>
      <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>
        {due.map(({ purpose, sha256, untilAt, left }) => <li key={`${purpose} ${sha256}`}>{say(left > 0 ? 'left' : 'ended', { what: say(purpose), until: instantInTable(untilAt), span: span(left) })}</li>)}
      </ul>
      <p style={{ margin: '0.5rem 0 0' }}>{say('means')}</p>
    </Alert>
  );
}
