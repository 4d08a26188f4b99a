import type { Actor } from '@accord/kernel';
import { grantAbilities, type Grants } from '@accord/kernel/server';

/**
 * Who may see what is published and who has applied it. Staff see what concerns their localities, the national auditor all, and
 * administrators and support how gateways fare. The parties ask which gateways have applied an act on an agreement of theirs, and a controller
 * what gateways hold in its name.
 */
export function publicationAbilities(actor: Actor, { can }: Grants): void {
  // Who may change keys is proven by signatures; whoever has the machine may carry them in.
  if (actor.kind === 'operator') can('hand-in', 'KeyCeremony');
  if (actor.kind !== 'person') return;
  if (actor.duty === 'auditor-national' || actor.duty === 'system-administrator' || actor.duty === 'support') can('read', 'Reconciliation');
  switch (actor.duty) {
    case 'activation-officer':
    case 'approver':
    case 'auditor-national':
      can('read', 'Publication');
      can('read', 'GatewayState');
      can('read', 'AppliedStatement');
      can('read', 'HeldSummary', actor.duty === 'auditor-national' ? {} : { localityIds: { $in: [...actor.localities] } });
      break;
    case 'system-administrator':
    case 'support':
      can('read', 'GatewayState');
      break;
    case 'signatory':
    case 'practice-governance-lead':
      can('read', 'AppliedStatement');
      can('read', 'HeldSummary', { providerOdsCode: actor.odsCode });
      break;
    case 'viewer-governance-lead':
    case 'privacy-officer':
      can('read', 'AppliedStatement');
      break;
    default:
  }
}

grantAbilities(publicationAbilities);
