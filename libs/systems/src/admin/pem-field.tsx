import { FileInput } from '@accord/kernel/admin';
import { Box, FormHelperText, TextField } from '@mui/material';
import { useState } from 'react';
import { say } from './messages.js';

const MOST_BYTES = 65_536;

/** A certificate in PEM form, pasted or read from a file. */
export function PemField({ value, onChange }: { readonly value: string; readonly onChange: (pem: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [isTooBig, setTooBig] = useState(false);
  const take = (chosen: File | null): void => {
    setFile(chosen);
    setTooBig((chosen?.size ?? 0) > MOST_BYTES);
    if (chosen !== null && chosen.size <= MOST_BYTES) chosen.text().then(onChange, () => undefined);
  };
  return (
    <Box sx={{ my: 2 }}>
      <TextField id="pem" label={say('pem')} helperText={say('pemHelp')} value={value} onChange={(event) => onChange(event.target.value)} multiline minRows={6} maxRows={14} fullWidth
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'digest', maxLength: MOST_BYTES } }} sx={{ mb: 2 }} />
      <FileInput id="pem-file" label={say('orFile')} hint={say('fileHint')} accept=".pem,.crt,.cer,application/x-pem-file" value={file} onChange={take} />
      {isTooBig && <FormHelperText error role="alert">{say('tooBig')}</FormHelperText>}
    </Box>
  );
}
