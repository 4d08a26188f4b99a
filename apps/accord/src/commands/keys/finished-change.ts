import { isProposedIn, namedKeys, readRoot, readTargets, shown, signedPartOf, type Ceremony, type FinishedChange, type StandingTrust } from '@accord/publication/server';
import { LaunchFault } from '../../launch-fault.js';

const RECENT_MS = 86_400_000;

/** All that this holder comes to sign is signed and published. */
export class EmergencyFinished extends LaunchFault {}

/** Where an emergency is kept once it is published: who comes after the last is told, and begins no other by mistake. */
export function finishedFile(path: string): string {
  return path.replace(/\.json$/, '.finished.json');
}

export function hasFinished(last: FinishedChange | null, gathered: Ceremony | null): last is FinishedChange {
  return last !== null && gathered !== null && isProposedIn(last.content, gathered);
}

export function isRecent({ adoptedAt }: FinishedChange, now: Date): boolean {
  return now.getTime() - adoptedAt.getTime() <= RECENT_MS;
}

/** What a key holder is told who comes when all is signed. */
export function finishedLine(last: FinishedChange, standing: StandingTrust): string {
  const names = new Map([...namedKeys(readRoot(signedPartOf(standing.root)), readTargets(signedPartOf(standing.targets)))].map(([name, key]) => [key, name]));
  const holders = last.holders.map((key) => `${names.get(key) ?? 'a key that was replaced'} (${shown(key)})`).join(' and ');
  return `This emergency was finished ${last.adoptedAt.toISOString()} with publication ${last.publication} (${last.reason}), signed by ${holders}, handed in by ${last.handedInBy}. `
    + 'Nothing of it is left to sign. Where the keys of now are in danger too, begin another with --anew.';
}
