import { Box, Button, Typography } from '@mui/material';
import { useEffect } from 'react';
import { signInAddress } from '@accord/kernel/admin';

/** What somebody sees who is not signed in. Signing in leads back to the page they asked for. */
export function SignInPage() {
  useEffect(() => { document.title = 'Sign in - Accord'; }, []);
  return (
    <Box component="main" sx={{ maxWidth: 640, mx: 'auto', px: 3, py: { xs: 4, sm: 10 } }}>
      <Typography variant="h1">Accord</Typography>
      <Typography component="p" sx={{ mt: 2, fontSize: '1.125rem' }}>Sharing agreements between organisations, who may see what under them, and the proof of every look.</Typography>
      <Button variant="contained" size="large" href={signInAddress()} sx={{ mt: 3 }}>Sign in</Button>
      <Typography component="p" sx={{ mt: 3 }}>You sign in with your organisation’s own sign-in service. Accord keeps no password.</Typography>
    </Box>
  );
}
