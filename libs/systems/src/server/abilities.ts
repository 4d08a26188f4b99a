import type { Actor } from '@accord/kernel';
import { grantAbilities, type Grants } from '@accord/kernel/server';

/** Who may do what with systems, their certificates, and gateways. That a second person confirms is the entities' own rule. */
export function systemsAbilities(actor: Actor, { can }: Grants): void {
  // At the command line certificates are issued for development and wait for somebody who signs in.
  if (actor.kind === 'operator') for (const subject of ['SystemCertificate', 'Gateway'] as const) can('register', subject);
  if (actor.kind !== 'person') return;
  switch (actor.duty) {
    case 'system-administrator':
      can('read', 'ConsumerSystem');
      can('register', 'SystemCertificate');
      can('confirm', 'SystemCertificate');
      can('revoke', 'SystemCertificate', {}, { reason: true });
      can('read', 'Gateway');
      can('register', 'Gateway');
      can('confirm', 'Gateway');
      can('revoke', 'Gateway', {}, { reason: true });
      break;
    case 'viewer-governance-lead':
      can('read', 'ConsumerSystem', { consumerOdsCode: actor.odsCode });
      can('register', 'SystemCertificate', { consumerOdsCode: actor.odsCode });
      can('confirm', 'SystemCertificate', { consumerOdsCode: actor.odsCode });
      can('revoke', 'SystemCertificate', { consumerOdsCode: actor.odsCode }, { reason: true });
      break;
    case 'activation-officer':
      can('read', 'ConsumerSystem');
      can('read', 'Gateway');
      can('revoke', 'Gateway', { localityIds: { $in: actor.localities } }, { reason: true });
      break;
    case 'approver':
    case 'auditor-national':
    case 'support':
      can('read', 'ConsumerSystem');
      can('read', 'Gateway');
      break;
    default:
  }
}

grantAbilities(systemsAbilities);
