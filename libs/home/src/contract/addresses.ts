import type { ComingKind, WaitingKind } from './waiting.js';

export interface Subject {
  readonly kind: WaitingKind | ComingKind;
  readonly subjectId: string;
  readonly agreementId?: string | null;
  /** Of the organisation it is about; null where it is about a locality. */
  readonly odsCode?: string | null;
}

/** Where each thing is done. */
const ADDRESS: Readonly<Record<WaitingKind | ComingKind, (subject: Subject) => string>> = {
  'draft': ({ subjectId }) => `/agreements/${subjectId}/edit`,
  'sign': ({ subjectId, agreementId }) => `/agreements/${agreementId}/sign/${subjectId}`,
  'accept': ({ subjectId, agreementId }) => `/agreements/${agreementId}/sign/${subjectId}`,
  'agree-views': ({ subjectId, agreementId }) => `/agreements/${agreementId}/sign/${subjectId}`,
  'cut-over': ({ subjectId }) => `/view-set-proposals/${subjectId}`,
  'invite-again': ({ subjectId }) => `/agreements/${subjectId}`,
  'verify': () => '/evidence',
  'verify-instruction': () => '/evidence',
  'submit': ({ subjectId }) => `/agreements/${subjectId}`,
  'approve': ({ subjectId }) => `/activations/${subjectId}`,
  'go-live': ({ subjectId }) => `/agreements/${subjectId}`,
  'confirm-facts': ({ subjectId, odsCode }) => (odsCode == null ? `/localities/${subjectId}/facts` : '/gate-facts'),
  'confirm-authority': () => '/authorities',
  'confirm-resume': ({ subjectId }) => `/stops/${subjectId}`,
  'confirm-duty': () => '/duties',
  'confirm-gateway': ({ subjectId }) => `/gateways/${subjectId}`,
  'confirm-gateway-certificate': ({ subjectId }) => `/gateways/${subjectId}`,
  'gateway-unheard': ({ subjectId }) => `/gateways/${subjectId}`,
  'gateway-silent': ({ subjectId }) => `/gateways/${subjectId}`,
  'gateway-quarantined': ({ subjectId }) => `/gateways/${subjectId}`,
  'feed-differs': () => '/gateways',
  'feed-unwatched': () => '/gateways',
  'confirm-certificate': ({ subjectId }) => `/certificates/${subjectId}`,
  'renew-certificate': () => '/certificates',
  'renew-gateway-certificate': ({ subjectId }) => `/gateways/${subjectId}`,
  'renew-feed-certificate': () => '/gateways',
  'decide-import': ({ subjectId }) => `/directory-imports/${subjectId}`,
  'settle-organisation': ({ subjectId }) => `/organisations/${subjectId}`,
  'review-late': ({ subjectId }) => `/agreements/${subjectId}`,
  'fact-late': ({ subjectId, odsCode }) => (odsCode == null ? `/organisations/${subjectId}` : '/gate-facts'),
  'confirm-patient-search': () => '/patient-searches',
  'answer-campaign': ({ subjectId }) => `/campaigns/${subjectId}`,
  'execute-campaign': ({ subjectId }) => `/campaigns/${subjectId}`,
  'review': ({ subjectId }) => `/agreements/${subjectId}`,
  'end': ({ subjectId }) => `/agreements/${subjectId}`,
  'certificate-end': ({ subjectId }) => `/certificates/${subjectId}`,
  'gateway-certificate-end': ({ subjectId }) => `/gateways/${subjectId}`,
  'feed-certificate-end': () => '/gateways',
  'fact-end': ({ subjectId }) => `/organisations/${subjectId}`,
};

/** Of a kind that only a newer Accord knows: Home itself, where it is told. */
export const addressOf = (subject: Subject): string => (Object.hasOwn(ADDRESS, subject.kind) ? ADDRESS[subject.kind](subject) : '/');
