import type { Actor, Duty, LocalityId, OdsCode, PersonId } from '@accord/kernel';

/** A person of an installation that is being made, in one duty, with the stronger sign-in that its acts ask for. */
export function acting(person: { readonly id: PersonId; readonly name: string }, duty: Duty, at: Date, where: { readonly odsCode?: string; readonly localities?: readonly LocalityId[] } = {}): Actor {
  return {
    kind: 'person', personId: person.id, name: person.name, duty, odsCode: (where.odsCode ?? null) as OdsCode | null, localities: where.localities ?? [],
    acr: 'AAL3_ANY', authenticatedAt: at, origin: 'cli',
  };
}
