import { BenchFault } from '../../bench.js';

/** The answer of GraphQL. */
interface Answer<Data> { readonly data: Data | null; readonly errors?: readonly { readonly message: string }[] }

/** Somebody with a browser who signs in at the development provider: follows redirects, keeps cookies, posts the form. */
export class SignedIn {
  private readonly jar = new Map<string, string>();

  private constructor(readonly origin: string) {}

  static async as(person: string, origin: string): Promise<SignedIn> {
    const browser = new SignedIn(origin);
    const form = await browser.visit('/auth/sign-in?return_to=/health/live', 'GET');
    if (!form.url.pathname.startsWith('/interaction/')) throw new BenchFault(`There is no sign-in page at ${form.url.pathname}.`);
    await browser.visit(form.url.href, 'POST', new URLSearchParams({ person }));
    const { me } = await browser.ask<{ me: { person: { name: string } } | null }>('{ me { person { name } } }');
    if (me === null) throw new BenchFault(`${person} could not sign in.`);
    return browser;
  }

  /** What a page of the application sends with each question. */
  get headers(): Readonly<Record<string, string>> {
    return { 'content-type': 'application/json', 'x-accord-request': '1', 'origin': this.origin, 'cookie': [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const response = await fetch(`${this.origin}/graphql`, { method: 'POST', headers: this.headers, body: JSON.stringify({ query, variables }) });
    const { data, errors } = await response.json() as Answer<Data>;
    if (data === null || errors !== undefined) throw new BenchFault(`Accord answered: ${errors?.map((error) => error.message).join(' ') ?? 'nothing'}`);
    return data;
  }

  private async visit(address: string, method: string, body?: URLSearchParams): Promise<{ url: URL }> {
    let url = new URL(address, this.origin);
    for (let hops = 0; hops < 15; hops += 1) {
      const response = await fetch(url, { redirect: 'manual', headers: { cookie: this.headers['cookie']! }, ...(hops === 0 ? { method, body: body ?? null } : {}) });
      await response.arrayBuffer();
      for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
      const location = response.headers.get('location');
      if (location === null) return { url };
      url = new URL(location, url);
    }
    throw new BenchFault(`Redirected too often, last to ${url.pathname}.`);
  }

  /** The product and the provider share a host, so one jar holds both. */
  private keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (value === '') this.jar.delete(name);
    else this.jar.set(name, value);
  }
}
