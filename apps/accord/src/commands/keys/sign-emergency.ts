import { existsSync, renameSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import type { Actor, Clock } from '@accord/kernel';
import type { Transactions } from '@accord/kernel/server';
import { KeyCeremonies, lastFinishedChange, onlineKeysEverTrusted, signedWith, type Ceremony, type FinishedChange } from '@accord/publication/server';
import { LaunchFault } from '../../launch-fault.js';
import type { Home } from '../../state/home.js';
import { demandBegunAsAsked, finishedHere, followsOn, isAsked, readBegun, type AskedEmergency, type EmergencyPlace } from './begun-emergency.js';
import { ceremonyLines, signedLines } from './ceremony-lines.js';
import { EmergencyRefused } from './emergency-refused.js';
import { EmergencyFinished, finishedLine, isRecent } from './finished-change.js';
import { writeCeremonyFile } from './key-files.js';
import { proposeChange } from './proposing.js';

export interface EmergencyStep extends AskedEmergency {
  readonly holders: readonly KeyObject[];
  /** Sets aside what lies there, and begins another although one was finished in the last day. */
  readonly anew?: boolean;
  say(line: string): void;
}

/** One holder's step, alone on this installation: nobody else reads or writes the file meanwhile. */
export function signEmergency(home: Home, path: string, transactions: Transactions, actor: Actor, clock: Clock, step: EmergencyStep): Promise<Ceremony> {
  return transactions.read(actor, async (tx) => {
    const ceremonies = new KeyCeremonies();
    await ceremonies.oneHolderAtATime(tx);
    const standing = await ceremonies.standing(tx);
    if (standing === null) throw new LaunchFault('Nothing is founded yet: the first accord start founds the repository on the keys of this installation.');
    return signedInPlace({ home, path, standing, everTrusted: await onlineKeysEverTrusted(tx), now: clock.now() }, await lastFinishedChange(tx), step);
  });
}

/** Goes on with what another holder has begun, where it is what this one asks, or begins it. What is signed is shown before. */
export async function signedInPlace(place: EmergencyPlace, last: FinishedChange | null, step: EmergencyStep): Promise<Ceremony> {
  const { home, path, standing, now } = place;
  const { holders, anew = false, say } = step;
  const begun = anew ? null : readBegun(path);
  const show = (ceremony: Ceremony): void => ceremonyLines(ceremony).forEach((line) => say(line));
  const sign = (ceremony: Ceremony): Ceremony => {
    show(ceremony);
    return holders.reduce(signedWith, ceremony);
  };
  let signed: Ceremony;
  if (begun !== null && followsOn(begun, standing)) {
    try {
      demandBegunAsAsked(begun, place, step);
    } catch (error) {
      if (error instanceof EmergencyRefused) show(begun);
      throw error;
    }
    signed = sign(begun);
  } else {
    const finished = anew ? null : finishedHere(path, last);
    if (finished !== null && isRecent(last!, now) && isAsked(finished, step)) throw new EmergencyFinished(finishedLine(last!, standing));
    signed = await proposeChange(home, standing, { reason: step.reason ?? 'emergency: the online keys are no longer trusted', online: step.online ?? ['all'] }, now, sign);
    if (anew && existsSync(path)) say(`What lay in ${path} is set aside: ${setAside(path)}`);
  }
  await writeCeremonyFile(path, signed);
  for (const line of signedLines(signed)) say(line);
  return signed;
}

/** Kept for whoever looks into where it came from. */
function setAside(path: string): string {
  for (let number = 1; ; number += 1) {
    const aside = path.replace(/\.json$/, `.set-aside-${number}.json`);
    if (existsSync(aside)) continue;
    renameSync(path, aside);
    return aside;
  }
}
