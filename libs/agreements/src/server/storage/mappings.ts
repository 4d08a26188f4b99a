import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { ConsumerPart } from '../domain/consumer-part.js';
import { Participation } from '../domain/participation.js';
import { SharingAgreement } from '../domain/sharing-agreement.js';

const uuid = (name: string, nullable = false): EntitySchemaColumnOptions => ({ type: 'uuid', name, nullable });
const time = (name: string, nullable = false): EntitySchemaColumnOptions => ({ type: 'timestamptz', name, nullable });

/** Columns both sides have. The rules stand in 0007-agreements-parts-pairs-and-stops.sql. */
const partyColumns = {
  id: { type: 'uuid', primary: true },
  agreementId: uuid('agreement_id'),
  agreementVersionId: uuid('agreement_version_id'),
  serviceCode: { type: 'text', name: 'service_code' },
  localityId: uuid('locality_id'),
  state: { type: 'text' },
  termsDigest: { type: 'text', name: 'terms_digest' },
  evidenceId: uuid('evidence_id', true),
  draftedBy: uuid('drafted_by'),
  submittedBy: uuid('submitted_by', true),
  verifiedBy: uuid('verified_by', true),
  activationId: uuid('activation_id', true),
  approvedBy: uuid('approved_by', true),
  liveAt: time('live_at', true),
  stateAt: time('state_at'),
  version: { type: 'integer' },
} satisfies Record<string, EntitySchemaColumnOptions>;

export const participationMapping = new EntitySchema<Participation>({
  name: 'Participation', target: Participation, tableName: 'participation',
  columns: { ...partyColumns, providerOdsCode: { type: 'text', name: 'provider_ods_code' } },
});

export const consumerPartMapping = new EntitySchema<ConsumerPart>({
  name: 'ConsumerPart', target: ConsumerPart, tableName: 'consumer_part',
  columns: {
    ...partyColumns, consumerOdsCode: { type: 'text', name: 'consumer_ods_code' }, viewingOrganisationId: uuid('viewing_organisation_id'), viewSetId: uuid('view_set_id'),
  },
});

export const sharingAgreementMapping = new EntitySchema<SharingAgreement>({
  name: 'SharingAgreement', target: SharingAgreement, tableName: 'sharing_agreement',
  columns: {
    id: { type: 'uuid', primary: true },
    reference: { type: 'text' },
    serviceCode: { type: 'text', name: 'service_code' },
    localityId: uuid('locality_id'),
    state: { type: 'text' },
    draftedBy: uuid('drafted_by'),
    draftedAt: time('drafted_at'),
    openedAt: time('opened_at', true),
    endedAt: time('ended_at', true),
    version: { type: 'integer' },
  },
});

export const agreementsMappings = [sharingAgreementMapping, participationMapping, consumerPartMapping];
