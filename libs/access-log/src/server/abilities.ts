import type { Duty } from '@accord/kernel';
import { grantAbilities } from '@accord/kernel/server';

// Counts of no person and no patient, for all who may search.
const COUNTING: readonly Duty[] = ['signatory', 'practice-governance-lead', 'viewer-governance-lead', 'auditor-organisation', 'privacy-officer', 'auditor-national'];

// How gateways fare, for those who look after them: numbers by gateway and reason, and no access log.
const OF_GATEWAYS: readonly Duty[] = ['activation-officer', 'approver', 'auditor-national', 'system-administrator', 'support'];

/** Who may do what with the access log. Whose events they then see is kept by the search's reach and by row-level security. */
export const accessLogAbilities = grantAbilities((actor, { can }) => {
  // A gateway adds its own events: whose they are is said by its certificate, never by what it sends.
  if (actor.kind === 'machine' && actor.duty === 'gateway') can('ingest', 'AccessEvent');
  if (actor.kind !== 'person') return;

  const own = { odsCode: actor.odsCode };
  if (COUNTING.some((duty) => duty === actor.duty)) can('read', 'AccessDashboard', actor.duty === 'auditor-national' ? {} : own);
  if (OF_GATEWAYS.some((duty) => duty === actor.duty)) can('read', 'GatewayRefusal');
  switch (actor.duty) {
    case 'signatory':
    case 'viewer-governance-lead':
      can('search', 'AccessEvent', own);
      break;
    case 'practice-governance-lead':
      can('search', 'AccessEvent', own);
      can('search-by-patient', 'AccessEvent', own, { reason: true, stepUp: true });
      break;
    case 'auditor-organisation':
      can('search', 'AccessEvent', own, { reason: true });
      can('search-by-patient', 'AccessEvent', own, { reason: true, stepUp: true });
      break;
    case 'privacy-officer':
      can('search', 'AccessEvent', own, { reason: true });
      can('search-by-patient', 'AccessEvent', own, { reason: true });
      break;
    case 'auditor-national':
      can('search', 'AccessEvent', {}, { reason: true });
      can('search-by-patient', 'AccessEvent', { secondPerson: true }, { reason: true });
      can('read', 'PatientSearch');
      can('ask', 'PatientSearch', {}, { reason: true });
      can('grant', 'PatientSearch');
      can('decline', 'PatientSearch', {}, { reason: true });
      break;
  }
});
