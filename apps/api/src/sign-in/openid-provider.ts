import {
  allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, buildEndSessionUrl, calculatePKCECodeChallenge, ClientSecretBasic,
  discovery, enableNonRepudiationChecks, fetchUserInfo, type Configuration, type TokenEndpointResponse,
} from 'openid-client';
import type { ProvenIdentity, SignInAttempt } from '@accord/people/server';
import type { SignInSettings } from './settings.js';

/** The provider could not be asked; nobody's credentials are in question. */
export class ProviderUnreachable extends Error {}

/** Speaks OpenID Connect: authorisation code with PKCE, and an ID token whose signature is always checked. */
export class OpenIdProvider {
  private found: Promise<Configuration> | undefined;

  constructor(private readonly settings: SignInSettings) {}

  async authorisationAddress(attempt: SignInAttempt): Promise<URL> {
    const { scope, acr } = this.settings;
    const acrValues = attempt.isStepUp ? acr.strong : acr.usual;
    return buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: this.callback().href, scope, state: attempt.state, nonce: attempt.nonce,
      code_challenge: await calculatePKCECodeChallenge(attempt.verifier), code_challenge_method: 'S256',
      // Always asked anew: people share machines, and signing out of Accord must not leave a way back in.
      prompt: 'login',
      ...(acrValues === null ? {} : { acr_values: acrValues }),
    });
  }

  /** Who the provider says came back. Throws whatever was wrong with it: issuer, audience, nonce, state, signature, time. */
  async identityFrom(query: string, attempt: SignInAttempt): Promise<ProvenIdentity> {
    const address = this.callback();
    address.search = query;
    const tokens = await authorizationCodeGrant(await this.configuration(), address, {
      expectedState: attempt.state, expectedNonce: attempt.nonce, pkceCodeVerifier: attempt.verifier, idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new NoIdentity();
    return {
      issuer: claims.iss, subject: claims.sub, acr: typeof claims['acr'] === 'string' ? claims['acr'] : null,
      // A provider that does not say when gets the oldest reading: the person was there at some time before.
      authenticatedAt: new Date(typeof claims.auth_time === 'number' ? claims.auth_time * 1000 : 0),
      email: vouchedFor(claims) ?? vouchedFor(await this.moreOf(tokens, claims.sub)),
    };
  }

  /** What the provider tells of the person beside the token (NHS CIS2 tells the address there alone). Nobody is kept out because it does not answer: mail goes where it went before. */
  private async moreOf(tokens: TokenEndpointResponse, subject: string): Promise<Readonly<Record<string, unknown>>> {
    const configuration = await this.configuration();
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
    return fetchUserInfo(configuration, tokens.access_token, subject).catch(() => ({}));
  }

  /** Where a browser ends the provider's own session; null where it has no such place, or was not asked yet: signing out waits for nobody. */
  async signOutAddress(): Promise<string | null> {
    if (this.found === undefined) return null;
    try {
      return buildEndSessionUrl(await this.found, { post_logout_redirect_uri: `${this.settings.origin}/` }).href;
    } catch {
      return null;
    }
  }

  private callback(): URL {
    return new URL('/auth/callback', this.settings.origin);
  }

  /** Asked for once; asked again after a failure. */
  private configuration(): Promise<Configuration> {
    this.found ??= this.discover().catch((fault: unknown) => {
      this.found = undefined;
      throw new ProviderUnreachable(`The OpenID provider ${this.settings.issuer} cannot be asked.`, { cause: fault });
    });
    return this.found;
  }

  private async discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret, idTokenAlgorithm } = this.settings;
    const address = new URL(issuer);
    const isLoopback = address.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname);
    return discovery(address, clientId, { id_token_signed_response_alg: idTokenAlgorithm }, ClientSecretBasic(clientSecret), {
      timeout: 10, execute: [enableNonRepudiationChecks, ...(isLoopback ? [allowInsecureRequests] : [])],
    });
  }
}

/** The address, unless the provider itself says it is not proven. CIS2 sends no word on that: what it holds of its people it has proven. */
function vouchedFor(claims: Readonly<Record<string, unknown>>): string | null {
  return typeof claims['email'] === 'string' && claims['email_verified'] !== false ? claims['email'] : null;
}

export class NoIdentity extends Error {
  constructor() { super('The provider answered without an ID token.'); }
}
