import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Link, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import type { AccordProblem } from './accord-problem.js';
import { ProblemSummary, type FieldFault } from './problem-summary.js';
import { useSession, type May } from './session.js';
import { screenMessages } from './screen-messages.js';
import { signInAddress } from './sign-in-address.js';
import { useTakesLong } from './takes-long.js';
import { useKept } from './use-kept.js';

const say = screenMessages('confirm', {
  reason: 'Reason', reasonHint: 'Kept with the record. Name no patient.', needsReason: 'Give a reason', cancel: 'Cancel', close: 'Close', working: 'Working…', unknown: 'Accord has not answered yet. It may be done already, or be done still: before you try again, close this and look at how it stands.',
  stronger: 'This needs your security key first.', key: 'Use security key', comeBack: '; you come back to this page, and what you typed is kept.',
  changed: 'This was changed while it was open before you, so it cannot be confirmed as it was shown. What you typed is kept.', look: 'Look at it as it is now',
});

export interface ConfirmActProps {
  /** What the button says: a verb and its object. */
  readonly label: string;
  /** Of what, for those who hear the button out of its row. */
  readonly about?: string;
  /** The question of the dialog. */
  readonly title: string;
  /** What changes if one goes on: shown before anything is asked. */
  readonly preview: ReactNode;
  readonly may: May;
  /** Why the button is there but cannot be used now. */
  readonly disabledBecause?: string | undefined;
  /** Asks for a reason even where the matrix does not. */
  readonly asksReason?: boolean;
  readonly narrowing?: boolean;
  readonly isPending: boolean;
  readonly problem: AccordProblem | null;
  readonly reset: () => void;
  /** What the preview was made from (a version, a hash): when it changes under the open dialog, nothing can be confirmed any more. */
  readonly bindsTo?: string | number;
  /** What is shown is not complete yet: nothing is confirmed before it is. */
  readonly waits?: boolean;
  /** Does it with the reason; false when it was refused, so that the dialog stays. */
  readonly confirm: (reason: string) => Promise<boolean>;
}

/** A deliberate act: preview, reason where the rule asks, stronger sign-in where the rule asks, then done. Focus returns to the button. */
export function ConfirmAct(props: ConfirmActProps) {
  const { label, about, title, preview, may, disabledBecause, asksReason = may.needsReason, narrowing = false, isPending, problem, reset, bindsTo, waits = false, confirm } = props;
  const { me } = useSession();
  const { pathname } = useLocation();
  const client = useQueryClient();
  // Signing in with the security key leaves the page: what was typed is kept, and the dialog stands open again on coming back.
  const [kept, setKept, forget] = useKept(`confirm ${pathname} ${label} ${about ?? ''}`, { reason: '', comesBack: false });
  const [isOpen, setOpen] = useState(kept.comesBack);
  const [shown, setShown] = useState(bindsTo);
  const { reason } = kept;
  const [isGoing, setGoing] = useState(false);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const id = useId();
  // Sent is sent: until it is answered nobody is told that it was cancelled; and nobody is kept before an answer that does not come.
  const isUnderWay = isPending || isGoing;
  const isUnknown = useTakesLong(isUnderWay);
  if (!may.allowed) return null;
  const strongerFirst = may.needsStepUp && !me.hasSteppedUp;
  // One's own act changes what it was made from as well: that is no news while it is being done.
  const hasChanged = isOpen && !isGoing && (bindsTo !== shown || problem?.isOutdated === true);
  const open = (): void => { setShown(bindsTo); setOpen(true); };
  const close = (): void => {
    if (isUnderWay && !isUnknown) return;
    setOpen(false); setFaults([]); setKept({ ...kept, comesBack: false }); reset();
    // What was refused, or may have been done, may stand otherwise than the page behind the dialog shows.
    if (problem !== null || isUnknown) client.invalidateQueries().catch(() => undefined);
  };
  const go = async (): Promise<void> => {
    if (asksReason && reason.trim() === '') return setFaults([{ field: `${id}-reason`, says: say('needsReason') }]);
    setFaults([]);
    setGoing(true);
    const isDone = await confirm(reason.trim()).finally(() => setGoing(false));
    if (isDone) { setOpen(false); forget(); setKept({ reason: '', comesBack: false }); forget(); }
  };
  return (
    <>
      <Button variant={narrowing ? 'outlined' : 'contained'} color={narrowing ? 'error' : 'primary'} disabled={disabledBecause !== undefined} aria-describedby={disabledBecause === undefined ? undefined : `${id}-why`} {...(about === undefined ? {} : { 'aria-label': `${label}: ${about}` })} onClick={open}>{label}</Button>
      {disabledBecause !== undefined && <Typography id={`${id}-why`} component="span" sx={{ alignSelf: 'center' }}>{disabledBecause}</Typography>}
      <Dialog open={isOpen} onClose={close} aria-labelledby={`${id}-title`} fullWidth maxWidth="sm">
        <DialogTitle id={`${id}-title`} component="h2">{title}</DialogTitle>
        {/* What is longer than the window is scrolled by keyboard too. */}
        <DialogContent tabIndex={0}>
          <ProblemSummary problem={problem} faults={faults} lookAgain={close} />
          {hasChanged && problem?.isOutdated !== true && <Alert severity="warning" role="alert" sx={{ mb: 2 }} action={<Button color="inherit" onClick={close}>{say('look')}</Button>}>{say('changed')}</Alert>}
          <div role="status">{isUnknown && <Alert severity="warning" role="presentation" sx={{ mb: 2 }}>{say('unknown')}</Alert>}</div>
          {preview}
          {strongerFirst && <Typography component="p" sx={{ mt: 2 }}>{say('stronger')} <Link href={signInAddress(true)} onClick={() => setKept({ ...kept, comesBack: true })}>{say('key')}</Link>{say('comeBack')}</Typography>}
          {asksReason && <TextField id={`${id}-reason`} label={say('reason')} helperText={say('reasonHint')} value={reason} onChange={(event) => setKept({ ...kept, reason: event.target.value })} multiline minRows={2} fullWidth margin="normal" slotProps={{ htmlInput: { maxLength: 2000 } }} />}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={close} disabled={isUnderWay && !isUnknown}>{say(isUnknown ? 'close' : 'cancel')}</Button>
          <Button variant="contained" color={narrowing ? 'error' : 'primary'} disabled={isUnderWay || strongerFirst || hasChanged || waits} onClick={() => { go().catch(() => undefined); }}>{isUnderWay ? say('working') : label}</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
