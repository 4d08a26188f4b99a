import { AccordLink, AccordProblem, FileInput, NothingHere, Page, ProblemSummary, problemOf, sendForm, useKept, useSession, type FieldFault } from '@accord/kernel/admin';
import { Button, Checkbox, FormControlLabel, FormHelperText, FormLabel, TextField } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { sayImport as say } from './messages.js';

const MOST_BYTES = 32 * 1024 * 1024;

/** Hands the national file in. What it would do is shown on the page of the file. */
export function ImportNew() {
  const { may } = useSession();
  if (!may('import', 'Directory').allowed) return <Page title={say('new')}><NothingHere says={say('not-this-duty')} action={<AccordLink to="/organisations">{say('organisations')}</AccordLink>} /></Page>;
  return <Page title={say('new')} sentence={say('new.sentence')} wide={false}><ImportForm /></Page>;
}

function ImportForm() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [form, setForm, forget] = useKept('directory-import', { editionOn: '', isOlder: false, isExtract: false });
  const [progress, setProgress] = useState<number | undefined>();
  const [problem, setProblem] = useState<AccordProblem | null>(null);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  // The same while the same is sent again: an answer that was lost makes no second file.
  const key = useRef(crypto.randomUUID());
  const change = (next: Partial<typeof form>): void => { key.current = crypto.randomUUID(); setForm({ ...form, ...next }); };
  const send = async (): Promise<void> => {
    const found = file === null ? [{ field: 'import-file', says: say('needs-file') }] : file.size > MOST_BYTES ? [{ field: 'import-file', says: say('too-large') }] : [];
    setFaults(found);
    setProblem(null);
    if (file === null || found.length > 0) return;
    const sent = new FormData();
    if (form.editionOn !== '') sent.set('editionOn', form.editionOn);
    sent.set('isOlder', form.isOlder ? 'yes' : 'no');
    sent.set('isExtract', form.isExtract ? 'yes' : 'no');
    sent.set('idempotencyKey', key.current);
    sent.set('file', file);
    setProgress(0);
    try {
      const { id } = await sendForm<{ id: string }>('/directory/files', sent, setProgress);
      forget();
      await client.invalidateQueries();
      await navigate(`/directory-imports/${id}`);
    } catch (fault) {
      const met = problemOf(fault);
      if (met.code !== 'NO_ANSWER') key.current = crypto.randomUUID();
      setProblem(met);
      setProgress(undefined);
    }
  };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); send().catch(() => undefined); }}>
      <ProblemSummary problem={problem} faults={faults} />
      <FileInput id="import-file" label={say('new.file')} hint={say('new.hint')} accept=".csv,text/csv" value={file} onChange={(next) => { key.current = crypto.randomUUID(); setFile(next); }} progress={progress} />
      <fieldset style={{ border: 0, margin: '1.5rem 0 0', padding: 0 }}>
        <FormLabel component="legend" sx={{ fontWeight: 600, color: 'text.primary' }}>{say('new.kind')}</FormLabel>
        <TextField id="import-edition" type="date" label={say('new.edition')} helperText={say('new.edition.hint')} value={form.editionOn} margin="normal" fullWidth onChange={(event) => change({ editionOn: event.target.value })} slotProps={{ inputLabel: { shrink: true } }} />
        <Tick id="import-older" label={say('new.older')} hint={say('new.older.hint')} checked={form.isOlder} onChange={(isOlder) => change({ isOlder })} />
        <Tick id="import-extract" label={say('new.extract')} hint={say('new.extract.hint')} checked={form.isExtract} onChange={(isExtract) => change({ isExtract })} />
      </fieldset>
      <Button type="submit" variant="contained" disabled={progress !== undefined} sx={{ mt: 2 }}>{progress === undefined ? say('new.send') : say('new.sending')}</Button>
    </form>
  );
}

function Tick({ id, label, hint, checked, onChange }: { readonly id: string; readonly label: string; readonly hint: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void }) {
  return (
    <>
      <FormControlLabel label={label} control={<Checkbox id={id} checked={checked} onChange={(_event, ticked) => onChange(ticked)} slotProps={{ input: { 'aria-describedby': `${id}-hint` } }} />} />
      <FormHelperText id={`${id}-hint`} sx={{ mt: -0.5, ml: 4, mb: 1 }}>{hint}</FormHelperText>
    </>
  );
}
