import type { Side, Standing } from './agreement-words.js';
import { STOP_FIELDS, type StopFacts } from './party-facts.js';

export interface AgreementParty {
  readonly id: string;
  readonly side: Side;
  readonly odsCode: string;
  readonly name: string;
  readonly state: string;
  readonly stateAt: string;
  readonly version: number;
  /** The version of the agreement it was asked for, or is live by. */
  readonly versionNumber: number;
  /** A later version it is asked to sign while it is live. */
  readonly renewal: { readonly state: string; readonly stateAt: string; readonly versionNumber: number; readonly proposalId: string | null; readonly proposalState: string | null } | null;
}

export interface Named { readonly odsCode: string; readonly name: string }

export interface OneAgreement extends Standing {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly localityId: string;
  readonly localityCode: string;
  readonly version: number;
  readonly versionNumber: number;
  readonly purpose: string;
  readonly purposeClass: 'directCare' | 'secondary';
  readonly lawfulBasis: string;
  readonly clauses: readonly string[];
  readonly beginsOn: string;
  readonly documentPath: string;
  readonly providers: readonly Named[];
  readonly consumers: readonly (Named & { readonly views: readonly string[] })[];
  readonly parties: readonly AgreementParty[];
  readonly stops: readonly StopFacts[];
}

export interface AgreementAnswer { readonly agreement: OneAgreement | null }

const AGREEMENT_FIELDS = `id reference title serviceCode serviceName localityId localityCode localityName state version versionNumber purpose purposeClass lawfulBasis clauses
  beginsOn reviewOn endsOn expired openedAt documentPath
  providers { odsCode name } consumers { odsCode name views } tally { side state parties }
  parties { id side odsCode name state stateAt version versionNumber renewal { state stateAt versionNumber proposalId proposalState } }
  stops { ${STOP_FIELDS} }`;

export const AGREEMENT_QUERY = `query Agreement($id: ID, $reference: String) { agreement(id: $id, reference: $reference) { ${AGREEMENT_FIELDS} } }`;
/** The agreement itself beside what else is asked of it: both of one moment. */
export const agreementBeside = (fields: string): string => `query AgreementBeside($id: ID!) { agreement(id: $id) { ${AGREEMENT_FIELDS} } ${fields} }`;

/** A view of a service, in its fixed order. */
export interface ViewOfService { readonly code: string; readonly name: string }
export interface ServiceWithViews { readonly code: string; readonly name: string; readonly views: readonly ViewOfService[] }
export interface ServicesAnswer { readonly services: readonly ServiceWithViews[] }
export const SERVICES_QUERY = 'query Services { services { code name views { code name } } }';
