import { Box, Button, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { AccordProblem, browserClock, FileInput, FormRefused, lastDay, londonDay, problemOf, ProblemSummary, sendForm, type FieldFault } from '@accord/kernel/admin';
import type { PartyFacts } from './party-facts.js';
import type { SignProgress } from './sign-facts.js';
import { SignFindings, type UploadFinding } from './sign-findings.js';
import type { RegisterLine } from './sign-register.js';
import { signWords } from './sign-words.js';

export interface SignUploadProps {
  readonly party: PartyFacts;
  readonly lines: readonly RegisterLine[];
  readonly progress: SignProgress;
  readonly keep: (change: Partial<SignProgress>) => void;
  /** Told of what was found in a document that was taken. */
  readonly taken: (findings: readonly UploadFinding[]) => void;
}

interface Answer { readonly findings: readonly UploadFinding[] }

const MOST_BYTES = 20 * 1024 * 1024;

/** Hands in a document that somebody of the register has signed: whom, when, on which page, and the file, last. */
export function SignUpload({ party, lines, progress, keep, taken }: SignUploadProps) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<AccordProblem | null>(null);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [found, setFound] = useState<readonly UploadFinding[] | null>(null);
  const attempt = useRef<{ of: string; key: string } | null>(null);
  const { authorityId, signedOn, signedPage } = progress;

  const send = async (chosen: File): Promise<void> => {
    const of = [party.id, party.version, authorityId, signedOn, signedPage, chosen.name, chosen.size, chosen.lastModified].join(' ');
    if (attempt.current?.of !== of) attempt.current = { of, key: crypto.randomUUID() };
    const form = new FormData();
    const fields = { authorityId, signedOn, signedPage, expectedVersion: String(party.version), idempotencyKey: attempt.current.key };
    for (const [name, value] of Object.entries(fields)) if (value !== '') form.append(name, value);
    form.append('file', chosen);
    setSent(0);
    try {
      const answer = await sendForm<Answer>(`/evidence/uploads?${party.side === 'provider' ? 'participation' : 'part'}=${party.id}`, form, setSent);
      taken(answer.findings);
      await client.invalidateQueries();
    } catch (thrown) {
      const refused = problemOf(thrown);
      // A refused attempt is over; only a lost answer may be asked for again under the same key.
      if (refused.code !== 'NO_ANSWER') attempt.current = null;
      setProblem(refused);
      setFound(thrown instanceof FormRefused ? (thrown.answer as Partial<Answer>).findings ?? null : null);
      if (refused.code === 'STALE') await client.invalidateQueries();
    } finally {
      setSent(null);
    }
  };
  const submit = (): void => {
    const faulty = faultsOf(progress, lines, file);
    setFaults(faulty);
    setProblem(null);
    setFound(null);
    if (faulty.length === 0 && file !== null) send(file).catch(() => undefined);
  };
  // What can be told of a file at once is told when it is chosen, and not after everything was filled in.
  const choose = (chosen: File | null): void => {
    setFile(chosen);
    setFaults([...faults.filter(({ field }) => field !== 'sign-file'), ...(chosen === null ? [] : faultsOfFile(chosen))]);
  };
  const shown = problem === null ? undefined : FIELD_OF[problem.code] ?? problem.fields.map((field) => FIELD_OF[field]).find((field) => field !== undefined);
  const isBusy = sent !== null;
  return (
    <Box component="form" noValidate onSubmit={(event) => { event.preventDefault(); if (!isBusy) submit(); }}>
      <ProblemSummary problem={problem} faults={shown === undefined || problem === null ? faults : [...faults, { field: shown, says: signWords('toField', { field: signWords(LABEL_OF[shown]!) }) }]} />
      {found !== null && <><SignFindings findings={found} /><Typography component="p" sx={{ mb: 2, maxWidth: '70ch' }}>{signWords('tryAnother', { name: party.name })}</Typography></>}
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2.5, maxWidth: 640 }}>
        <TextField id="sign-who" select label={signWords('uploadWho')} helperText={signWords('uploadWhoHint')} value={authorityId} onChange={(event) => keep({ authorityId: event.target.value })}
          slotProps={{ select: { native: true }, inputLabel: { shrink: true } }} error={faults.some(({ field }) => field === 'sign-who')}>
          <option value="">{signWords('choose')}</option>
          {lines.map((line) => <option key={line.id} value={line.id}>{line.signatoryName}, {line.roleTitle}</option>)}
        </TextField>
        <TextField id="sign-day" type="date" label={signWords('uploadDay')} value={signedOn} onChange={(event) => keep({ signedOn: event.target.value })} error={faults.some(({ field }) => field === 'sign-day')}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: londonDay(browserClock.now()) } }} sx={{ maxWidth: 240 }} />
        <TextField id="sign-page" label={signWords('uploadPage')} helperText={signWords('uploadPageHint')} value={signedPage} onChange={(event) => keep({ signedPage: event.target.value.trim() })}
          error={faults.some(({ field }) => field === 'sign-page')} slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 4 } }} sx={{ maxWidth: 360 }} />
        <FileInput id="sign-file" label={signWords('uploadFile')} hint={signWords('uploadFileHint')} accept=".pdf,application/pdf" value={file} onChange={choose} progress={sent ?? undefined} />
      </Box>
      <Box sx={{ mt: 2.5, display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <Button type="submit" variant="contained" aria-disabled={isBusy}>{signWords('send')}</Button>
        <span role="status">{sent === null ? '' : signWords(sent < 1 ? 'sending' : 'checking')}</span>
      </Box>
    </Box>
  );
}

function faultsOf({ authorityId, signedOn, signedPage }: SignProgress, lines: readonly RegisterLine[], file: File | null): readonly FieldFault[] {
  const line = lines.find((each) => each.id === authorityId);
  const faults: FieldFault[] = [];
  if (line === undefined) faults.push({ field: 'sign-who', says: signWords('needWho') });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(signedOn)) faults.push({ field: 'sign-day', says: signWords('needDay') });
  else if (signedOn > londonDay(browserClock.now())) faults.push({ field: 'sign-day', says: signWords('dayFuture') });
  else if (line !== undefined && (signedOn < londonDay(line.from) || (line.until !== null && signedOn > lastDay(line.until)))) faults.push({ field: 'sign-day', says: signWords('notThatDay') });
  if (signedPage !== '' && !/^[1-9]\d{0,3}$/.test(signedPage)) faults.push({ field: 'sign-page', says: signWords('pageNumber') });
  if (file === null) faults.push({ field: 'sign-file', says: signWords('needFile') });
  else faults.push(...faultsOfFile(file));
  return faults;
}

function faultsOfFile(file: File): readonly FieldFault[] {
  const says = file.size === 0 ? 'emptyFile' : file.size > MOST_BYTES ? 'tooLarge' : /\.pdf$/i.test(file.name) || file.type === 'application/pdf' ? null : 'notPdf';
  return says === null ? [] : [{ field: 'sign-file', says: signWords(says) }];
}

/** The field a refusal of the server is about, by its code or by the name of what was sent. */
const FIELD_OF: Readonly<Record<string, string>> = {
  NO_AUTHORITY: 'sign-who', SIGNATORY_WITHOUT_AUTHORITY: 'sign-day', SIGNED_IN_FUTURE: 'sign-day', NO_SIGNATURE: 'sign-page', SIGNED_PAGE_ABSENT: 'sign-page', QUARANTINED: 'sign-file',
  ...Object.fromEntries(['TOO_LARGE', 'INCOMPLETE_UPLOAD', 'NOT_A_PDF', 'POLYGLOT', 'TRUNCATED', 'MALFORMED', 'ENCRYPTED', 'TOO_MUCH_INSIDE', 'LOOPING', 'UNCHECKABLE', 'NO_PAGES', 'TOO_MANY_PAGES', 'SIGNATURE_BROKEN', 'SEALED_BY_ACCORD']
    .map((code) => [code, 'sign-file'])),
  authorityId: 'sign-who', signedOn: 'sign-day', signedPage: 'sign-page', file: 'sign-file',
};
const LABEL_OF: Readonly<Record<string, 'uploadWho' | 'uploadDay' | 'uploadPage' | 'uploadFile'>> = { 'sign-who': 'uploadWho', 'sign-day': 'uploadDay', 'sign-page': 'uploadPage', 'sign-file': 'uploadFile' };
