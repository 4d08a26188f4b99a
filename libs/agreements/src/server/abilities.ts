import { grantAbilities } from '@accord/kernel/server';
import { WIDE_SCOPES, type StopScopeKind } from '@accord/agreements';

/** A controller stops its own sharing, with everybody or with one consumer; a viewing organisation its own looking. Everything else is for staff. */
const OF_PROVIDER = ['pair', 'provider'] as const;
const OF_CONSUMER = ['pair', 'consumer', 'system', 'view'] as const;

/** Who may do what with agreements: the rows of the authorisation matrix that concern them. Rows not granted are denied. */
export const agreementAbilities = grantAbilities((actor, { can }) => {
  const own = actor.odsCode;
  // What reaches beyond one locality is handled by whoever serves the organisation in any of theirs.
  const served = { localityIds: { $in: [...actor.localities] } };
  const localities = { localityId: { $in: [...actor.localities] } };
  const stops = (scopes: readonly StopScopeKind[], conditions: Readonly<Record<string, unknown>>): void => { can('suspend', 'Sharing', { scope: { $in: [...scopes] }, ...conditions }, { reason: true }); };
  switch (actor.duty) {
    case 'signatory':
      can('read', 'Agreement');
      can('sign', 'Participation', { providerOdsCode: own }, { stepUp: true });
      can('decline', 'Participation', { providerOdsCode: own }, { stepUp: true });
      can('withdraw', 'Participation', { providerOdsCode: own }, { stepUp: true });
      can('accept', 'ConsumerPart', { consumerOdsCode: own }, { stepUp: true });
      can('decline', 'ConsumerPart', { consumerOdsCode: own }, { stepUp: true });
      can('upload', 'Evidence', { odsCode: own });
      can('suspend', 'Participation', { providerOdsCode: own }, { reason: true });
      stops(OF_PROVIDER, { providerOdsCode: own });
      can('state', 'Stop', { imposedFor: own });
      can('ask-resume', 'Stop', { imposedSide: 'controller', imposedFor: own });
      break;
    case 'practice-governance-lead':
      can('read', 'Agreement');
      can('withdraw', 'Participation', { providerOdsCode: own }, { reason: true });
      can('upload', 'Evidence', { odsCode: own });
      can('suspend', 'Participation', { providerOdsCode: own }, { reason: true });
      stops(OF_PROVIDER, { providerOdsCode: own });
      can('state', 'Stop', { imposedFor: own });
      can('ask-resume', 'Stop', { imposedSide: 'controller', imposedFor: own });
      break;
    case 'viewer-governance-lead':
      can('read', 'Agreement');
      can('accept', 'ConsumerPart', { consumerOdsCode: own }, { stepUp: true });
      can('decline', 'ConsumerPart', { consumerOdsCode: own }, { stepUp: true });
      can('leave', 'ConsumerPart', { consumerOdsCode: own }, { stepUp: true });
      can('upload', 'Evidence', { odsCode: own });
      can('suspend', 'ConsumerPart', { consumerOdsCode: own }, { reason: true });
      stops(OF_CONSUMER, { consumerOdsCode: own });
      can('state', 'Stop', { imposedFor: own });
      can('ask-resume', 'Stop', { imposedSide: 'viewing-organisation', imposedFor: own });
      break;
    case 'privacy-officer':
      can('read', 'Agreement');
      can('suspend', 'Participation', { providerOdsCode: own }, { reason: true });
      can('suspend', 'ConsumerPart', { consumerOdsCode: own }, { reason: true });
      stops(OF_PROVIDER, { providerOdsCode: own });
      stops(OF_CONSUMER, { consumerOdsCode: own });
      can('state', 'Stop', { imposedFor: own });
      can('ask-resume', 'Stop', { imposedSide: 'privacy-officer', imposedFor: own });
      break;
    case 'activation-officer':
      can('read', 'Agreement');
      for (const action of ['draft', 'edit', 'discard', 'open', 'close', 'end']) can(action, 'Agreement', localities);
      can('upload', 'Evidence', localities);
      can('verify', 'Participation', localities);
      can('verify', 'ConsumerPart', localities);
      can('suspend', 'Participation', localities, { reason: true });
      can('suspend', 'ConsumerPart', localities, { reason: true });
      stops(WIDE_SCOPES, served);
      can('read', 'OrganisationTask');
      can('settle', 'OrganisationTask', localities, { reason: true });
      can('state', 'Stop', served);
      can('ask-resume', 'Stop', { imposedSide: 'staff', ...served });
      break;
    case 'approver':
      can('read', 'Agreement');
      can('suspend', 'Participation', localities, { reason: true });
      can('suspend', 'ConsumerPart', localities, { reason: true });
      stops(WIDE_SCOPES, served);
      can('read', 'OrganisationTask');
      can('state', 'Stop', served);
      can('lift', 'Stop', served);
      break;
    case 'auditor-national':
    case 'auditor-organisation':
    case 'support':
      can('read', 'Agreement');
      break;
    default:
  }
});

/** Staff run a campaign in their localities and answer for nobody but by a letter that two of them have read; a practice answers for itself, and withdraws as it does anywhere. */
export const campaignAbilities = grantAbilities((actor, { can }) => {
  switch (actor.duty) {
    case 'signatory':
    case 'practice-governance-lead':
      can('read', 'Campaign');
      can('answer', 'Campaign', { providerOdsCode: actor.odsCode });
      break;
    case 'activation-officer':
      can('read', 'Campaign');
      can('read', 'CampaignPractice');
      can('run', 'Campaign', { localityId: { $in: [...actor.localities] } });
      can('record', 'WrittenInstruction', { localityId: { $in: [...actor.localities] } }, { reason: true });
      can('verify', 'WrittenInstruction', { localityId: { $in: [...actor.localities] } });
      break;
    case 'approver':
    case 'auditor-national':
      can('read', 'Campaign');
      can('read', 'CampaignPractice');
      break;
    case 'auditor-organisation':
    case 'privacy-officer':
      can('read', 'Campaign');
      break;
    default:
  }
});

/** Who asks for other views is not who cuts over (R3); those asked answer by signing, as for any words. */
export const viewSetProposalAbilities = grantAbilities((actor, { can }) => {
  const served = { localityIds: { $in: [...actor.localities] } };
  if (actor.duty === 'activation-officer') {
    can('propose', 'ViewSetProposal', served, { reason: true });
    can('give-up', 'ViewSetProposal', served, { reason: true });
  }
  if (actor.duty === 'approver') can('cut-over', 'ViewSetProposal', served, { stepUp: true });
  if (actor.kind === 'person' && actor.duty !== null && actor.duty !== 'system-administrator') can('read', 'ViewSetProposal');
});
