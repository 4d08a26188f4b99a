import { FileInput } from '@accord/kernel/admin';
import { Box, Checkbox, FormControlLabel, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { campaignWords } from './campaign-words.js';

export interface CampaignChoice {
  readonly localityIds: readonly string[];
  readonly text: string;
}

interface Chosen { readonly file: File; readonly text: string }

export interface CampaignWhomProps {
  readonly places: readonly { readonly id: string; readonly code: string; readonly name: string }[];
  readonly choice: CampaignChoice;
  readonly change: (change: Partial<CampaignChoice>) => void;
  readonly file: Chosen | null;
  readonly setFile: (file: Chosen | null) => void;
  readonly fault: string | undefined;
}

const MOST_BYTES = 400_000;

/** Whom to ask: whole localities, a pasted list, a file, or all of them together. */
export function CampaignWhom({ places, choice, change, file, setFile, fault }: CampaignWhomProps) {
  const [tooLarge, setTooLarge] = useState(false);
  const take = (chosen: File | null): void => {
    setTooLarge(chosen !== null && chosen.size > MOST_BYTES);
    if (chosen === null || chosen.size > MOST_BYTES) { setFile(null); return; }
    chosen.text().then((text) => setFile({ file: chosen, text }), () => setFile(null));
  };
  const tick = (id: string, isChosen: boolean): void => change({ localityIds: isChosen ? [...choice.localityIds, id] : choice.localityIds.filter((each) => each !== id) });
  return (
    <>
      <Typography variant="h2">{campaignWords('whom')}</Typography>
      <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, minWidth: 0 }}>
        <Typography component="legend" sx={{ fontWeight: 600, p: 0 }}>{campaignWords('localities')}</Typography>
        {places.map(({ id, code, name }) => (
          <Box key={id}><FormControlLabel control={<Checkbox checked={choice.localityIds.includes(id)} onChange={(event) => tick(id, event.target.checked)} />} label={`${name} (${code})`} /></Box>
        ))}
      </Box>
      <TextField id="campaign-list" label={campaignWords('list')} value={choice.text} onChange={(event) => change({ text: event.target.value })} error={fault !== undefined} helperText={fault ?? campaignWords('listHint')}
        fullWidth multiline minRows={3} maxRows={12} slotProps={{ htmlInput: { spellCheck: false } }} />
      <FileInput id="campaign-file" label={campaignWords('file')} hint={campaignWords('fileHint')} accept=".csv,.txt,text/csv,text/plain" value={file?.file ?? null} onChange={take} />
      {tooLarge && <Typography role="alert" color="error">{campaignWords('fileTooLarge')}</Typography>}
    </>
  );
}
