import { createPrivateKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  demandProposed, keyIdOf, namedKeys, ONLINE_ROLES, proposeFoundation, proposeKeys, publicKeyOf, readRoot, readTargets, type Ceremony, type OnlineRole, type PublicKey, type SignedFile, type StandingTrust,
} from '@accord/publication/server';
import { LaunchFault } from '../../launch-fault.js';
import type { Home } from '../../state/home.js';
import { newPrivateKey } from '../../state/new-private-key.js';
import { makeHomeFolder } from '../../state/make-home-folder.js';
import { foundationFiles } from '../../state/publication-keys.js';
import { SECRET, writtenOnce } from '../../state/written-once.js';
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
  const replace = new Map<PublicKey, PublicKey>();
  for (const [name, path] of (options.replace ?? []).map(split)) {
    const [gone, next] = [keyNamed(names, name), readPublicKey(path)];
    if (replace.has(gone)) throw new LaunchFault(`${name} is replaced twice: one key takes its place.`);
    if (next === gone) throw new LaunchFault(`${path} is ${name} itself: name another key in its place, or none to renew all for a year.`);
    replace.set(gone, next);
  }
  const made = rolesOf(options.online ?? []).map((role) => {
    const pem = newPrivateKey('ed25519');
    return { role, pem, key: publicKeyOf(createPrivateKey(pem)) };
  });
  const online: Partial<Record<OnlineRole, PublicKey>> = Object.fromEntries(made.map(({ role, key }) => [role, key]));
  const proposal = proposeKeys({ root, targets }, { reason: options.reason.trim(), replace, online }, now);
  demandProposed(proposal, standing, now);
  const signed = sign(proposal);
  // Where the signer finds them; it uses them once root or the top targets name them.
  for (const { role, pem, key } of made) await writtenOnce(join(home.onlineKeys, `${role}.${keyIdOf(key).slice(0, 8)}.pem`), SECRET, () => pem);
  return signed;
}

/** The first root and top targets of an installation, with its first online keys. Where any of it is refused nothing is made. */
export async function proposeFirst(home: Home, { root, targets }: FoundOptions, now: Date): Promise<Ceremony> {
  const { root: rootFile } = foundationFiles(home);
  if (existsSync(rootFile)) throw new LaunchFault(`${rootFile} is there: this installation has its keys. accord keys propose changes them.`);
  const made = ONLINE_ROLES.map((role) => {
    const path = join(home.onlineKeys, `${role}.pem`);
    return { role, path, pem: existsSync(path) ? readFileSync(path, 'utf8') : newPrivateKey('ed25519') };
  });
  const online = Object.fromEntries(made.map(({ role, pem }) => [role, publicKeyOf(createPrivateKey(pem))])) as Record<OnlineRole, PublicKey>;
  const proposal = proposeFoundation('the first keys of this installation', root.map(readPublicKey), readPublicKey(targets), online, now);
  demandProposed(proposal, null, now);
  makeHomeFolder(home.folder);
  for (const folder of [home.metadata, home.onlineKeys]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { path, pem } of made) await writtenOnce(path, SECRET, () => pem);
  return proposal;
}

export function rolesOf(names: readonly string[]): readonly OnlineRole[] {
  if (names.includes('all')) return ONLINE_ROLES;
  const unknown = names.find((name) => !(ONLINE_ROLES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new LaunchFault(`There is no online role ${unknown}: name ${ONLINE_ROLES.join(', ')} or all.`);
  return ONLINE_ROLES.filter((role) => names.includes(role));
}

function keyNamed(names: ReadonlyMap<string, PublicKey>, name: string): PublicKey {
  if ((ONLINE_ROLES as readonly string[]).includes(name)) throw new LaunchFault(`${name} is a key of the signer: --online ${name} gives it another.`);
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
