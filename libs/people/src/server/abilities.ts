import { grantAbilities } from '@accord/kernel/server';

/** Who may do what with people, duties and registers of authority. A second person is asked for by the entities themselves. */
export const peopleAbilities = grantAbilities((actor, { can }) => {
  if (actor.personId !== null) can('end', 'Duty', { personId: actor.personId });

  switch (actor.duty) {
    case 'practice-governance-lead':
    case 'viewer-governance-lead':
      can('invite', 'Person');
      can('disable', 'Person', { onlyOdsCode: actor.odsCode });
      can('disable', 'Person', { onlyOdsCode: '', invitedBy: actor.personId });
      can('grant', 'Duty', { odsCode: actor.odsCode });
      can('end', 'Duty', { odsCode: actor.odsCode });
      can('record', 'Authority', { odsCode: actor.odsCode });
      can('read', 'Duty');
      can('read', 'Authority');
      break;
    case 'system-administrator':
      can('invite', 'Person');
      can('disable', 'Person');
      can('grant', 'Duty', {}, { stepUp: true });
      can('end', 'Duty');
      can('read', 'Duty');
      can('read', 'Authority');
      break;
    case 'activation-officer':
      can('record', 'Authority', { localityId: { $in: actor.localities } });
      can('read', 'Authority');
      break;
    case 'approver':
    case 'auditor-national':
    case 'support':
      can('read', 'Duty');
      can('read', 'Authority');
      break;
    case 'signatory':
    case 'auditor-organisation':
    case 'privacy-officer':
      can('read', 'Authority');
      break;
    default:
  }
});
