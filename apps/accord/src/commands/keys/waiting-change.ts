import { existsSync, statSync } from 'node:fs';
import { canonicalJson, Refusal, sha256Hex } from '@accord/kernel';
import { readCeremony, type Ceremony, type StandingTrust, type WaitingCeremony } from '@accord/publication/server';
import { LaunchFault } from '../../launch-fault.js';
import { ceremonyLines, signedLines } from './ceremony-lines.js';
import { readCeremonyFile } from './key-files.js';

/** Whether a change was proposed from the root and top targets that stand. */
export function followsOn({ before }: Ceremony, standing: StandingTrust): boolean {
  return before !== undefined && sha256Hex(canonicalJson(before.root)) === sha256Hex(standing.root) && sha256Hex(canonicalJson(before.targets)) === sha256Hex(standing.targets);
}

/** A change that was handed in and waits for the publisher, as whoever asks about the keys is told of it. */
export function handedInLines(waiting: WaitingCeremony | null): string[] {
  if (waiting === null) return [];
  const { content, reason, handedInBy, handedInAt } = waiting;
  const lines = ['', `Waiting for the publisher since ${handedInAt.toISOString()}, handed in by ${handedInBy}:`];
  try {
    const ceremony = readCeremony(content);
    return [...lines, ...ceremonyLines(ceremony), signedLines(ceremony)[0]!, 'It is adopted with the next publication: start Accord where it does not run.'];
  } catch (error) {
    if (error instanceof Refusal) return [...lines, `Changes keys: ${reason}`, `It cannot be read and is not adopted: ${error.message}`];
    throw error;
  }
}

/** An emergency that some holder has begun here and that not enough of them have signed; the file that it is gathered in. */
export function begunLines(path: string, standing: StandingTrust): string[] {
  if (!existsSync(path)) return [];
  try {
    const begun = readCeremonyFile(path);
    if (!followsOn(begun, standing)) return ['', `${path} holds a change that was begun from keys that no longer stand: ${begun.reason}. Nobody can sign it any more; accord keys emergency begins another.`];
    return ['', `Waiting for key holders, last signed ${statSync(path).mtime.toISOString()} (${path}):`, ...ceremonyLines(begun), ...signedLines(begun), 'Each of the others gives accord keys emergency with their own key.'];
  } catch (error) {
    if (error instanceof LaunchFault || error instanceof Refusal) return ['', `${path} holds no change of keys that can be read: ${error.message}`];
    throw error;
  }
}
