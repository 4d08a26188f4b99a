import { askHttp, ProblemSummary, type AccordProblem } from '@accord/kernel/admin';
import { Box, Button, TextField, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { say } from './messages.js';

/** What the server answers to a stated reason: the token stands for it in addresses. */
export interface Reading {
  readonly token: string;
  readonly endsAt: string;
}

/** Auditors say why before they see a page; it is kept with the record of their reading, and stands in no address. */
export function StatedReason({ at, isOver, begun }: { readonly at: string; readonly isOver: boolean; readonly begun: (reading: Reading) => void }) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const begin = useMutation<Reading, AccordProblem, string>({
    mutationFn: (said) => askHttp(`${at}/readings`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason: said }) }), onSuccess: begun,
  });
  const submit = (): void => {
    if (reason.trim() === '') setMissing(true);
    else if (!begin.isPending) begin.mutate(reason.trim());
  };
  return (
    <Box component="form" sx={{ maxWidth: 560 }} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <ProblemSummary faults={missing ? [{ field: 'stated-reason', says: say('giveReason') }] : []} problem={begin.error} />
      <Typography role={isOver ? 'status' : undefined} sx={{ mb: 1 }}>{say(isOver ? 'readingOver' : 'reasonFirst')}</Typography>
      <TextField id="stated-reason" label={say('reason')} value={reason} onChange={(event) => { setReason(event.target.value); setMissing(false); }} fullWidth size="small" slotProps={{ htmlInput: { maxLength: 500 } }} />
      <Button type="submit" variant="contained" disabled={begin.isPending} sx={{ mt: 1.5 }}>{say('showPages')}</Button>
    </Box>
  );
}
