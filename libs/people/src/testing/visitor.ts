export class VisitorFault extends Error {}

export interface Visited {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | Uint8Array<ArrayBuffer>;
  /** Stop before following a redirect to an address that fits. */
  readonly stopAt?: (next: URL) => boolean;
}

/**
 * Somebody with a browser, as a program: keeps cookies per host (as browsers do: the port does not part them), follows redirects,
 * and signs in on the development provider's page by posting its form.
 */
export class Visitor {
  private readonly jar = new Map<string, Map<string, string>>();

  constructor(readonly origin: string) {}

  async visit(path: string | URL, visit: Visit = {}): Promise<Visited> {
    let url = new URL(path, this.origin);
    let next: Visit = visit;
    for (let hops = 0; hops < 15; hops += 1) {
      const response = await fetch(url, {
        method: next.method ?? 'GET', redirect: 'manual', headers: { ...next.headers, cookie: this.cookiesFor(url) },
        ...(next.body === undefined ? {} : { body: next.body }),
      });
      this.keep(url, response.headers.getSetCookie());
      const location = response.headers.get('location');
      const target = location === null ? null : new URL(location, url);
      if (response.status < 300 || response.status >= 400 || target === null || visit.stopAt?.(target)) {
        return { url: target !== null && visit.stopAt?.(target) ? target : url, status: response.status, headers: response.headers, text: await response.text() };
      }
      await response.arrayBuffer();
      url = target;
      next = {};
    }
    throw new VisitorFault(`Redirected too often, last to ${url.href}`);
  }

  /** GET /auth/sign-in, then the provider's form, back to the application. */
  async signIn(person: string, how: { readonly strong?: boolean; readonly returnTo?: string } = {}): Promise<Visited> {
    const ask = new URLSearchParams({ return_to: how.returnTo ?? '/', ...(how.strong ? { acr: 'AAL3' } : {}) });
    const form = await this.visit(`/auth/sign-in?${ask}`);
    if (!form.url.pathname.startsWith('/interaction/')) throw new VisitorFault(`No sign-in page at ${form.url.pathname} (${form.status}): ${form.text.slice(0, 200)}`);
    return this.visit(form.url, { method: 'POST', body: new URLSearchParams({ person, ...(how.strong ? { key: 'used' } : {}) }) });
  }

  /** Posts JSON as the application's own pages do. */
  async post(path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Visited> {
    return this.visit(path, {
      method: 'POST', body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-accord-request': '1', 'origin': this.origin, ...headers },
    });
  }

  /** Chooses the organisation and duty to act in. */
  async actAs(grantId: string): Promise<Visited> {
    return this.post('/auth/act-as', { grantId });
  }

  async signOut(): Promise<Visited> {
    return this.post('/auth/sign-out');
  }

  async graphql<Data = Record<string, unknown>>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<{ data: Data | null; errors?: readonly { message: string; extensions?: { code?: string } }[] }> {
    const answer = await this.post('/graphql', { query, variables });
    return JSON.parse(answer.text) as { data: Data | null };
  }

  cookie(name: string): string | undefined {
    return this.jar.get(new URL(this.origin).hostname)?.get(name);
  }

  setCookie(name: string, value: string): void {
    this.keep(new URL(this.origin), [`${name}=${value}`]);
  }

  private cookiesFor(url: URL): string {
    return [...(this.jar.get(url.hostname) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keep(url: URL, cookies: readonly string[]): void {
    const held = this.jar.get(url.hostname) ?? new Map<string, string>();
    this.jar.set(url.hostname, held);
    for (const cookie of cookies) {
      const [pair = '', ...attributes] = cookie.split(';');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const isOver = value === '' || attributes.some((each) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(each));
      if (isOver) held.delete(name);
      else held.set(name, value);
    }
  }
}
