import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InteractionDetails, Provider } from 'oidc-provider';
import { ACR, acrAsked, type Acr } from './assurance.js';
import { epochSeconds } from './clock.js';
import type { ExamplePerson } from './example-person.js';
import { choosePerson, useSecurityKey } from './interaction-page.js';
import { page, pageHeaders } from './page.js';

const MOST_FORM_BYTES = 4_096;
const PATH = /^\/interaction\/([A-Za-z0-9_-]{1,64})$/;

/** The pages where somebody says who they are: GET shows them, POST `person` (and `key` for a strong sign-in) answers. */
export class Interactions {
  private readonly formTargets: readonly string[];

  constructor(private readonly provider: Provider, private readonly people: readonly ExamplePerson[], redirectUris: readonly string[]) {
    this.formTargets = [...new Set(redirectUris.map((uri) => new URL(uri).origin))];
  }

  serves(path: string): boolean {
    return path.startsWith('/interaction/');
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const details = PATH.test(path) ? await this.detailsOf(request, response) : undefined;
    if (details === undefined || path !== `/interaction/${details.uid}`) {
      return this.say(response, 404, 'This sign-in is over', 'It was finished, or left alone for too long. Go back to Accord and start again.');
    }
    if (request.method === 'GET') return this.show(response, 200, choosePerson(path, this.people, this.askedOf(details)));
    if (request.method === 'POST') return this.answer(request, response, path, details);
    response.setHeader('allow', 'GET, POST');
    return this.say(response, 405, 'Not possible', 'This page is read and answered, nothing else.');
  }

  private async answer(request: IncomingMessage, response: ServerResponse, path: string, details: InteractionDetails): Promise<void> {
    const form = await readForm(request);
    if (form === undefined) return this.say(response, 413, 'Too much was sent', 'The form holds one short field.');
    const person = this.people.find((each) => each.id === form.get('person'));
    if (person === undefined) return this.say(response, 400, 'Nobody was chosen', 'Go back and choose one of the people listed.');
    const asked = this.askedOf(details);
    if (asked === ACR.strong && form.get('key') !== 'used') return this.show(response, 200, useSecurityKey(path, person));
    const returnTo = await this.provider.interactionResult(request, response, {
      login: { accountId: person.sub, acr: asked, amr: asked === ACR.strong ? ['hwk', 'user'] : ['otp'], remember: false, ts: epochSeconds() },
    }, { mergeWithLastSubmission: false });
    await this.forgetAnother(details, person);
    response.writeHead(303, { 'location': returnTo, 'content-length': '0' }).end();
  }

  /** The provider would show a page that only a script can leave when somebody else was signed in here before. */
  private async forgetAnother(details: InteractionDetails, person: ExamplePerson): Promise<void> {
    if (details.session?.uid === undefined) return;
    const session = await this.provider.Session.findByUid(details.session.uid);
    if (session?.accountId === undefined || session.accountId === person.sub) return;
    session.accountId = undefined;
    session.authorizations = undefined;
    await session.save(session.exp - epochSeconds());
  }

  private askedOf(details: InteractionDetails): Acr {
    const asked = details.params['acr_values'];
    return acrAsked(typeof asked === 'string' ? asked : undefined);
  }

  /** Unknown, expired and foreign interactions all throw, and read alike. */
  private async detailsOf(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails | undefined> {
    try {
      return await this.provider.interactionDetails(request, response);
    } catch {
      return undefined;
    }
  }

  private say(response: ServerResponse, status: number, title: string, sentence: string): void {
    this.show(response, status, page(title, `<p>${sentence}</p>`));
  }

  private show(response: ServerResponse, status: number, html: string): void {
    response.writeHead(status, pageHeaders(this.formTargets)).end(html);
  }
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_FORM_BYTES) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
