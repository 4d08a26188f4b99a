import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { operatorActor } from '@accord/kernel';
import { SystemClock } from '@accord/kernel/server';
import { KeyCeremonies, lastFinishedChange, missingIn, onlineKeysEverTrusted, together, type Ceremony, type StandingTrust } from '@accord/publication/server';
import type { Settings } from '../../config.js';
import { demandDurable } from '../../database.js';
import { LaunchFault } from '../../launch-fault.js';
import { Home, isInstalled } from '../../state/home.js';
import { foundationFiles, makePublicationKeys } from '../../state/publication-keys.js';
import { makeHomeFolder } from '../../state/make-home-folder.js';
import { withServer, type Server } from '../../with-server.js';
import { begunLines, readOrNull } from './begun-emergency.js';
import { carryIn, carryInFoundation, gatewaysRecovered, nameRetiredKeys, type CarryingIn } from './carrying-in.js';
import { ceremonyLines, signedLines, trustLines } from './ceremony-lines.js';
import { EmergencyRefused } from './emergency-refused.js';
import { EmergencyFinished } from './finished-change.js';
import { handedInCeremony, handedInLines } from './handed-in.js';
import { readCeremonyFile, readPassphrase, readPrivateKey, writeCeremonyFile } from './key-files.js';
import { proposeChange, proposeFirst, type FoundOptions, type ProposeOptions } from './proposing.js';
import { signEmergency } from './sign-emergency.js';

const say = (line: string): void => console.log(line);
const progress = (line: string): void => console.error(line);

export interface PublishOptions {
  /** Seconds to wait for the gateways. */
  readonly wait?: string;
}

export interface EmergencyOptions extends PublishOptions {
  readonly key: readonly string[];
  readonly passphraseFile?: string;
  readonly reason?: string;
  readonly online?: readonly string[];
  /** Sets aside what lies there, and begins another although this one was finished in the last day. */
  readonly anew?: boolean;
}

/** `accord keys develop` */
export async function developKeys(settings: Settings): Promise<number> {
  const home = new Home(settings.home);
  makeHomeFolder(home.folder);
  for (const folder of [home.offlineKeys, home.onlineKeys, home.metadata]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  await makePublicationKeys(home, new SystemClock().now());
  say(`Development keys lie in ${join(home.folder, 'keys')}, the offline ones too: for trying things out, and for nobody's records.`);
  return 0;
}

/** `accord keys found FILE` */
export async function foundKeys(settings: Settings, path: string, options: FoundOptions): Promise<number> {
  const home = new Home(settings.home);
  demandNew(path);
  return proposed(path, await proposeFirst(home, options, new SystemClock().now()));
}

/** `accord keys propose FILE` */
export function proposeInto(settings: Settings, path: string, options: ProposeOptions): Promise<number> {
  return withServer(settings, 'publisher', [], progress, async (server) => {
    demandNew(path);
    const standing = await standingIn(server, settings);
    return proposed(path, await proposeChange(server.foundation.home, standing, options, new SystemClock().now()));
  });
}

/** `accord keys publish FILE...` */
export async function publishKeys(settings: Settings, paths: readonly string[], options: PublishOptions): Promise<number> {
  const ceremony = together(paths.map(readCeremonyFile));
  if (missingIn(ceremony).length > 0) {
    for (const line of [...ceremonyLines(ceremony), ...signedLines(ceremony)]) say(line);
    return 1;
  }
  if (ceremony.before === undefined) return carryInFoundation(new Home(settings.home), ceremony, say);
  await demandDurableServer(settings);
  return withServer(settings, 'publisher', [], progress, (server) => carryIn(partsOf(server, settings, options), ceremony));
}

/**
 * `accord keys emergency --key KEY`: the same command for each key holder. The first one makes new online keys and proposes them, each one
 * signs, and with the last the change is published, in the place of one that waits, and the gateways are waited for. Who comes after that begins
 * no other by mistake. What lies there and would change more than online keys is not signed: the server may have been in anybody's hands.
 */
export async function emergency(settings: Settings, options: EmergencyOptions): Promise<number> {
  await demandDurableServer(settings);
  try {
    return await withServer(settings, 'publisher', [], progress, async (server) => {
      const { home } = server.foundation;
      const path = emergencyFile(home);
      const passphrase = readPassphrase(options.passphraseFile);
      const holders = options.key.map((file) => readPrivateKey(file, passphrase));
      let signed: Ceremony;
      try {
        signed = await signEmergency(home, path, server.transactions, operatorActor(settings.operator), new SystemClock(), { ...options, holders, say });
      } catch (error) {
        if (error instanceof EmergencyFinished) await nameRetiredKeys(partsOf(server, settings, options));
        throw error;
      }
      if (missingIn(signed).length > 0) {
        say(`Each of the others gives this same command, or signs a copy of ${path} elsewhere (accord keys read, accord keys sign).`);
        return 0;
      }
      return await carryIn(partsOf(server, settings, options, true), signed, path);
    });
  } catch (error) {
    if (!(error instanceof EmergencyRefused)) throw error;
    console.error(`${error.code}: ${error.message}`);
    return 1;
  }
}

/** `accord keys show` */
export async function showKeys(settings: Settings): Promise<number> {
  const places = foundationFiles(new Home(settings.home));
  if (!isInstalled(settings.home) && existsSync(places.root) && existsSync(places.targets)) {
    for (const line of trustLines({ root: readFileSync(places.root), targets: readFileSync(places.targets) })) say(line);
    say(`Signed, and founded upon by nothing yet: accord start makes the installation in ${settings.home} on them.`);
    return 0;
  }
  return withServer(settings, 'publisher', [], progress, async (server) => {
    const standing = await standingIn(server, settings);
    const [last, waiting, everTrusted] = await server.transactions.read(operatorActor(settings.operator), async (tx) => [await lastFinishedChange(tx), await new KeyCeremonies().waiting(tx), await onlineKeysEverTrusted(tx)] as const);
    const { home } = server.foundation;
    const [path, parts] = [emergencyFile(home), partsOf(server, settings, { wait: '0' })];
    const begun = begunLines({ home, path, standing, everTrusted, now: new SystemClock().now() }, last, waiting);
    for (const line of [...trustLines(standing), ...handedInLines(waiting), ...begun]) say(line);
    if (last !== null) {
      say(`Last changed ${last.adoptedAt.toISOString()} with publication ${last.publication}: ${last.reason}`);
      await gatewaysRecovered(parts, last.publication);
    }
    await nameRetiredKeys(parts, [readOrNull(path), handedInCeremony(waiting)].filter((each) => each !== null));
    return 0;
  });
}

const emergencyFile = (home: Home): string => join(home.folder, 'keys', 'emergency.json');

function demandNew(path: string): void {
  if (existsSync(path)) throw new LaunchFault(`${path} is there already.`);
}

async function proposed(path: string, ceremony: Ceremony): Promise<number> {
  await writeCeremonyFile(path, ceremony);
  for (const line of [...ceremonyLines(ceremony), ...signedLines(ceremony)]) say(line);
  say(`Each key holder signs a copy of ${resolve(path)} on their own machine: accord keys sign FILE --key KEY.`);
  return 0;
}

async function standingIn({ transactions }: Server, { operator }: Settings): Promise<StandingTrust> {
  const standing = await transactions.read(operatorActor(operator), (tx) => new KeyCeremonies().standing(tx));
  if (standing === null) throw new LaunchFault('Nothing is founded yet: the first accord start founds the repository on the keys of this installation.');
  return standing;
}

/** Asked also beside a launcher, which has asked at its start: what holders signed is not to be forgotten. */
async function demandDurableServer({ databaseUrl }: Settings): Promise<void> {
  if (databaseUrl !== null) await demandDurable(databaseUrl);
}

function partsOf({ transactions, foundation }: Server, { operator }: Settings, { wait = '60' }: PublishOptions, isEmergency = false): CarryingIn {
  if (!/^\d{1,4}$/.test(wait)) throw new LaunchFault('--wait takes seconds, at most 9999.');
  return { home: foundation.home, transactions, operator, isEmergency, waitMs: Number(wait) * 1_000, say };
}
