import { changeOf, missingIn, namedKeys, nameOf, readRoot, readTargets, shown, signaturesIn, signedPartOf, type Ceremony, type PublicKey, type StandingTrust } from '@accord/publication/server';

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

/** Who has signed, what is missing, and which signatures are not over what stands there. */
export function signedLines(ceremony: Ceremony): string[] {
  const change = changeOf(ceremony);
  const { holding, faults } = signaturesIn(ceremony);
  const missing = missingIn({ ...ceremony, signatures: holding });
  return [
    holding.length === 0 ? `Nobody has signed it${faults.length === 0 ? ' yet' : ''}.` : `Signed by ${holding.map(({ key }) => nameOf(key, change)).join(', ')}.`,
    ...faults.map(({ message }) => `A signature does not hold, and it cannot be published so: ${message}`),
    missing.length > 0 ? `Missing: ${missing.join('; ')}.` : faults.length > 0 ? 'Propose it anew, or take the file as it was signed.' : 'Nothing is missing: accord keys publish carries it in.',
  ];
}

/** The keys that stand, by name and id, and until when. */
export function trustLines(standing: StandingTrust): string[] {
  const [root, targets] = [readRoot(signedPartOf(standing.root)), readTargets(signedPartOf(standing.targets))];
  return [
    `root     version ${root.version}, good until ${root.expires}; ${root.threshold} of ${root.root.length} keys sign`,
    `targets  version ${targets.version}, good until ${targets.expires}`,
    ...[...namedKeys(root, targets)].map(([name, key]) => `  ${name.padEnd(10)}  ${shown(key)}`),
  ];
}
