import type { Thing } from './matrix.js';

/** Whose a thing is, and the facts that abilities ask of it. `*` is whoever asks. */
export interface Place {
  readonly owners: readonly string[];
  readonly parties: readonly string[];
  readonly localities: readonly string[];
  readonly self?: string;
  readonly table?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const BOTH = ['TSTP01', 'TSTV01'];
const place = (owners: readonly string[], facts: Readonly<Record<string, unknown>>, more: Partial<Place> = {}): Place => ({ owners, parties: BOTH, localities: ['TSTL01'], facts, ...more });

/** Everything stands in TSTL01, between TSTP01 and TSTV01. `L` stands for the id of that locality, `G` for the signatory's. */
export const PLACES: Readonly<Record<Thing, Place>> = {
  agreement: place([], { localityId: 'L', scope: 'agreement', providerOdsCode: '', consumerOdsCode: '', localityIds: ['L'] }, { table: 'sharing_agreement' }),
  draft: place([], { localityId: 'L' }, { table: 'sharing_agreement', parties: [] }),
  participation: place(['TSTP01'], { providerOdsCode: 'TSTP01', odsCode: 'TSTP01', localityId: 'L' }, { table: 'participation' }),
  part: place(['TSTV01'], { consumerOdsCode: 'TSTV01', odsCode: 'TSTV01', localityId: 'L' }, { table: 'consumer_part' }),
  activation: place([], { localityId: 'L' }, { table: 'activation' }),
  stop: place(['TSTP01'], { imposedSide: 'controller', imposedFor: 'TSTP01', localityIds: ['L'] }, { table: 'stop' }),
  evidence: place(['TSTP01'], { odsCode: 'TSTP01', localityId: 'L' }, { table: 'evidence' }),
  partEvidence: place(['TSTV01'], { odsCode: 'TSTV01', localityId: 'L' }, { table: 'evidence' }),
  letterEvidence: place(['TSTP01'], { odsCode: 'TSTP01', localityId: 'L', providerOdsCode: 'TSTP01' }, { table: 'evidence' }),
  fact: place(['TSTP01'], { odsCode: 'TSTP01', localityIds: ['L'], localityId: 'L' }, { table: 'gate_fact' }),
  authority: place(['TSTP01'], { odsCode: 'TSTP01', localityId: 'L' }, { table: 'authority' }),
  grant: place(['TSTP01'], { odsCode: 'TSTP01', personId: 'G' }, { table: 'duty_grant', self: 'grace-adeyemi' }),
  person: place(['TSTP01'], { onlyOdsCode: 'TSTP01', invitedBy: '' }, { table: 'person' }),
  certificate: place(['TSTV01'], { consumerOdsCode: 'TSTV01' }, { table: 'system_certificate' }),
  gateway: place([], { localityIds: ['L'] }),
  gatewayCertificate: place([], { localityIds: ['L'] }),
  practice: place(['TSTP01'], { odsCode: 'TSTP01', localityId: 'L', localityIds: ['L'], scope: 'provider', providerOdsCode: 'TSTP01', consumerOdsCode: '' }),
  viewer: place(['TSTV01'], { consumerOdsCode: 'TSTV01', odsCode: 'TSTV01', scope: 'consumer', providerOdsCode: '', localityIds: ['L'] }),
  locality: place([], { localityId: 'L' }),
  log: place(BOTH, {}),
  sight: place(BOTH, { providerOdsCode: 'TSTP01', consumerOdsCode: 'TSTV01', localityIds: ['L'] }),
  seen: place(['TSTP01'], { providerOdsCode: 'TSTP01', consumerOdsCode: '', localityIds: ['L'] }),
  sees: place(['TSTV01'], { providerOdsCode: '', consumerOdsCode: 'TSTV01', localityIds: ['L'] }),
  viewing: place([], {}),
  own: place(['*'], { odsCode: '*', secondPerson: false }),
  campaign: place(['TSTP01'], { providerOdsCode: 'TSTP01', localityId: 'L' }, { table: 'campaign', parties: [] }),
  directory: place([], {}),
  installation: place([], {}),
  import: place([], {}),
  proposal: place([], { localityIds: ['L'] }),
};
