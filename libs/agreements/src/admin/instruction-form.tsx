import { Box, Button, FormControlLabel, Radio, RadioGroup, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { browserClock, FileInput, londonDay, ProblemSummary, type FieldFault } from '@accord/kernel/admin';
import type { CampaignAgreementFacts, CampaignFacts } from './campaign-facts.js';
import { instructionWords } from './instruction-words.js';
import { SignFindings } from './sign-findings.js';
import type { RegisterLine } from './sign-register.js';
import { fileFaults, REFUSED_FIELD, uploadFaults, type UploadField } from './upload-faults.js';
import { useUpload, type Uploaded } from './use-upload.js';

export interface InstructionFormProps {
  readonly campaign: CampaignFacts;
  readonly odsCode: string;
  readonly name: string;
  /** What the letter can still answer. */
  readonly agreements: readonly CampaignAgreementFacts[];
  readonly lines: readonly RegisterLine[];
  readonly taken: (answer: Uploaded) => void;
}

type Reply = 'keep' | 'withdraw';
const LABEL_OF: Readonly<Record<UploadField, 'uploadWho' | 'uploadDay' | 'uploadPage' | 'uploadFile'>> = { who: 'uploadWho', day: 'uploadDay', page: 'uploadPage', file: 'uploadFile' };

/** What a letter says, who signed it and when, why it is recorded, and the letter itself, last. */
export function InstructionForm({ campaign, odsCode, name, agreements, lines, taken }: InstructionFormProps) {
  const [replies, setReplies] = useState<Readonly<Record<string, Reply | ''>>>({});
  const [signature, setSignature] = useState({ authorityId: '', signedOn: '', signedPage: '' });
  const [reason, setReason] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const { sent, problem, found, reset, send } = useUpload();
  const said = (reply: Reply): string => agreements.filter(({ participationId }) => replies[participationId] === reply).map(({ participationId }) => participationId).join(',');
  const isBusy = sent !== null;
  const isFaulty = (field: string): boolean => faults.some((each) => each.field === `letter-${field}`);
  const keep = (change: Partial<typeof signature>): void => setSignature((before) => ({ ...before, ...change }));
  const submit = async (): Promise<void> => {
    const ofLetter = uploadFaults(signature, lines, file, browserClock.now()).map(([field, says]) => ({ field: `letter-${field}`, says: instructionWords(says) }));
    const faulty: readonly FieldFault[] = [
      ...(said('keep') === '' && said('withdraw') === '' ? [{ field: 'letter-reply', says: instructionWords('needReplies') }] : []),
      ...ofLetter.filter(({ field }) => field !== 'letter-file'),
      ...(reason.trim() === '' ? [{ field: 'letter-reason', says: instructionWords('needReason') }] : []),
      ...ofLetter.filter(({ field }) => field === 'letter-file'),
    ];
    setFaults(faulty);
    reset();
    if (faulty.length > 0 || file === null) return;
    const answer = await send(`/campaigns/${campaign.id}/practices/${odsCode}/instructions`, { ...signature, reason: reason.trim(), keep: said('keep'), withdraw: said('withdraw') }, file);
    if (answer !== null) taken(answer);
  };
  // What can be told of a file at once is told when it is chosen, and not after everything was filled in.
  const choose = (chosen: File | null): void => {
    setFile(chosen);
    setFaults([...faults.filter(({ field }) => field !== 'letter-file'), ...(chosen === null ? [] : fileFaults(chosen).map(([field, says]) => ({ field: `letter-${field}`, says: instructionWords(says) })))]);
  };
  const shown = problem === null ? undefined : [problem.code, ...problem.fields].map((each) => REFUSED_FIELD[each]).find((field) => field !== undefined);
  return (
    <Box component="form" noValidate onSubmit={(event) => { event.preventDefault(); if (!isBusy) submit().catch(() => undefined); }}>
      <ProblemSummary problem={problem} faults={shown === undefined ? faults : [...faults, { field: `letter-${shown}`, says: instructionWords('toField', { field: instructionWords(LABEL_OF[shown]) }) }]} />
      {found !== null && <><SignFindings findings={found} /><Typography component="p" sx={{ mb: 2, maxWidth: '70ch' }}>{instructionWords('tryAnother', { name })}</Typography></>}
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2.5, maxWidth: 760 }}>
        <Typography variant="h2">{instructionWords('replies')}</Typography>
        <Typography component="p">{instructionWords('repliesHint')}</Typography>
        {agreements.map((row, place) => (
          <Box component="fieldset" key={row.participationId} sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 2, m: 0, minWidth: 0 }}>
            <Typography component="legend" sx={{ fontWeight: 600, px: 0.5, overflowWrap: 'anywhere' }}>{row.reference} {row.title}</Typography>
            {row.reply !== null && <Typography component="p" sx={{ mb: 1 }}>{instructionWords('saidBefore', { reply: instructionWords(row.reply) })}</Typography>}
            <RadioGroup id={place === 0 ? 'letter-reply' : undefined} tabIndex={-1} aria-label={`${row.reference} ${row.title}`} value={replies[row.participationId] ?? ''}
              onChange={(event) => setReplies({ ...replies, [row.participationId]: event.target.value as Reply | '' })}>
              {(['', 'keep', 'withdraw'] as const).map((reply) => <FormControlLabel key={reply} value={reply} control={<Radio />} label={instructionWords(reply === '' ? 'none' : reply)} />)}
            </RadioGroup>
          </Box>
        ))}
        <Typography variant="h2" sx={{ mt: 1 }}>{instructionWords('signed')}</Typography>
        <TextField id="letter-who" select label={instructionWords('uploadWho')} helperText={instructionWords('uploadWhoHint')} value={signature.authorityId} onChange={(event) => keep({ authorityId: event.target.value })}
          slotProps={{ select: { native: true }, inputLabel: { shrink: true } }} error={isFaulty('who')}>
          <option value="">{instructionWords('choose')}</option>
          {lines.map((line) => <option key={line.id} value={line.id}>{line.signatoryName}, {line.roleTitle}</option>)}
        </TextField>
        <TextField id="letter-day" type="date" label={instructionWords('uploadDay')} helperText={instructionWords('uploadDayHint')} value={signature.signedOn} onChange={(event) => keep({ signedOn: event.target.value })} error={isFaulty('day')}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: londonDay(browserClock.now()) } }} sx={{ maxWidth: 480 }} />
        <TextField id="letter-page" label={instructionWords('uploadPage')} helperText={instructionWords('uploadPageHint')} value={signature.signedPage} onChange={(event) => keep({ signedPage: event.target.value.trim() })}
          error={isFaulty('page')} slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 4 } }} sx={{ maxWidth: 480 }} />
        <TextField id="letter-reason" label={instructionWords('reason')} helperText={instructionWords('reasonHint')} value={reason} onChange={(event) => setReason(event.target.value)} error={isFaulty('reason')}
          multiline minRows={2} slotProps={{ htmlInput: { maxLength: 2000 } }} />
        <Typography variant="h2" sx={{ mt: 1 }}>{instructionWords('file')}</Typography>
        <FileInput id="letter-file" label={instructionWords('uploadFile')} hint={instructionWords('uploadFileHint')} accept=".pdf,application/pdf" value={file} onChange={choose} progress={sent ?? undefined} />
      </Box>
      <Box sx={{ mt: 2.5, display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <Button type="submit" variant="contained" aria-disabled={isBusy}>{instructionWords('send')}</Button>
        <span role="status">{sent === null ? '' : instructionWords(sent < 1 ? 'sending' : 'checking')}</span>
      </Box>
    </Box>
  );
}
