import { NotPermitted, type Actor, type PersonId } from '@accord/kernel';

/** Who registers: a person, or the operator at the command line by the name that change records call them by. Exactly one of the two. */
export interface Registrar {
  readonly registeredBy: PersonId | null;
  readonly registeredByOperator: string | null;
}

export function registrarOf({ kind, personId, name }: Actor): Registrar {
  if (kind === 'operator') return { registeredBy: null, registeredByOperator: name };
  if (personId === null) throw new NotPermitted('register');
  return { registeredBy: personId, registeredByOperator: null };
}
