import { Box, Button, Typography } from '@mui/material';
import { say } from './messages.js';

/** The pages of a table. Nothing where one page holds it. */
export function Pager({ name, page, perPage, total, go }: { readonly name: string; readonly page: number; readonly perPage: number; readonly total: number; readonly go: (page: number) => void }) {
  const last = Math.max(1, Math.ceil(total / perPage));
  if (last === 1) return null;
  return (
    <Box component="nav" aria-label={`${say('pages')}, ${name}`} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mt: 2 }}>
      <Button variant="outlined" disabled={page <= 1} onClick={() => go(page - 1)}>{say('previous')}</Button>
      <Typography component="span" aria-live="polite">{say('pageOf', { page, last })}</Typography>
      <Button variant="outlined" disabled={page >= last} onClick={() => go(page + 1)}>{say('next')}</Button>
    </Box>
  );
}
