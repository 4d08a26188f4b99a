/** What one stop can reach, narrowest first. One act, one entry. */
export const STOP_SCOPES = ['pair', 'participation', 'part', 'provider', 'view', 'system', 'consumer', 'agreement', 'locality'] as const;
export type StopScopeKind = (typeof STOP_SCOPES)[number];

/** Scopes that leave states alone: the stop alone takes the pairs out of force. */
export type WideScopeKind = Exclude<StopScopeKind, 'participation' | 'part'>;
export const WIDE_SCOPES = ['pair', 'provider', 'view', 'system', 'consumer', 'agreement', 'locality'] as const satisfies readonly WideScopeKind[];

/** What a person names for each scope; everything else follows from it. */
export type AskedScope =
  | { readonly kind: 'pair'; readonly agreementId: string; readonly providerOdsCode: string; readonly consumerOdsCode: string }
  | { readonly kind: 'provider'; readonly providerOdsCode: string }
  | { readonly kind: 'view'; readonly consumerOdsCode: string; readonly serviceCode: string; readonly view: string }
  | { readonly kind: 'system'; readonly systemId: string }
  | { readonly kind: 'consumer'; readonly consumerOdsCode: string }
  | { readonly kind: 'agreement'; readonly agreementId: string }
  | { readonly kind: 'locality'; readonly localityId: string };
