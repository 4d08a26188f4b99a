import { keyIdOf, publicKeyOf, signedWith } from '@accord/publication/server';
import { ceremonyLines, signedLines } from './ceremony-lines.js';
import { makeKeyPair, readCeremonyFile, readPassphrase, readPrivateKey, readPublicKey, writeCeremonyFile } from './key-files.js';

type Say = (line: string) => void;

export interface PassphraseOptions {
  readonly passphraseFile?: string;
}

export interface SignOptions extends PassphraseOptions {
  readonly key: readonly string[];
}

/** `accord keys make FILE`: on a key holder's own machine; needs no installation and no network. */
export async function makeHolderKey(path: string, { passphraseFile }: PassphraseOptions, say: Say): Promise<number> {
  const open = await makeKeyPair(path, readPassphrase(passphraseFile));
  say(`${path} is the key: it stays with its holder.`);
  say(`${open} is its public half, to be handed on. Key id ${keyIdOf(readPublicKey(open))}.`);
  return 0;
}

/** `accord keys read FILE`: what a change of keys says, and who has signed it. */
export function readHolderFile(path: string, say: Say): number {
  const ceremony = readCeremonyFile(path);
  for (const line of [...ceremonyLines(ceremony), ...signedLines(ceremony)]) say(line);
  return 0;
}

/** `accord keys sign FILE --key KEY`: on a key holder's own machine; needs no installation and no network. */
export async function signHolderFile(path: string, { key, passphraseFile }: SignOptions, say: Say): Promise<number> {
  const before = readCeremonyFile(path);
  for (const line of ceremonyLines(before)) say(line);
  const passphrase = readPassphrase(passphraseFile);
  const keys = key.map((file) => readPrivateKey(file, passphrase));
  const signed = keys.reduce(signedWith, before);
  await writeCeremonyFile(path, signed);
  say(`Signed with ${keys.map((each) => keyIdOf(publicKeyOf(each)).slice(0, 16)).join(', ')}.`);
  for (const line of signedLines(signed)) say(line);
  return 0;
}
