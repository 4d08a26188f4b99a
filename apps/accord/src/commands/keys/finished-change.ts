import { readRoot, readTargets, signedPartOf, type FinishedChange, type StandingTrust } from '@accord/publication/server';
import { namedKeys, shown } from './ceremony-lines.js';

const RECENT_MS = 86_400_000;

/** What a key holder is told who comes when all is signed; null where no change was finished in the last day. */
export function finishedChange(last: FinishedChange | null, standing: StandingTrust, now: Date): string | null {
  if (last === null || now.getTime() - last.adoptedAt.getTime() > RECENT_MS) return null;
  const names = new Map([...namedKeys(readRoot(signedPartOf(standing.root)), readTargets(signedPartOf(standing.targets)))].map(([name, key]) => [key, name]));
  const holders = last.holders.map((key) => `${names.get(key) ?? 'a key that was replaced'} (${shown(key)})`).join(' and ');
  return `A change of keys was finished ${last.adoptedAt.toISOString()} with publication ${last.publication} (${last.reason}), signed by ${holders}, handed in by ${last.handedInBy}. `
    + 'Nothing of it is left to sign. Where the keys of now are in danger too, begin another with --anew.';
}
