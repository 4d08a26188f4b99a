import { AccordLink, countOf, useAsk, useSession } from '@accord/kernel/admin';
import { Box, Button } from '@mui/material';
import { useEffect } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import { AFTER, type AfterAnswer } from './evidence-query.js';
import { say } from './messages.js';

/** What else one may verify. Also by Alt+Shift+N: no screen reader takes it, and where one is typing it is left alone. */
export function NextInQueue({ id }: { readonly id: string }) {
  const mayVerify = useSession().may('verify', 'Evidence').allowed;
  const { data } = useAsk<AfterAnswer>(AFTER, { id }, { enabled: mayVerify });
  const navigate = useNavigate();
  const next = data?.evidenceAfter?.next ?? null;
  useEffect(() => {
    if (next === null) return undefined;
    const go = (event: KeyboardEvent): void => {
      if (event.code !== 'KeyN' || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || isTypingIn(event.target)) return;
      event.preventDefault();
      Promise.resolve(navigate(`/evidence/${next}`)).catch(() => undefined);
    };
    window.addEventListener('keydown', go);
    return () => { window.removeEventListener('keydown', go); };
  }, [next, navigate]);
  if (!mayVerify || data === undefined) return null;
  return (
    <Box component="nav" aria-label={say('title')} className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mb: 3 }}>
      {next === null ? <span>{say('nothingElse')}</span> : (
        <>
          <Button variant="outlined" component={RouterLink} to={`/evidence/${next}`} aria-keyshortcuts="Alt+Shift+N">{say('next')}</Button>
          <small>{say('nextKeys')}. {say('othersWait', { count: data.evidenceAfter?.others === 1 ? '1 more waits' : `${countOf(data.evidenceAfter?.others ?? 0, 'other')} wait` })}</small>
        </>
      )}
      <AccordLink to="/evidence">{say('toQueue')}</AccordLink>
    </Box>
  );
}

function isTypingIn(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    || (target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type)));
}
