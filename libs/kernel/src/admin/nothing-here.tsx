import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** An empty place: what would be here, why it is not, and the one thing to do. */
export function NothingHere({ says, why, action }: { readonly says: string; readonly why?: ReactNode; readonly action?: ReactNode }) {
  return (
    <Box sx={{ border: 1, borderColor: 'divider', borderStyle: 'dashed', borderRadius: 1, p: 3, maxWidth: '70ch' }}>
      <Typography component="p" sx={{ fontWeight: 600 }}>{says}</Typography>
      {why !== undefined && <Typography component="p" sx={{ mt: 0.5 }}>{why}</Typography>}
      {action !== undefined && <Box sx={{ mt: 2 }}>{action}</Box>}
    </Box>
  );
}
