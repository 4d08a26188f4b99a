import { useAsk } from '@accord/kernel/admin';
import { Autocomplete, TextField } from '@mui/material';
import { useState } from 'react';
import type { Named } from './agreement-query.js';
import { proposalWords } from './proposal-words.js';
import { useLater } from './use-later.js';

const VIEWERS = 'query ViewersToPropose($find: String) { viewingOrganisations(perPage: 20, find: $find) { items { odsCode name } } }';

/** A viewing organisation, found by name or code. */
export function ProposalWhose({ choose }: { readonly choose: (odsCode: string) => void }) {
  const [typed, setTyped] = useState('');
  const find = useLater(typed.trim(), 250);
  const { data, isFetching } = useAsk<{ readonly viewingOrganisations: { readonly items: readonly Named[] } }>(VIEWERS, { find: find === '' ? null : find }, { keep: true });
  return (
    <Autocomplete<Named>
      id="proposal-whose" disablePortal options={[...(data?.viewingOrganisations.items ?? [])]} value={null} inputValue={typed} onInputChange={(_event, text) => setTyped(text)} onChange={(_event, found) => { if (found !== null) choose(found.odsCode); }} filterOptions={(options) => options}
      getOptionLabel={({ name, odsCode }) => `${name} (${odsCode})`} getOptionKey={({ odsCode }) => odsCode} isOptionEqualToValue={(one, other) => one.odsCode === other.odsCode} loading={isFetching} noOptionsText={proposalWords('nobodyFound')} sx={{ maxWidth: 560 }}
      renderInput={(params) => <TextField {...params} size="small" label={proposalWords('whose')} helperText={proposalWords('whoseHint')} />}
    />
  );
}
