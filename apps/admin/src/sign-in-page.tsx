import { Alert, AlertTitle, Box, Button, Typography } from '@mui/material';
import { useEffect } from 'react';
import { signInAddress, type SignedOutBecause } from '@accord/kernel/admin';
import { say } from './messages.js';

/** What somebody sees who is not signed in, or of whom nobody can say now, and why. Signing in leads back to the page they asked for. */
export function SignInPage({ because }: { readonly because: SignedOutBecause }) {
  useEffect(() => { document.title = `${say('signIn')} - ${say('product')}`; }, []);
  return (
    <Box component="main" sx={{ maxWidth: 640, mx: 'auto', px: 3, py: { xs: 4, sm: 10 } }}>
      <Typography variant="h1">{say('product')}</Typography>
      <Typography component="p" sx={{ mt: 2, fontSize: '1.125rem' }}>{say('about')}</Typography>
      {because === 'no-answer' && <Alert severity="warning" role="alert" sx={{ mt: 3 }}><AlertTitle>{say('cannotAnswer')}</AlertTitle>{say('cannotAnswerSays')}</Alert>}
      {because === 'ended' && <Alert severity="info" role="status" sx={{ mt: 3 }}><AlertTitle>{say('wasSignedOut')}</AlertTitle>{say('wasSignedOutSays')}</Alert>}
      {because === 'no-answer'
        ? <Button variant="outlined" size="large" onClick={() => window.location.reload()} sx={{ mt: 3 }}>{say('loadAgain')}</Button>
        : <Button variant="contained" size="large" href={signInAddress()} sx={{ mt: 3 }}>{say(because === 'ended' ? 'signInAgain' : 'signIn')}</Button>}
      {because !== 'no-answer' && <Typography component="p" sx={{ mt: 3 }}>{say('noPassword')}</Typography>}
    </Box>
  );
}
