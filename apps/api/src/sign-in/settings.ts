/** Which OpenID provider people sign in with, and what its words mean here. NHS CIS2, Entra or Keycloak differ in these alone. */
export interface SignInSettings {
  /** The canonical origin of the application, e.g. `http://127.0.0.1:3000`. */
  readonly origin: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Asked for as `scope`. */
  readonly scope: string;
  /** Asked for as `acr_values`, usually and for a step-up. */
  readonly acr: { readonly usual: string | null; readonly strong: string };
  /** The one algorithm an ID token may be signed with. */
  readonly idTokenAlgorithm: string;
}

export const USUAL_SIGN_IN = {
  scope: 'openid profile email',
  acr: { usual: 'AAL2_OR_AAL3_ANY', strong: 'AAL3_ANY' },
  idTokenAlgorithm: 'RS256',
} as const;
