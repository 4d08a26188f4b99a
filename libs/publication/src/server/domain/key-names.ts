import { keyIdOf, type PublicKey, type RootTrust, type TargetsTrust } from './trust-parts.js';

interface Trust { readonly root: RootTrust; readonly targets: TargetsTrust }

/** Enough of a key's id to tell it from any other by eye. */
export function shown(key: PublicKey): string {
  return keyIdOf(key).slice(0, 16);
}

/** Every key of an installation under the name that people use for it. */
export function namedKeys(root: RootTrust, targets: TargetsTrust): ReadonlyMap<string, PublicKey> {
  const several = (name: string, keys: readonly PublicKey[]): [string, PublicKey][] => keys.map((key, at) => [keys.length === 1 && name === 'targets' ? name : `${name}-${at + 1}`, key]);
  return new Map([
    ...several('root', root.root), ...several('targets', root.targets), ['snapshot', root.snapshot], ['timestamp', root.timestamp],
    ['localities', targets.localities], ['consumers', targets.consumers], ['stops', targets.stops],
  ]);
}

/** A key as people know it: the name it has before the change, else after it, and its id. */
export function nameOf(key: PublicKey, { before, after }: { readonly before: Trust | null; readonly after: Trust }): string {
  const name = [before, after].flatMap((trust) => (trust === null ? [] : [...namedKeys(trust.root, trust.targets)])).find(([, each]) => each === key)?.[0];
  return name === undefined ? shown(key) : `${name} (${shown(key)})`;
}
