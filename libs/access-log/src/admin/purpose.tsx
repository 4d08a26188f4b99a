import { Box, Button, TextField, Typography } from '@mui/material';
import { useState, useSyncExternalStore } from 'react';
import { ProblemSummary, useSession } from '@accord/kernel/admin';
import { say } from './messages.js';

// A purpose may say more than it should. So it lives as long as this page of the browser does: never in the URL, never stored (R12).
const purposes = new Map<string, string>();
const listeners = new Set<() => void>();

/** Why the person searches, in this duty, until the page is left or reloaded. */
export function usePurpose(): readonly [string, (purpose: string) => void] {
  const { me } = useSession();
  const whose = `${me.person.id} ${me.actingAs?.grantId ?? ''}`;
  const purpose = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => { listeners.delete(listener); };
  }, () => purposes.get(whose) ?? '');
  return [purpose, (text) => {
    purposes.set(whose, text);
    listeners.forEach((listener) => listener());
  }];
}

/** Asked before anything is read, where the rule asks for a purpose. */
export function PurposeForm() {
  const [purpose, setPurpose] = usePurpose();
  const [typed, setTyped] = useState(purpose);
  const [isMissing, setMissing] = useState(false);
  return (
    <Box component="form" noValidate sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 2, mb: 3, maxWidth: 760 }} onSubmit={(event) => {
      event.preventDefault();
      setMissing(typed.trim() === '');
      if (typed.trim() !== '') setPurpose(typed.trim());
    }}>
      <Typography variant="h2" sx={{ mb: 1 }}>{say('purposeTitle')}</Typography>
      <ProblemSummary faults={isMissing ? [{ field: 'purpose', says: say('purposeMissing') }] : []} />
      <TextField id="purpose" label={say('purpose')} helperText={say('purposeHint')} value={typed} onChange={(event) => setTyped(event.target.value)} fullWidth autoComplete="off" error={isMissing} slotProps={{ htmlInput: { maxLength: 1000 } }} />
      <Button type="submit" variant="contained" sx={{ mt: 2 }}>{say('purposeGo')}</Button>
    </Box>
  );
}

/** The purpose as given, with the way to give another. */
export function PurposeLine() {
  const [purpose, setPurpose] = usePurpose();
  if (purpose === '') return null;
  return (
    <Box component="p" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mt: 0, mb: 2 }}>
      <span>{say('purposeIs', { purpose })}</span>
      <Button size="small" className="no-print" onClick={() => setPurpose('')}>{say('purposeChange')}</Button>
    </Box>
  );
}
