import { existsSync, renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { operatorActor, type Actor, type Clock } from '@accord/kernel';
import { SystemClock, type Transactions } from '@accord/kernel/server';
import { ceremonyFile, changeOf, HandInKeys, KeyCeremonies, keysIn, newTrust, onlineKeyIds, onlineKeysEverTrusted, receiptsOf, revokedWithout, type Ceremony, type CeremonyOutcome, type ReceiptRow } from '@accord/publication/server';
import { LaunchFault } from '../../launch-fault.js';
import type { Home } from '../../state/home.js';
import { foundationFiles } from '../../state/publication-keys.js';
import { PUBLIC, writtenOnce } from '../../state/written-once.js';
import { finishedFile } from './finished-change.js';
import { onlineKeysHeld } from './key-files.js';

const LOOK_EVERY_MS = 250;
const ADOPTED_WITHIN_MS = 30_000;

export interface CarryingIn {
  readonly home: Home;
  readonly transactions: Transactions;
  readonly operator: string;
  /** Takes the place of a change that waits. */
  readonly isEmergency: boolean;
  /** How long to wait for the gateways. */
  readonly waitMs: number;
  say(line: string): void;
}

/** Writes down the trust that an installation begins with; its first start founds the repository on it. */
export async function carryInFoundation(home: Home, ceremony: Ceremony, say: (line: string) => void, clock: Clock = new SystemClock()): Promise<number> {
  const { files } = newTrust(ceremony, null, clock.now());
  const places = foundationFiles(home);
  for (const { role, bytes } of files) await writtenOnce(places[role as 'root' | 'targets'], PUBLIC, () => bytes.toString());
  say(`${places.root} and ${places.targets} are signed. accord start founds the repository on them; each gateway is given ${places.root}.`);
  return 0;
}

/**
 * Hands the change in, waits until the publisher has adopted it, and ends with the gateways that follow the new keys and those that do not.
 *
 * @param spent the file it was gathered in, set aside once it is adopted: until then the signatures in it may be needed again
 * @returns 0 where every gateway has, 1 where one has not or the change was not adopted
 */
export async function carryIn(parts: CarryingIn, ceremony: Ceremony, spent?: string): Promise<number> {
  const { transactions, operator, isEmergency, say } = parts;
  const actor = operatorActor(operator);
  const { id, superseded } = await HandInKeys.with(transactions, new SystemClock()).execute(actor, Buffer.from(ceremonyFile(ceremony)), { isEmergency });
  if (superseded !== null) say(`It takes the place of a change that waited and is not adopted: ${superseded}`);
  say('Handed in. Waiting for the publisher.');
  const { publication, fault, superseded: replaced } = await adoption(transactions, actor, id);
  if (replaced !== null) say(`Not adopted, an emergency took its place: ${replaced}`);
  else if (fault !== null) say(`Not adopted, the keys before stand: ${fault}`);
  else if (publication === null) say('The publisher has not adopted it yet: start Accord; accord keys show tells what became of it.');
  if (publication === null) return 1;
  if (spent !== undefined && existsSync(spent)) renameSync(spent, finishedFile(spent));
  say(`Publication ${publication} is signed with the new keys. Waiting for the gateways.`);
  const isComplete = await gatewaysRecovered(parts, publication);
  await nameRetiredKeys(parts);
  return isComplete ? 0 : 1;
}

/**
 * The list of gateways by their receipts; waits until all have signed one, or for as long as asked. A revoked gateway is told nothing, so
 * nobody waits for it; until its refuse limit it may go on by the keys before, and so long not all have recovered.
 */
export async function gatewaysRecovered({ transactions, operator, waitMs, say }: CarryingIn, publication: number): Promise<boolean> {
  const actor = operatorActor(operator);
  const look = async (): Promise<readonly ReceiptRow[]> =>
    (await transactions.read(actor, (tx) => receiptsOf(tx, publication, new SystemClock().now()))).filter(({ revoked }) => !revoked);
  let rows = await look();
  for (let waited = 0; waited < waitMs && rows.some(({ appliedAt }) => appliedAt === null); waited += LOOK_EVERY_MS) {
    await pause(LOOK_EVERY_MS);
    rows = await look();
  }
  const recovered = rows.filter(({ appliedAt }) => appliedAt !== null);
  const waiting = rows.filter(({ appliedAt }) => appliedAt === null);
  say(`Recovered by their own receipts: ${recovered.length} of ${rows.length} gateways.`);
  for (const { name, code, appliedAt } of recovered) say(`  recovered      ${name} (${code}), ${appliedAt!.toISOString()}`);
  for (const { name, code } of waiting) say(`  not recovered  ${name} (${code})`);
  const revoked = await transactions.read(actor, (tx) => revokedWithout(tx, publication, new SystemClock().now()));
  for (const { name, code, refusesAt } of revoked) say(`  revoked        ${name} (${code}), may go on by the keys before ${refusesAt === null ? 'until its refuse limit' : `until ${refusesAt.toISOString()}`}`);
  return waiting.length === 0 && revoked.length === 0;
}

async function adoption(transactions: Transactions, actor: Actor, id: string): Promise<CeremonyOutcome> {
  const ceremonies = new KeyCeremonies();
  const look = (): Promise<CeremonyOutcome> => transactions.read(actor, (tx) => ceremonies.outcome(tx, id));
  let outcome = await look();
  for (let waited = 0; waited < ADOPTED_WITHIN_MS && outcome.publication === null && outcome.fault === null && outcome.superseded === null; waited += LOOK_EVERY_MS) {
    await pause(LOOK_EVERY_MS);
    outcome = await look();
  }
  return outcome;
}

/**
 * Key files of the signer that nothing trusts any more: whoever finds one can do no harm, and still it has no business there. What was made
 * for a change that is not published was never trusted: a proposal may still name it.
 *
 * @param awaited changes that are known to wait: their keys are not named
 */
export async function nameRetiredKeys({ home, transactions, operator, say }: CarryingIn, awaited: readonly Ceremony[] = []): Promise<void> {
  const [standing, ever] = await transactions.read(operatorActor(operator), async (tx) => [await new KeyCeremonies().standing(tx), await onlineKeysEverTrusted(tx)] as const);
  if (standing === null) throw new LaunchFault('There is no repository.');
  const needed = new Set([...Object.values(keysIn(standing)), ...awaited.map((ceremony) => changeOf(ceremony).after).flatMap(({ root, targets }) => Object.values(onlineKeyIds(root, targets)))]);
  const untrusted = onlineKeysHeld(home).filter(({ id }) => !needed.has(id));
  const [retired, pending] = [untrusted.filter(({ id }) => ever.has(id)), untrusted.filter(({ id }) => !ever.has(id))].map((some) => some.map(({ path }) => path).join(', '));
  if (retired !== '') say(`Trusted no more, to be removed: ${retired}`);
  if (pending !== '') say(`Never trusted, made for a change that is not published; to be removed where no proposal is waited for: ${pending}`);
}
