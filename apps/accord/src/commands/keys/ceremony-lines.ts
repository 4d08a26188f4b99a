import { changeOf, keyIdOf, missingIn, type Ceremony, type PublicKey, type RootTrust, type TargetsTrust } from '@accord/publication/server';

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

/** What whoever signs would agree to, in words. */
export function ceremonyLines(ceremony: Ceremony): string[] {
  const { before, after } = changeOf(ceremony);
  const lines = [before === null ? `Founds a repository: ${ceremony.reason}` : `Changes keys: ${ceremony.reason}`];
  const was = before === null ? new Map<string, PublicKey>() : namedKeys(before.root, before.targets);
  const is = namedKeys(after.root, after.targets);
  for (const [name, key] of is) {
    const gone = was.get(name);
    if (gone === key) continue;
    lines.push(gone === undefined ? `  ${name}: key ${shown(key)}` : `  ${name}: key ${shown(gone)} goes, key ${shown(key)} comes in its place`);
  }
  for (const [name, key] of was) if (!is.has(name)) lines.push(`  ${name}: key ${shown(key)} goes`);
  if (before !== null && lines.length === 1) lines.push('  no key changes; the same keys are trusted for longer');
  for (const [role, part] of [['root', ceremony.root], ['targets', ceremony.targets]] as const) {
    if (part !== undefined) lines.push(`  ${role} version ${part.version}, good until ${part.expires}`);
  }
  // Those that stay too: whoever got at the server may have set others in their place, and holders know theirs by id.
  lines.push(`  ${after.root.threshold} of ${after.root.root.length} root keys speak for root: ${after.root.root.map(shown).join(', ')}; for the targets ${after.root.targets.map(shown).join(', ')}`);
  return lines;
}

/** Who has signed, and what is missing. */
export function signedLines(ceremony: Ceremony): string[] {
  const { before, after } = changeOf(ceremony);
  const names = new Map([...namedKeys(after.root, after.targets), ...(before === null ? [] : namedKeys(before.root, before.targets))].map(([name, key]) => [key, name]));
  const missing = missingIn(ceremony);
  return [
    ceremony.signatures.length === 0 ? 'Nobody has signed it yet.' : `Signed by ${ceremony.signatures.map(({ key }) => `${names.get(key) ?? 'an unknown key'} (${shown(key)})`).join(', ')}.`,
    missing.length === 0 ? 'Nothing is missing: accord keys publish carries it in.' : `Missing: ${missing.join('; ')}.`,
  ];
}
