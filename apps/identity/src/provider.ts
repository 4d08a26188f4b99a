import type { interactionPolicy as Policies, Provider } from 'oidc-provider';
import { ACR_VALUES, acrAsked, reaches } from './assurance.js';
import type { IdentityConfig } from './config.js';
import type { ProviderKeys } from './keys.js';
import { MemoryAdapter } from './memory-adapter.js';
import { escapeHtml, page, pageHeaders } from './page.js';

type Library = typeof import('oidc-provider');

interface Context {
  type: string;
  body: string;
  set(headers: Record<string, string>): void;
  readonly oidc: { readonly client?: { readonly clientId: string }; readonly session?: { readonly accountId?: string } };
}

/** The library prefers Node 22 and says so on import; what is used of it here runs on Node 20 in every test of the sign-in. */
async function library(): Promise<Library> {
  const warn = console.warn;
  console.warn = (...said: unknown[]) => {
    if (!String(said[0]).includes('Unsupported runtime')) warn(...said);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

export async function makeProvider(config: IdentityConfig, keys: ProviderKeys): Promise<Provider> {
  const { Provider, interactionPolicy } = await library();
  const provider: Provider = new Provider(config.issuer, {
    adapter: MemoryAdapter,
    clients: [{
      client_id: config.clientId, client_secret: config.clientSecret, redirect_uris: [...config.redirectUris],
      post_logout_redirect_uris: [...new Set(config.redirectUris.map((uri) => `${new URL(uri).origin}/`))],
      grant_types: ['authorization_code'], response_types: ['code'], token_endpoint_auth_method: 'client_secret_basic',
    }],
    jwks: keys.jwks,
    cookies: {
      keys: [...keys.cookies],
      // Cookies of one host reach every port of it, so these names keep clear of the application's.
      names: { session: 'identity_session', interaction: 'identity_interaction', resume: 'identity_resume' },
      long: { httpOnly: true, sameSite: 'lax', signed: true }, short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    acrValues: ACR_VALUES,
    scopes: ['openid', 'profile', 'email', 'nationalrbacaccess'],
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], profile: ['name'], email: ['email', 'email_verified'], nationalrbacaccess: ['nhsid_nrbac_roles', 'nhsid_useruid'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx: Context, form: string) => write(ctx, 'Sign out of the development provider?',
          `${form}<button form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>`, config),
        postLogoutSuccessSource: (ctx: Context) => write(ctx, 'Signed out', '<p>You are signed out.</p>', config),
      },
    },
    interactions: { policy: policyOf(interactionPolicy), url: (_ctx: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx: unknown, sub: string) => accountOf(config, sub),
    // Accord is the only client: signing in is consent enough.
    loadExistingGrant: async (ctx: Context) => {
      const clientId = ctx.oidc.client?.clientId;
      const accountId = ctx.oidc.session?.accountId;
      if (clientId === undefined || accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId, accountId });
      grant.addOIDCScope('openid profile email nationalrbacaccess');
      await grant.save();
      return grant;
    },
    renderError: (ctx: Context, out: Record<string, string | undefined>) => write(ctx, 'The sign-in cannot go on',
      `<p>${escapeHtml(out['error_description'] ?? 'Something in the request was wrong.')}</p><p>Code: ${escapeHtml(out['error'] ?? 'unknown')}</p>`, config),
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 300, Interaction: 3_600, Session: 43_200, Grant: 43_200 },
  });
  return provider;
}

/** `acr_values` is a wish in OpenID Connect; here it is kept: a session of a weaker class signs in again. */
function policyOf(library: typeof Policies): Policies.Policy {
  const policy = library.base();
  const { Check } = library;
  policy.get('login').checks.add(new Check('acr_values', 'a stronger sign-in was asked for', ({ oidc }) =>
    (reaches(oidc.acr, acrAsked(oidc.params['acr_values'])) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT)));
  return policy;
}

function accountOf(config: IdentityConfig, sub: string): { accountId: string; claims: () => Record<string, unknown> } | undefined {
  const person = config.people.find((each) => each.sub === sub);
  if (person === undefined) return undefined;
  return { accountId: sub, claims: () => ({ email: `${person.id}@example.test`, email_verified: true, ...person.claims, sub, name: person.name }) };
}

function write(ctx: Context, title: string, body: string, config: IdentityConfig): void {
  ctx.set(pageHeaders([...new Set(config.redirectUris.map((uri) => new URL(uri).origin))]));
  ctx.type = 'html';
  ctx.body = page(title, body);
}
