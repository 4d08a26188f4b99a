import { createPrivateKey } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  keyIdOf, ONLINE_ROLES, proposeFoundation, proposeKeys, publicKeyOf, readRoot, readTargets, type Ceremony, type OnlineRole, type PublicKey, type SignedFile, type StandingTrust,
} from '@accord/publication/server';
import { LaunchFault } from '../../launch-fault.js';
import type { Home } from '../../state/home.js';
import { newPrivateKey } from '../../state/new-private-key.js';
import { foundationFiles } from '../../state/publication-keys.js';
import { SECRET, writtenOnce } from '../../state/written-once.js';
import { namedKeys } from './ceremony-lines.js';
import { readPublicKey } from './key-files.js';

export interface ProposeOptions {
  readonly reason: string;
  /** `root-2=new.pub`, or a key id in place of the name. */
  readonly replace?: readonly string[];
  /** Online roles that get a new key; `all` for the five. */
  readonly online?: readonly string[];
}

export interface FoundOptions {
  readonly root: readonly string[];
  readonly targets: string;
}

/**
 * The next root and top targets for what stands, with new keys for the signer where online roles are named; signed at once where somebody
 * is there who signs. Where any of it is refused no key is kept.
 */
export async function proposeChange(home: Home, standing: StandingTrust, options: ProposeOptions, now: Date, sign = (proposal: Ceremony): Ceremony => proposal): Promise<Ceremony> {
  const [root, targets] = [fileOf(standing.root), fileOf(standing.targets)];
  const names = namedKeys(readRoot(root.signed), readTargets(targets.signed));
  const replace = new Map((options.replace ?? []).map((text): [PublicKey, PublicKey] => {
    const [name, path] = split(text);
    return [keyNamed(names, name), readPublicKey(path)];
  }));
  const made = rolesOf(options.online ?? []).map((role) => {
    const pem = newPrivateKey('ed25519');
    return { role, pem, key: publicKeyOf(createPrivateKey(pem)) };
  });
  const online: Partial<Record<OnlineRole, PublicKey>> = Object.fromEntries(made.map(({ role, key }) => [role, key]));
  const proposal = sign(proposeKeys({ root, targets }, { reason: options.reason, replace, online }, now));
  // Where the signer finds them; it uses them once root or the top targets name them.
  for (const { role, pem, key } of made) await writtenOnce(join(home.onlineKeys, `${role}.${keyIdOf(key).slice(0, 8)}.pem`), SECRET, () => pem);
  return proposal;
}

/** The first root and top targets of an installation, with its first online keys. */
export async function proposeFirst(home: Home, { root, targets }: FoundOptions, now: Date): Promise<Ceremony> {
  const { root: rootFile } = foundationFiles(home);
  if (existsSync(rootFile)) throw new LaunchFault(`${rootFile} is there: this installation has its keys. accord keys propose changes them.`);
  mkdirSync(home.metadata, { recursive: true, mode: 0o700 });
  const online = {} as Record<OnlineRole, PublicKey>;
  for (const role of ONLINE_ROLES) online[role] = await onlineKeyAt(home, `${role}.pem`);
  return proposeFoundation('the first keys of this installation', root.map(readPublicKey), readPublicKey(targets), online, now);
}

export function rolesOf(names: readonly string[]): readonly OnlineRole[] {
  if (names.includes('all')) return ONLINE_ROLES;
  const unknown = names.find((name) => !(ONLINE_ROLES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new LaunchFault(`There is no online role ${unknown}: name ${ONLINE_ROLES.join(', ')} or all.`);
  return ONLINE_ROLES.filter((role) => names.includes(role));
}

async function onlineKeyAt(home: Home, name: string): Promise<PublicKey> {
  mkdirSync(home.onlineKeys, { recursive: true, mode: 0o700 });
  return publicKeyOf(createPrivateKey(await writtenOnce(join(home.onlineKeys, name), SECRET, () => newPrivateKey('ed25519'))));
}

function keyNamed(names: ReadonlyMap<string, PublicKey>, name: string): PublicKey {
  const found = names.get(name) ?? [...names.values()].find((key) => name.length >= 8 && keyIdOf(key).startsWith(name));
  if (found === undefined) throw new LaunchFault(`There is no key ${name}: accord keys show names them.`);
  return found;
}

function split(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new LaunchFault(`${text} says no replacement: write root-2=FILE.pub.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function fileOf(bytes: Buffer): SignedFile {
  return JSON.parse(bytes.toString()) as SignedFile;
}
