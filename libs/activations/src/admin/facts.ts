import { type Tone } from '@accord/kernel/admin';
import { say } from './messages.js';

export interface Fact {
  readonly id: string; readonly odsCode: string; readonly organisationName: string; readonly kind: string; readonly value: string; readonly source: string; readonly from: string; readonly until: string | null;
  readonly recordedAt: string; readonly recordedBy: string | null; readonly recordedByMe: boolean; readonly confirmedAt: string | null; readonly confirmedBy: string | null; readonly endedAt: string | null; readonly endedBy: string | null; readonly version: number;
}

const FIELDS = 'id odsCode organisationName kind value source from until recordedAt recordedBy recordedByMe confirmedAt confirmedBy endedAt endedBy version';
export const LOCALITY_FACTS = `query LocalityGateFacts($id: ID!) { localityGateFacts(localityId: $id) { ${FIELDS} } }`;
export const OWN_FACTS = `query GateFacts($id: String!) { gateFacts(odsCode: $id) { ${FIELDS} } }`;
export interface FactsAnswer { readonly localityGateFacts?: readonly Fact[]; readonly gateFacts?: readonly Fact[] }

export const RECORD = 'mutation RecordGateFacts($input: RecordGateFactsInput!) { recordGateFacts(input: $input) }';
export const CONFIRM = 'mutation ConfirmGateFacts($input: ConfirmGateFactsInput!) { confirmGateFacts(input: $input) }';
export const END = 'mutation EndGateFact($input: EndGateFactInput!) { endGateFact(input: $input) }';

export const isUnconfirmed = (fact: Fact): boolean => fact.confirmedAt === null && fact.endedAt === null;

/** How a fact stands, in words. */
export function factStanding(fact: Fact, now: Date): readonly [string, Tone] {
  if (fact.endedAt !== null) return [say('factEnded', { by: fact.endedBy ?? say('somebody') }), 'stopped'];
  if (fact.confirmedAt === null) return [say('factUnconfirmed'), 'waiting'];
  if (new Date(fact.from) > now) return [say('factLater'), 'waiting'];
  if (fact.until !== null && new Date(fact.until) <= now) return [say('factOver'), 'quiet'];
  return [say('factConfirmed', { by: fact.confirmedBy ?? say('somebody') }), 'good'];
}

/** The instant until which a fact holds is the midnight after its last day. */
