import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPeople, type ExamplePerson } from './example-person.js';

export interface IdentityConfig {
  readonly issuer: string;
  readonly port: number;
  readonly folder: string;
  readonly people: readonly ExamplePerson[];
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
}

/** One or more settings do not allow a start; every fault is listed. */
export class ConfigFault extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigFault';
  }
}

/** Read once, at start. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): IdentityConfig {
  const faults: string[] = [];
  if (env['ACCORD_OIDC_ISSUER']) {
    faults.push('ACCORD_OIDC_ISSUER names an OpenID provider of your own, so this development provider must not start.');
  }
  const port = Number(env['ACCORD_IDENTITY_PORT'] ?? '3003');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) faults.push('ACCORD_IDENTITY_PORT must be a port from 1 to 65535.');
  const clientSecret = env['ACCORD_OIDC_CLIENT_SECRET'] ?? '';
  if (clientSecret.length < 16) faults.push('ACCORD_OIDC_CLIENT_SECRET must be set, to at least 16 characters.');
  const redirectUris = (env['ACCORD_OIDC_REDIRECT_URI'] ?? 'http://127.0.0.1:3000/auth/callback').split(/[\s,]+/).filter(Boolean);
  for (const uri of redirectUris) if (!URL.canParse(uri)) faults.push(`ACCORD_OIDC_REDIRECT_URI holds ${uri}, which is not an address.`);
  const people = peopleOf(env['ACCORD_IDENTITY_PEOPLE'], faults);
  if (faults.length > 0) throw new ConfigFault(faults);
  return {
    issuer: `http://127.0.0.1:${port}`, port, people, clientSecret, redirectUris,
    folder: env['ACCORD_IDENTITY_FOLDER'] ?? join(env['ACCORD_HOME'] ?? '.accord', 'identity'),
    clientId: env['ACCORD_OIDC_CLIENT_ID'] ?? 'accord',
  };
}

function peopleOf(file: string | undefined, faults: string[]): readonly ExamplePerson[] {
  if (!file) {
    faults.push('ACCORD_IDENTITY_PEOPLE must name a JSON file with the people who may sign in.');
    return [];
  }
  try {
    return readPeople(readFileSync(file, 'utf8'));
  } catch (fault) {
    faults.push(`ACCORD_IDENTITY_PEOPLE (${file}) cannot be used: ${(fault as Error).message}`);
    return [];
  }
}
