// The package ships no types. Only what the provider here calls is described.
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  export interface InteractionDetails {
    readonly uid: string;
    readonly prompt: { readonly name: string; readonly reasons: readonly string[] };
    readonly params: Readonly<Record<string, unknown>>;
    readonly session?: { readonly uid: string; readonly accountId?: string };
  }

  export interface Session {
    accountId: string | undefined;
    authorizations: unknown;
    readonly exp: number;
    save(seconds: number): Promise<string>;
  }

  export class Grant {
    constructor(properties: { clientId: string; accountId: string });
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    proxy: boolean;
    readonly Grant: typeof Grant;
    readonly Session: { findByUid(uid: string): Promise<Session | undefined> };
    callback(): RequestListener;
    on(event: string, listener: (...args: unknown[]) => void): this;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails>;
    interactionResult(
      request: IncomingMessage, response: ServerResponse, result: Record<string, unknown>, options?: { mergeWithLastSubmission?: boolean },
    ): Promise<string>;
  }

  export namespace interactionPolicy {
    class Check {
      constructor(reason: string, description: string, check: (ctx: CheckContext) => boolean);
      static readonly REQUEST_PROMPT: boolean;
      static readonly NO_NEED_TO_PROMPT: boolean;
    }
    interface Prompt { readonly checks: { add(check: Check): void } }
    interface CheckContext {
      readonly oidc: { readonly params: Readonly<Record<string, string | undefined>>; readonly acr?: string; readonly session: { readonly acr?: string } };
    }
    interface Policy { get(name: string): Prompt; remove(name: string): void }
    function base(): Policy;
  }
}
