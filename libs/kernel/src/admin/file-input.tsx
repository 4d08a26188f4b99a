import { Box, Button, Typography } from '@mui/material';
import { useEffect, useId, useRef, useState } from 'react';
import { say } from './messages.js';
import { count } from './written.js';

export interface FileInputProps {
  readonly label: string;
  /** What is taken, in words: "PDF, at most 20 MB". */
  readonly hint: string;
  /** As in HTML: ".pdf,application/pdf". */
  readonly accept: string;
  readonly value: File | null;
  readonly onChange: (file: File | null) => void;
  /** From 0 to 1 while it is being sent. */
  readonly progress?: number | undefined;
  readonly id?: string;
}

/** A file: chosen, dropped or pasted. A labelled native input does the work; the frame around it only makes it easier to hit. */
export function FileInput({ label, hint, accept, value, onChange, progress, id }: FileInputProps) {
  const own = useId();
  const inputId = id ?? own;
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  // What is not taken is not shown as chosen either.
  useEffect(() => { if (value === null && input.current !== null) input.current.value = ''; });
  const take = (files: FileList | null): void => { if (files?.[0] !== undefined) onChange(files[0]); };
  return (
    <Box onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files); }} onPaste={(event) => take(event.clipboardData.files)}
      sx={{ border: 2, borderStyle: 'dashed', borderColor: isOver ? 'primary.main' : 'divider', borderRadius: 1, p: 2, maxWidth: 640 }}>
      <Typography component="label" htmlFor={inputId} sx={{ fontWeight: 600, display: 'block' }}>{label}</Typography>
      <Typography id={`${inputId}-hint`} component="p" sx={{ mb: 1 }}>{say('fileHint', { hint })}</Typography>
      <input ref={input} id={inputId} type="file" accept={accept} aria-describedby={`${inputId}-hint`} onChange={(event) => take(event.target.files)} style={{ maxWidth: '100%', font: 'inherit', color: 'inherit' }} />
      {value !== null && (
        <Box role="status" sx={{ mt: 1, display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
          <span>{say('fileTaken', { name: value.name, size: count(Math.ceil(value.size / 1024)) })}</span>
          <Button size="small" onClick={() => { input.current?.focus(); onChange(null); }}>{say('remove')}</Button>
        </Box>
      )}
      {progress !== undefined && <Box sx={{ mt: 1 }}><progress aria-label={say('sent')} max={1} value={progress} style={{ width: '100%' }} /> {say('sentPart', { percent: Math.round(progress * 100) })}</Box>}
    </Box>
  );
}
