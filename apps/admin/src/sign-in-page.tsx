import { Box, Button, Typography } from '@mui/material';
import { useEffect } from 'react';
import { signInAddress } from '@accord/kernel/admin';
import { say } from './messages.js';

/** What somebody sees who is not signed in. Signing in leads back to the page they asked for. */
export function SignInPage() {
  useEffect(() => { document.title = `${say('signIn')} - ${say('product')}`; }, []);
  return (
    <Box component="main" sx={{ maxWidth: 640, mx: 'auto', px: 3, py: { xs: 4, sm: 10 } }}>
      <Typography variant="h1">{say('product')}</Typography>
      <Typography component="p" sx={{ mt: 2, fontSize: '1.125rem' }}>{say('about')}</Typography>
      <Button variant="contained" size="large" href={signInAddress()} sx={{ mt: 3 }}>{say('signIn')}</Button>
      <Typography component="p" sx={{ mt: 3 }}>{say('noPassword')}</Typography>
    </Box>
  );
}
