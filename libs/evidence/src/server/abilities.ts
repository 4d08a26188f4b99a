import { grantAbilities } from '@accord/kernel/server';

/** Who may do what with evidence. That the one who handed it in never accepts it, the entity and the database keep. */
export const evidenceAbilities = grantAbilities((actor, { can }) => {
  switch (actor.duty) {
    case 'signatory':
    case 'practice-governance-lead':
      can('upload', 'Evidence', { odsCode: actor.odsCode });
      can('read', 'Evidence', { odsCode: actor.odsCode });
      can('read-file', 'Evidence', { odsCode: actor.odsCode });
      break;
    case 'viewer-governance-lead':
      can('upload', 'Evidence', { odsCode: actor.odsCode });
      can('read', 'Evidence', { odsCode: actor.odsCode });
      break;
    case 'activation-officer':
      // Posted paper is uploaded by staff, who then cannot be the one who accepts it.
      can('upload', 'Evidence', { localityId: { $in: actor.localities } });
      can('verify', 'Evidence', { localityId: { $in: actor.localities } });
      can('read', 'Evidence', { localityId: { $in: actor.localities } });
      can('read-file', 'Evidence', { localityId: { $in: actor.localities } });
      break;
    case 'approver':
      can('read', 'Evidence', { localityId: { $in: actor.localities } });
      can('read-file', 'Evidence', { localityId: { $in: actor.localities } });
      break;
    case 'auditor-national':
      can('read', 'Evidence');
      can('read-file', 'Evidence', {}, { reason: true });
      break;
    case 'auditor-organisation':
      can('read', 'Evidence', { odsCode: actor.odsCode });
      can('read-file', 'Evidence', { odsCode: actor.odsCode }, { reason: true });
      break;
    case 'privacy-officer':
      can('read', 'Evidence', { odsCode: actor.odsCode });
      break;
    case 'support':
      can('read', 'Evidence');
      break;
    default:
  }
});
