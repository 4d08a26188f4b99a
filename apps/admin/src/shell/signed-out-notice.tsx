import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useEffect, useState } from 'react';
import { onSignedOut, signInAddress } from '@accord/kernel/admin';
import { say } from '../messages.js';

/** Says that the sign-in has ended, over the page as it stands: what was typed is kept and is there again after signing in. */
export function SignedOutNotice() {
  const [isShown, setShown] = useState(false);
  useEffect(() => onSignedOut((problem) => { if (problem.needsSignIn) setShown(true); }), []);
  return (
    <Dialog open={isShown} aria-labelledby="signed-out">
      <DialogTitle id="signed-out" component="h2">{say('signInEnded')}</DialogTitle>
      <DialogContent>{say('signInEndedSays')}</DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}><Button variant="contained" href={signInAddress()} autoFocus>{say('signInAgain')}</Button></DialogActions>
    </Dialog>
  );
}
