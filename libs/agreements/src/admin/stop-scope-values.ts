import type { WideScopeKind } from '@accord/agreements';
import type { May, Session } from '@accord/kernel/admin';

/** The scopes in the order in which they are offered, narrowest first. */
export const SCOPES: readonly WideScopeKind[] = ['pair', 'provider', 'view', 'system', 'consumer', 'agreement', 'locality'];

export type ScopeField = 'agreementId' | 'providerOdsCode' | 'consumerOdsCode' | 'serviceCode' | 'view' | 'systemId' | 'localityId';

/** What each scope names. */
export const FIELDS: Readonly<Record<WideScopeKind, readonly ScopeField[]>> = {
  pair: ['agreementId', 'providerOdsCode', 'consumerOdsCode'], provider: ['providerOdsCode'], view: ['consumerOdsCode', 'serviceCode', 'view'], system: ['consumerOdsCode', 'systemId'],
  consumer: ['consumerOdsCode'], agreement: ['agreementId'], locality: ['localityId'],
};

/** The scopes in which this person may suspend at all; whether this one is theirs, the server says when it has found what is named. */
export function scopesOf(session: Session): readonly WideScopeKind[] {
  const own = session.me.actingAs?.odsCode ?? '';
  const localityIds = session.me.actingAs?.localities ?? [];
  return SCOPES.filter((scope) => session.may('suspend', 'Sharing', { scope, providerOdsCode: own, consumerOdsCode: own, localityIds }).allowed);
}

/** Whether this person may suspend what is named so far; of the locality of an agreement the server says it. */
export function maySuspend(session: Session, scope: WideScopeKind, values: Readonly<Partial<Record<ScopeField, string>>>): May {
  return session.may('suspend', 'Sharing', { scope, providerOdsCode: values.providerOdsCode ?? '', consumerOdsCode: values.consumerOdsCode ?? '', localityIds: session.me.actingAs?.localities ?? [] });
}

export const readScope = (text: string | null): WideScopeKind | null => SCOPES.find((scope) => scope === text) ?? null;

/** As the server is asked; null while something is missing. A system is named alone: whose it is, the server knows. */
export function scopeInput(kind: WideScopeKind, values: Readonly<Partial<Record<ScopeField, string>>>): Readonly<Record<string, string>> | null {
  const named = FIELDS[kind].filter((field) => !(kind === 'system' && field === 'consumerOdsCode'));
  if (named.some((field) => (values[field] ?? '') === '')) return null;
  return { kind, ...Object.fromEntries(named.map((field) => [field, values[field]!])) };
}
