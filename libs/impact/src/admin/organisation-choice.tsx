import { useAsk } from '@accord/kernel/admin';
import { Autocomplete, TextField } from '@mui/material';
import { useState } from 'react';
import { say } from './messages.js';

export interface Choice {
  readonly odsCode: string;
  readonly name: string | null;
}

interface Found { readonly found: { readonly items: readonly Choice[] } }

export interface OrganisationChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** A query with $find that answers `found { items { odsCode name } }`. */
  readonly query: string;
  readonly value: Choice | null;
  readonly onChange: (choice: Choice | null) => void;
}

const labelOf = ({ odsCode, name }: Choice): string => (name === null ? odsCode : `${name} (${odsCode})`);

/** An organisation, found by name or code. */
export function OrganisationChoice({ id, label, help, query, value, onChange }: OrganisationChoiceProps) {
  const [typed, setTyped] = useState('');
  const named = useAsk<Found>(query, { find: value?.odsCode ?? null }, { enabled: value !== null && value.name === null }).data?.found.items.find(({ odsCode }) => odsCode === value?.odsCode);
  const shown = value?.name === null ? named ?? value : value;
  const find = typed === (shown === null ? '' : labelOf(shown)) ? '' : typed.trim();
  const { data, isFetching } = useAsk<Found>(query, { find: find === '' ? null : find }, { keep: true });
  return (
    <Autocomplete<Choice>
      id={id} options={[...(data?.found.items ?? [])]} value={shown} onChange={(_event, choice) => onChange(choice)} onInputChange={(_event, text) => setTyped(text)} filterOptions={(options) => options}
      getOptionLabel={labelOf} isOptionEqualToValue={(a, b) => a.odsCode === b.odsCode} loading={isFetching} noOptionsText={say('noneFound')} autoHighlight sx={{ flex: '1 1 20rem', minWidth: 0 }}
      getOptionKey={({ odsCode }) => odsCode} renderInput={(params) => <TextField {...params} label={label} helperText={help} size="small" />}
    />
  );
}
