import { grantAbilities } from '@accord/kernel/server';

/**
 * Who may ask what is seen: each organisation about itself, on either side; staff where they serve; the national auditor and support
 * anywhere. Viewing organisations are shown as far as row-level security shows their view sets and parts.
 */
export const impactAbilities = grantAbilities((actor, { can }) => {
  if (actor.kind !== 'person') return;
  switch (actor.duty) {
    case 'signatory':
    case 'practice-governance-lead':
    case 'viewer-governance-lead':
    case 'privacy-officer':
    case 'auditor-organisation':
      can('read', 'Sight', { providerOdsCode: actor.odsCode });
      can('read', 'Sight', { consumerOdsCode: actor.odsCode });
      can('read-past', 'Sight', { providerOdsCode: actor.odsCode });
      can('read-past', 'Sight', { consumerOdsCode: actor.odsCode });
      can('read', 'ViewingOrganisation');
      // An auditor looks; nobody but those who may act asks what an act would do.
      if (actor.duty !== 'auditor-organisation') can('preview', 'Impact', { odsCodes: actor.odsCode });
      break;
    case 'activation-officer':
    case 'approver':
      can('read', 'Sight', { localityIds: { $in: [...actor.localities] } });
      can('read-past', 'Sight', { localityIds: { $in: [...actor.localities] } });
      can('preview', 'Impact', { localityIds: { $in: [...actor.localities] } });
      can('read', 'ViewingOrganisation');
      break;
    case 'auditor-national':
      can('read', 'Sight');
      can('read-past', 'Sight');
      can('read', 'ViewingOrganisation');
      break;
    // Keeps the registers: what a closing organisation or a revoked certificate stops, and a confirmed one gives back, is shown before it is done, and nothing else is.
    case 'system-administrator':
      can('preview', 'Impact', { isOfRegister: true });
      break;
    // Support answers for what is, not for what was.
    case 'support':
      can('read', 'Sight');
      can('read', 'ViewingOrganisation');
      break;
    default:
  }
});
