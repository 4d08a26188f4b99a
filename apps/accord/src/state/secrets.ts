import { randomBytes } from 'node:crypto';
import { RUNNING_ROLES, type RunningRole } from '@accord/kernel/server';
import { z } from 'zod';
import { LaunchFault } from '../launch-fault.js';
import type { Home } from './home.js';
import { SECRET, writtenOnce } from './written-once.js';

const secret = z.string().regex(/^[A-Za-z0-9_-]{32,}$/);
const secretsShape = z.object({
  session: secret,
  signerToken: secret,
  metricsToken: secret,
  oidcClientSecret: secret,
  databasePasswords: z.object({ superuser: secret, migrator: secret, api: secret, worker: secret, publisher: secret, feed: secret, audit_reader: secret }),
});

/** What the processes of one installation know and nobody else does. */
export type Secrets = z.infer<typeof secretsShape>;

export async function makeSecrets(home: Home): Promise<Secrets> {
  const text = await writtenOnce(home.secrets, SECRET, () => {
    const running = Object.fromEntries(RUNNING_ROLES.map((role) => [role, random()])) as Record<RunningRole, string>;
    const made: Secrets = {
      session: random(), signerToken: random(), metricsToken: random(), oidcClientSecret: random(),
      databasePasswords: { superuser: random(), migrator: random(), ...running },
    };
    return `${JSON.stringify(made, null, 2)}\n`;
  }, [`${home.postgres}/PG_VERSION`]);
  try {
    return secretsShape.parse(JSON.parse(text));
  } catch {
    throw new LaunchFault(`${home.secrets} is damaged: bring it back from a copy.`);
  }
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
