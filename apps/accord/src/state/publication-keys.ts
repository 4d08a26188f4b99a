import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { newTrust, ONLINE_ROLES, proposeFoundation, publicKeyOf, signedWith, type OnlineRole } from '@accord/publication/server';
import { LaunchFault } from '../launch-fault.js';
import type { Home } from './home.js';
import { PUBLIC, SECRET, writtenOnce } from './written-once.js';
import { newPrivateKey } from './new-private-key.js';

const OFFLINE = ['root-1', 'root-2', 'root-3', 'targets'] as const;

/**
 * Development keys: the keys that publications are trusted by, the offline ones too, all in one folder of one machine; and the two metadata
 * files that only the offline ones can sign. Whoever is served by anything but a laptop has key holders (`accord keys`).
 */
export async function makePublicationKeys(home: Home, now: Date): Promise<void> {
  const { root: rootFile, targets: targetsFile } = foundationFiles(home);
  // Made before; keys may have changed since, and the offline ones may have left this machine.
  if (existsSync(rootFile) && existsSync(targetsFile)) return demandOnlineKeys(home);
  const signed = [rootFile, targetsFile];
  const offline = await readKeys(home.offlineKeys, OFFLINE, signed);
  const online = await readKeys(home.onlineKeys, ONLINE_ROLES, signed);
  const open = Object.fromEntries(ONLINE_ROLES.map((role) => [role, publicKeyOf(online[role])])) as Record<OnlineRole, string>;
  const holders = [offline['root-1'], offline['root-2'], offline['root-3']];
  const proposal = proposeFoundation('development keys', holders.map(publicKeyOf), publicKeyOf(offline.targets), open, now);
  const { files } = newTrust([...holders, offline.targets].reduce(signedWith, proposal), null, now);
  for (const [path, role] of [[rootFile, 'root'], [targetsFile, 'targets']] as const) {
    await writtenOnce(path, PUBLIC, () => files.find((file) => file.role === role)!.bytes.toString());
  }
}

/** Root and top targets, version 1, which the repository is founded on and gateways begin with. */
export function foundationFiles(home: Home): { readonly root: string; readonly targets: string } {
  return { root: join(home.metadata, '1.root.json'), targets: join(home.metadata, '1.targets.json') };
}

/** Nothing is published unsigned, and nobody is served by keys that were made in passing. */
export function demandPublicationKeys(home: Home): void {
  const { root, targets } = foundationFiles(home);
  const missing = [root, targets].find((path) => !existsSync(path));
  if (missing === undefined) return demandOnlineKeys(home);
  throw new LaunchFault(`${missing} is missing: an installation with a database or sign-in of its own starts only with keys made for it. `
    + 'SECURITY.md says how key holders make them (accord keys); to try things out, accord keys develop makes development keys.');
}

/** Each role has a key to sign with: the first one or, after a change of keys, a later one. Which of them is trusted, root and the top targets say. */
function demandOnlineKeys(home: Home): void {
  const files = existsSync(home.onlineKeys) ? readdirSync(home.onlineKeys) : [];
  const lacking = ONLINE_ROLES.find((role) => !files.some((name) => name.startsWith(`${role}.`) && name.endsWith('.pem')));
  if (lacking === undefined) return;
  throw new LaunchFault(`${join(home.onlineKeys, `${lacking}.pem`)} is missing, but ${basename(foundationFiles(home).root)}, which was made with it, is there: bring it back from a copy.`);
}

type Keys<Name extends string> = Readonly<Record<Name, KeyObject>>;

async function readKeys<Name extends string>(folder: string, names: readonly Name[], derived: readonly string[]): Promise<Keys<Name>> {
  const keys = {} as Record<Name, KeyObject>;
  for (const name of names) {
    const pem = await writtenOnce(join(folder, `${name}.pem`), SECRET, () => newPrivateKey('ed25519'), derived);
    keys[name] = createPrivateKey(pem);
  }
  return keys;
}
