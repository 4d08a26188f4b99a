import { FileInput } from '@accord/kernel/admin';
import { Box, FormHelperText, TextField } from '@mui/material';
import { useRef, useState } from 'react';
import { certificateText, holdsPrivateKey, type NoCertificate } from './certificate-text.js';
import { say } from './messages.js';

const MOST_BYTES = 65_536;

/** A certificate in PEM form, pasted or read from a file. What is refused leaves nothing behind: a private key never gets further than this. */
export function PemField({ value, onChange }: { readonly value: string; readonly onChange: (pem: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [fault, setFault] = useState<NoCertificate | 'tooBig' | null>(null);
  const latest = useRef<File | null>(null);
  const put = (pem: string, from: File | null, wrong: typeof fault): void => { onChange(pem); setFile(from); setFault(wrong); };
  const write = (text: string): void => (holdsPrivateKey(text) ? put('', null, 'holdsKey') : put(text, file, null));
  const take = (chosen: File | null): void => {
    latest.current = chosen;
    if (chosen === null) return put('', null, null);
    if (chosen.size > MOST_BYTES) return put('', null, 'tooBig');
    put('', chosen, null);
    chosen.arrayBuffer().then((bytes) => {
      if (latest.current !== chosen) return;
      const found = certificateText(new Uint8Array(bytes));
      if ('pem' in found) onChange(found.pem);
      else put('', null, found.fault);
    }, () => { if (latest.current === chosen) put('', null, 'notText'); });
  };
  return (
    <Box sx={{ my: 2 }}>
      <TextField id="pem" label={say('pem')} helperText={say('pemHelp')} value={value} onChange={(event) => write(event.target.value)} multiline minRows={6} maxRows={14} fullWidth
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'digest', maxLength: MOST_BYTES } }} sx={{ mb: 2 }} />
      <FileInput id="pem-file" label={say('orFile')} hint={say('fileHint')} accept=".pem,.crt,.cer,.der,application/x-pem-file" value={file} onChange={take} />
      {fault !== null && <FormHelperText error role="alert" sx={{ fontSize: '1rem', maxWidth: '75ch' }}>{say(`pem.${fault}`)}</FormHelperText>}
    </Box>
  );
}
