import type { Branded } from '@accord/kernel';

export type AgreementId = Branded<string, 'AgreementId'>;
export type AgreementVersionId = Branded<string, 'AgreementVersionId'>;
export type ParticipationId = Branded<string, 'ParticipationId'>;
export type ConsumerPartId = Branded<string, 'ConsumerPartId'>;
export type StopId = Branded<string, 'StopId'>;
export type ActivationId = Branded<string, 'ActivationId'>;
export type RenewalId = Branded<string, 'RenewalId'>;
