import { useAsk, useSession } from '@accord/kernel/admin';
import { AUTHORITIES, PEOPLE, type AuthoritiesAnswer, type PeopleAnswer } from './people-queries.js';

interface Choice { readonly value: string; readonly label: string }

/**
 * Whom one may choose in a form, by name, shut-out ones left out. A duty that does not see people (an activation officer's) chooses
 * among those who stand in a register already; a new signatory is named by the lead of their organisation.
 */
export function useEverybody(): readonly Choice[] {
  const seesPeople = useSession().may('read', 'Duty').allowed;
  const people = useAsk<PeopleAnswer>(PEOPLE, { page: 1, perPage: 200 }, { enabled: seesPeople });
  const registers = useAsk<AuthoritiesAnswer>(AUTHORITIES, { page: 1, perPage: 200 }, { enabled: !seesPeople });
  if (seesPeople) return (people.data?.people.items ?? []).filter((person) => !person.isDisabled).map(({ id, name, email }) => ({ value: id, label: email === null ? name : `${name}, ${email}` }));
  return [...new Map((registers.data?.authorities.items ?? []).map(({ personId, signatoryName }) => [personId, { value: personId, label: signatoryName }])).values()];
}
