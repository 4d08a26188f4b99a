import { useAsk, useSession } from '@accord/kernel/admin';
import { Autocomplete, TextField } from '@mui/material';
import { useEffect, useState } from 'react';
import { say } from './messages.js';
import { AUTHORITIES, PEOPLE, type AuthoritiesAnswer, type PeopleAnswer } from './people-queries.js';

export interface ChosenPerson {
  readonly id: string;
  readonly label: string;
}

export interface PersonFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: ChosenPerson | null;
  readonly onChange: (person: ChosenPerson | null) => void;
}

const SHOWN = 20;

/** One person among all whom one may see, found by typing a part of the name. */
export function PersonField({ id, label, hint, value, onChange }: PersonFieldProps) {
  const [typed, setTyped] = useState('');
  const { people, hasMore, isAsking } = useFoundPeople(typed === value?.label ? '' : typed);
  const options = value === null || people.some((each) => each.id === value.id) ? people : [value, ...people];
  return (
    <Autocomplete<ChosenPerson> id={id} options={options} value={value} onChange={(_event, chosen) => onChange(chosen)} onInputChange={(_event, text) => setTyped(text)}
      getOptionLabel={(each) => each.label} getOptionKey={(each) => each.id} isOptionEqualToValue={(one, other) => one.id === other.id} filterOptions={(found) => found}
      loading={isAsking} loadingText={say('searching')} noOptionsText={say('nobody-found')}
      renderInput={(params) => <TextField {...params} label={label} margin="normal" helperText={hint ?? say(hasMore && value === null ? 'keep-typing' : 'type-name')} />} />
  );
}

interface FoundPeople {
  readonly people: readonly ChosenPerson[];
  readonly hasMore: boolean;
  readonly isAsking: boolean;
}

/**
 * Whom one may choose, oneself and shut-out ones left out. A duty that does not see people (an activation officer's) chooses among those who
 * stand in a register already; a new signatory is named by the lead of their organisation.
 */
function useFoundPeople(typed: string): FoundPeople {
  const { me, may } = useSession();
  const seesPeople = may('read', 'Duty').allowed;
  const asked = { page: 1, perPage: SHOWN, search: useSettled(typed.trim()) };
  const people = useAsk<PeopleAnswer>(PEOPLE, asked, { enabled: seesPeople, keep: true });
  const registers = useAsk<AuthoritiesAnswer>(AUTHORITIES, asked, { enabled: !seesPeople, keep: true });
  const total = (seesPeople ? people.data?.people.total : registers.data?.authorities.total) ?? 0;
  const found = seesPeople
    ? (people.data?.people.items ?? []).filter((person) => !person.isDisabled).map(({ id, name, email }) => ({ id, label: email === null ? name : `${name}, ${email}` }))
    : (registers.data?.authorities.items ?? []).map(({ personId, signatoryName }) => ({ id: personId, label: signatoryName }));
  return { people: [...new Map(found.map((each) => [each.id, each])).values()].filter(({ id }) => id !== me.person.id), hasMore: total > SHOWN, isAsking: seesPeople ? people.isFetching : registers.isFetching };
}

/** What was typed, a moment after the last key. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 180);
    return () => { clearTimeout(timer); };
  }, [text]);
  return settled;
}
