import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Link, TextField, Typography } from '@mui/material';
import { useId, useState, type ReactNode } from 'react';
import type { AccordProblem } from './accord-problem.js';
import { ProblemSummary, type FieldFault } from './problem-summary.js';
import { useSession, type May } from './session.js';
import { signInAddress } from './sign-in-address.js';

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
  /** Does it with the reason; false when it was refused, so that the dialog stays. */
  readonly confirm: (reason: string) => Promise<boolean>;
}

/** A deliberate act: preview, reason where the rule asks, stronger sign-in where the rule asks, then done. Focus returns to the button. */
export function ConfirmAct(props: ConfirmActProps) {
  const { label, about, title, preview, may, disabledBecause, asksReason = may.needsReason, narrowing = false, isPending, problem, reset, confirm } = props;
  const { me } = useSession();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const id = useId();
  if (!may.allowed) return null;
  const strongerFirst = may.needsStepUp && !me.hasSteppedUp;
  const close = (): void => { setOpen(false); setFaults([]); reset(); };
  const go = async (): Promise<void> => {
    if (asksReason && reason.trim() === '') return setFaults([{ field: `${id}-reason`, says: 'Give a reason' }]);
    setFaults([]);
    if (await confirm(reason.trim())) { setOpen(false); setReason(''); }
  };
  return (
    <>
      <Button variant={narrowing ? 'outlined' : 'contained'} color={narrowing ? 'error' : 'primary'} disabled={disabledBecause !== undefined} aria-describedby={disabledBecause === undefined ? undefined : `${id}-why`} {...(about === undefined ? {} : { 'aria-label': `${label}: ${about}` })} onClick={() => setOpen(true)}>{label}</Button>
      {disabledBecause !== undefined && <Typography id={`${id}-why`} component="span" sx={{ alignSelf: 'center' }}>{disabledBecause}</Typography>}
      <Dialog open={isOpen} onClose={close} aria-labelledby={`${id}-title`} fullWidth maxWidth="sm">
        <DialogTitle id={`${id}-title`} component="h2">{title}</DialogTitle>
        <DialogContent>
          <ProblemSummary problem={problem} faults={faults} />
          {preview}
          {asksReason && <TextField id={`${id}-reason`} label="Reason" helperText="Kept with the record. Name no patient." value={reason} onChange={(event) => setReason(event.target.value)} multiline minRows={2} fullWidth margin="normal" slotProps={{ htmlInput: { maxLength: 2000 } }} />}
          {strongerFirst && <Typography component="p" sx={{ mt: 2 }}>This needs your security key first. <Link href={signInAddress(true)}>Use security key</Link>; you come back to this page.</Typography>}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={close}>Cancel</Button>
          <Button variant="contained" color={narrowing ? 'error' : 'primary'} disabled={isPending || strongerFirst} onClick={() => { go().catch(() => undefined); }}>{isPending ? 'Working…' : label}</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
