import { ProblemSummary } from '@accord/kernel/admin';
import { Box, Button, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { say } from './messages.js';

/** Auditors say why before they see a page; it is kept with the record of their reading. */
export function StatedReason({ state }: { readonly state: (reason: string) => void }) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <Box component="form" sx={{ maxWidth: 560 }} onSubmit={(event) => { event.preventDefault(); if (reason.trim() === '') setMissing(true); else state(reason.trim()); }}>
      <ProblemSummary faults={missing ? [{ field: 'stated-reason', says: say('giveReason') }] : []} />
      <Typography sx={{ mb: 1 }}>{say('reasonFirst')}</Typography>
      <TextField id="stated-reason" label={say('reason')} value={reason} onChange={(event) => { setReason(event.target.value); setMissing(false); }} fullWidth size="small" slotProps={{ htmlInput: { maxLength: 500 } }} />
      <Button type="submit" variant="contained" sx={{ mt: 1.5 }}>{say('showPages')}</Button>
    </Box>
  );
}
