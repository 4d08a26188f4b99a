import { Box } from '@mui/material';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { browserClock, instantInTable, useSession } from '@accord/kernel/admin';
import { say } from './messages.js';

/** On paper alone: when it was printed, and by whom. */
export function PrintedLine() {
  const { me } = useSession();
  const [at, setAt] = useState(() => browserClock.now());
  useEffect(() => {
    const look = (): void => flushSync(() => setAt(browserClock.now()));
    window.addEventListener('beforeprint', look);
    return () => window.removeEventListener('beforeprint', look);
  }, []);
  return <Box component="p" sx={{ 'display': 'none', '@media print': { display: 'block' } }}>{say('printed', { at: instantInTable(at), person: me.person.name })}</Box>;
}
