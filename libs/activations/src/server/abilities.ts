import { grantAbilities } from '@accord/kernel/server';

/** Activation and GateFact rows of the authorisation matrix. */
export const activationAbilities = grantAbilities((actor, { can }) => {
  const localities = { localityId: { $in: [...actor.localities] } };
  switch (actor.duty) {
    case 'activation-officer':
      can('read', 'Activation');
      can('submit', 'Activation', localities);
      can('go-live', 'Activation', localities);
      can('record', 'GateFact', { localityIds: { $in: [...actor.localities] } });
      can('confirm', 'GateFact', { localityIds: { $in: [...actor.localities] } });
      break;
    case 'approver':
      can('read', 'Activation');
      can('approve', 'Activation', localities, { stepUp: true });
      break;
    case 'practice-governance-lead':
    case 'viewer-governance-lead':
      can('record', 'GateFact', { odsCode: actor.odsCode });
      can('confirm', 'GateFact', { odsCode: actor.odsCode });
      break;
    case 'auditor-national':
      can('read', 'Activation');
      break;
    default:
  }
});
