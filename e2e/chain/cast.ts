import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { Visitor } from '@accord/people/testing';
import type { Installation } from '@accord/app-accord/testing';

export class ChainFault extends Error {}

type Answer<Data> = { readonly data: Data | null; readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[] };

/** A signed-in person at the running product, over HTTP alone. */
export class Player {
  private constructor(private readonly visitor: Visitor) {}

  /** Signs in with the stronger credential, so that acts which need a step-up go through. */
  static async enter(installation: Installation, person: string, strong = true): Promise<Player> {
    const visitor = new Visitor(installation.facts.origin);
    await visitor.signIn(person, { strong });
    return new Player(visitor);
  }

  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const { data, errors } = await this.visitor.graphql<Data>(query, variables) as Answer<Data>;
    if (errors !== undefined || data === null) throw new ChainFault(`${query.slice(0, 80)}: ${JSON.stringify(errors)}`);
    return data;
  }

  /** The code of the refusal this meets; fails when nothing refuses. */
  async refusal(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { errors } = await this.visitor.graphql(query, variables) as Answer<unknown>;
    if (errors === undefined) throw new ChainFault(`${query.slice(0, 80)} was not refused.`);
    return errors[0]?.extensions?.code ?? 'NO_CODE';
  }

  async download(path: string): Promise<{ status: number; headers: Headers; bytes: Uint8Array }> {
    const cookie = this.visitor.cookie('accord_session');
    const response = await fetch(new URL(path, this.visitor.origin), { headers: { cookie: `accord_session=${cookie}` } });
    return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
  }

  async upload(path: string, fields: Readonly<Record<string, string>>, file: Uint8Array, name = 'signed.pdf'): Promise<{ status: number; body: Record<string, unknown> }> {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    form.set('file', new Blob([new Uint8Array(file)], { type: 'application/pdf' }), name);
    const response = await fetch(new URL(path, this.visitor.origin), {
      method: 'POST', body: form, headers: { 'cookie': `accord_session=${this.visitor.cookie('accord_session')}`, 'x-accord-request': '1', 'origin': this.visitor.origin },
    });
    return { status: response.status, body: await response.json() as Record<string, unknown> };
  }
}

export interface Decision {
  readonly status: number;
  readonly body: {
    readonly decision?: string; readonly reason?: string; readonly views?: string[]; readonly agreement?: string | null; readonly publication?: number;
    readonly stopList?: number; readonly freshness?: string; readonly decidedAt?: string; readonly code?: string;
  };
}

let messages = 0;

/** A whole question as a consumer system asks it. */
export function aQuestion(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  messages += 1;
  return {
    service: 'DCR', provider: 'TSTP01', views: ['medication'], user: { id: 'user-1', name: 'Wren Calloway', jobRole: 'R8000' }, patient: '9990000018',
    messageId: `message-${messages}`, relationship: 'self-referral', consent: { given: true, recordedAt: '2026-03-02T09:00:00Z' }, ...over,
  };
}

/** Asks the gateway with the certificate of a consumer system. */
export function decide(installation: Installation, question: unknown, certificate = 'consumer'): Promise<Decision> {
  const { home, ports } = installation;
  return post(`https://127.0.0.1:${ports.gateway}/decide`, typeof question === 'string' ? question : JSON.stringify(question), {
    ca: readFileSync(home.certificate('ca')), cert: readFileSync(home.certificate(certificate)), key: readFileSync(home.certificateKey(certificate)),
  });
}

function post(url: string, body: string, tls: { ca: Buffer; cert: Buffer; key: Buffer }): Promise<Decision> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', ...tls, agent: false, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => {
        const text = Buffer.concat(pieces).toString();
        resolve({ status: response.statusCode ?? 0, body: text === '' ? {} : JSON.parse(text) as Decision['body'] });
      });
    });
    sent.on('error', reject).end(body);
  });
}

/** Waits until something holds, and fails with the last answer where it never does. */
export async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean, milliseconds = 15_000): Promise<{ answer: T; after: number }> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return { answer, after: performance.now() - began };
    if (performance.now() - began > milliseconds) throw new ChainFault(`Not within ${milliseconds} ms; at last ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
