import { Box, Button, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { browserClock, FileInput, londonDay, ProblemSummary, type FieldFault } from '@accord/kernel/admin';
import type { PartyFacts } from './party-facts.js';
import type { SignProgress } from './sign-facts.js';
import { SignFindings, type UploadFinding } from './sign-findings.js';
import type { RegisterLine } from './sign-register.js';
import { signWords } from './sign-words.js';
import { fileFaults, REFUSED_FIELD, uploadFaults, type UploadField } from './upload-faults.js';
import { useUpload } from './use-upload.js';

export interface SignUploadProps {
  readonly party: PartyFacts;
  readonly lines: readonly RegisterLine[];
  readonly progress: SignProgress;
  readonly keep: (change: Partial<SignProgress>) => void;
  /** Told of what was found in a document that was taken. */
  readonly taken: (findings: readonly UploadFinding[]) => void;
}

const LABEL_OF: Readonly<Record<UploadField, 'uploadWho' | 'uploadDay' | 'uploadPage' | 'uploadFile'>> = { who: 'uploadWho', day: 'uploadDay', page: 'uploadPage', file: 'uploadFile' };

/** Hands in a document that somebody of the register has signed: whom, when, on which page, and the file, last. */
export function SignUpload({ party, lines, progress, keep, taken }: SignUploadProps) {
  const [file, setFile] = useState<File | null>(null);
  const [faults, setFaults] = useState<ReturnType<typeof uploadFaults>>([]);
  const { sent, problem, found, reset, send } = useUpload();
  const { authorityId, signedOn, signedPage } = progress;

  const submit = async (): Promise<void> => {
    const faulty = uploadFaults(progress, lines, file, browserClock.now());
    setFaults(faulty);
    reset();
    if (faulty.length > 0 || file === null) return;
    const answer = await send(`/evidence/uploads?${party.side === 'provider' ? 'participation' : 'part'}=${party.id}`, { authorityId, signedOn, signedPage, expectedVersion: String(party.version) }, file);
    if (answer !== null) taken(answer.findings);
  };
  // What can be told of a file at once is told when it is chosen, and not after everything was filled in.
  const choose = (chosen: File | null): void => {
    setFile(chosen);
    setFaults([...faults.filter(([field]) => field !== 'file'), ...(chosen === null ? [] : fileFaults(chosen))]);
  };
  const isFaulty = (field: UploadField): boolean => faults.some(([each]) => each === field);
  const told: readonly FieldFault[] = faults.map(([field, says]) => ({ field: `sign-${field}`, says: signWords(says) }));
  const shown = problem === null ? undefined : [problem.code, ...problem.fields].map((each) => REFUSED_FIELD[each]).find((field) => field !== undefined);
  const isBusy = sent !== null;
  return (
    <Box component="form" noValidate onSubmit={(event) => { event.preventDefault(); if (!isBusy) submit().catch(() => undefined); }}>
      <ProblemSummary problem={problem} faults={shown === undefined ? told : [...told, { field: `sign-${shown}`, says: signWords('toField', { field: signWords(LABEL_OF[shown]) }) }]} />
      {found !== null && <><SignFindings findings={found} /><Typography component="p" sx={{ mb: 2, maxWidth: '70ch' }}>{signWords('tryAnother', { name: party.name })}</Typography></>}
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2.5, maxWidth: 640 }}>
        <TextField id="sign-who" select label={signWords('uploadWho')} helperText={signWords('uploadWhoHint')} value={authorityId} onChange={(event) => keep({ authorityId: event.target.value })}
          slotProps={{ select: { native: true }, inputLabel: { shrink: true } }} error={isFaulty('who')}>
          <option value="">{signWords('choose')}</option>
          {lines.map((line) => <option key={line.id} value={line.id}>{line.signatoryName}, {line.roleTitle}</option>)}
        </TextField>
        <TextField id="sign-day" type="date" label={signWords('uploadDay')} value={signedOn} onChange={(event) => keep({ signedOn: event.target.value })} error={isFaulty('day')}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: londonDay(browserClock.now()) } }} sx={{ maxWidth: 240 }} />
        <TextField id="sign-page" label={signWords('uploadPage')} helperText={signWords('uploadPageHint')} value={signedPage} onChange={(event) => keep({ signedPage: event.target.value.trim() })}
          error={isFaulty('page')} slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 4 } }} sx={{ maxWidth: 360 }} />
        <FileInput id="sign-file" label={signWords('uploadFile')} hint={signWords('uploadFileHint')} accept=".pdf,application/pdf" value={file} onChange={choose} progress={sent ?? undefined} />
      </Box>
      <Box sx={{ mt: 2.5, display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <Button type="submit" variant="contained" aria-disabled={isBusy}>{signWords('send')}</Button>
        <span role="status">{sent === null ? '' : signWords(sent < 1 ? 'sending' : 'checking')}</span>
      </Box>
    </Box>
  );
}
