import type { EntityManager } from 'typeorm';
import type { Actor, Tx } from '../contract/index.js';
import type { Concern, Noted } from './concern.js';

/** What a Tx is behind its opaque face. Only Transactions makes one. */
interface OpenTransaction {
  readonly manager: EntityManager;
  readonly actor: Actor;
  readonly at: Date;
  readonly noted: Noted;
}

export class NoTransaction extends Error {
  constructor() { super('There is no open transaction behind this Tx.'); }
}

const opened = new WeakMap<Tx, OpenTransaction>();

export function openTransaction(manager: EntityManager, actor: Actor, at: Date, noted: Noted = { concern: {} }): Tx {
  const tx = Object.freeze({}) as Tx;
  opened.set(tx, { manager, actor, at, noted });
  return tx;
}

export function closeTransaction(tx: Tx): void {
  opened.delete(tx);
}

function behind(tx: Tx): OpenTransaction {
  const transaction = opened.get(tx);
  if (transaction === undefined) throw new NoTransaction();
  return transaction;
}

/** For storage rooms only. */
export function managerOf(tx: Tx): EntityManager {
  return behind(tx).manager;
}

export function actorOf(tx: Tx): Actor {
  return behind(tx).actor;
}

/** The one instant of this transaction: every rule in it judges by this time. */
export function timeOf(tx: Tx): Date {
  return behind(tx).at;
}

/**
 * Says what this attempt is about, as soon as a use-case has locked it: were it refused, those who watch over that agreement, locality or
 * organisation see the attempt. The last word stands; nothing said here changes what is done.
 */
export function concerns(tx: Tx, concern: Concern): void {
  behind(tx).noted.concern = concern;
}

/** Runs a named statement inside the transaction and gives its rows. */
export async function sql<Row = Record<string, unknown>>(tx: Tx, text: string, params: readonly unknown[] = []): Promise<Row[]> {
  const result: unknown = await behind(tx).manager.query(text, params as unknown[]);
  // TypeORM answers UPDATE and DELETE … RETURNING with [rows, count].
  if (Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number') return result[0] as Row[];
  return result as Row[];
}
