import { Box, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { EVERYTHING, KINDS, SIGN_INS_ONLY } from './changes-query.js';
import { say } from './messages.js';

const SELECT = { select: { native: true }, inputLabel: { shrink: true } } as const;
const SHRUNK = { inputLabel: { shrink: true } } as const;

/** What to look for; asking puts it into the address. */
export function ChangesFilter({ filter, onAsk }: { readonly filter: Readonly<Record<string, string>>; readonly onAsk: (filter: Record<string, string>) => void }) {
  const [asked, setAsked] = useState<Record<string, string>>({ ...filter });
  const field = (name: string) => ({
    id: `changes-${name}`, size: 'small' as const, value: asked[name] ?? '', onChange: (event: { target: { value: string } }) => setAsked({ ...asked, [name]: event.target.value }),
    sx: { minWidth: { xs: '100%', sm: 180 } },
  });
  const ask = (): void => onAsk(Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== '')));
  return (
    <Box component="form" role="search" className="no-print" onSubmit={(event) => { event.preventDefault(); ask(); }} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 2 }}>
      <TextField {...field('type')} label={say('kind')} select slotProps={SELECT}>
        <option value="">{say('withoutSignIns')}</option><option value={SIGN_INS_ONLY}>{say('signIns')}</option><option value={EVERYTHING}>{say('everything')}</option>
        {KINDS.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
      </TextField>
      <TextField {...field('outcome')} label={say('outcome')} select slotProps={SELECT}><option value="">{say('all')}</option><option value="done">{say('done')}</option><option value="refused">{say('refused')}</option></TextField>
      <TextField {...field('from')} label={say('from')} type="date" slotProps={SHRUNK} />
      <TextField {...field('until')} label={say('until')} type="date" slotProps={SHRUNK} />
      <TextField {...field('subject')} label={say('subject')} />
      <TextField {...field('odsCode')} label={say('concerning')} />
      <Button type="submit" variant="outlined">{say('find')}</Button>
      {Object.keys(filter).length > 0 && <Button onClick={() => onAsk({})}>{say('clear')}</Button>}
    </Box>
  );
}
