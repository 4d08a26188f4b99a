import type { Actor } from '@accord/kernel';
import { grantAbilities, type Grants } from '@accord/kernel/server';

/** The directory is public reference data; who may alter it is not. */
export function directoryAbilities(actor: Actor, { can }: Grants): void {
  if (actor.duty !== null) {
    can('read', 'Organisation');
    can('read', 'Locality');
  }
  const isAdministrator = actor.kind === 'person' && actor.duty === 'system-administrator';
  if (isAdministrator || actor.kind === 'operator') {
    can('import', 'Directory');
    can('read', 'DirectoryImport');
  }
  if (isAdministrator) {
    can('approve', 'DirectoryImport');
    can('decline', 'DirectoryImport', {}, { reason: true });
  }
}

grantAbilities(directoryAbilities);
