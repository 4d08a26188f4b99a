import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitor } from '@accord/people/testing';
import type { Installation, InstallationOptions } from '@accord/app-accord/testing';
import { installationAfter } from '../chain/after-first-start.js';

export interface RunningProduct {
  readonly installation: Installation;
  stop(): Promise<void>;
}

/** A whole throw-away installation with its example people. */
export async function runningProduct(surroundings: Readonly<Record<string, string>> = {}, options: Partial<InstallationOptions> = {}): Promise<RunningProduct> {
  const folder = mkdtempSync(join(tmpdir(), 'accord-api-'));
  const installation = await installationAfter('seed', folder, { surroundings, ...options });
  await installation.start();
  return {
    installation,
    stop: async () => {
      await installation.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function signedIn(installation: Installation, person: string, strong = true): Promise<Visitor> {
  const visitor = new Visitor(installation.facts.origin);
  await visitor.signIn(person, { strong });
  return visitor;
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly category: string } }[];
  readonly text: string;
}

/** Posts any body at all to /graphql, as the application's own pages would. */
export async function postGraphql(visitor: Visitor, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<GraphqlAnswer> {
  const { status, text } = await visitor.visit('/graphql', {
    method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-accord-request': '1', 'origin': visitor.origin, ...headers },
  });
  const { data = null, errors = [] } = JSON.parse(text) as Partial<GraphqlAnswer>;
  return { status, data, errors, text };
}
