import type { EntityManager } from 'typeorm';
import type { Actor, Tx } from '../contract/index.js';
import type { Concern, Noted } from './concern.js';
import { connectionOf, rowsOf } from './connection.js';

/** What a Tx is behind its opaque face. Only Transactions makes one. */
interface OpenTransaction {
  readonly manager: EntityManager;
  readonly actor: Actor;
  readonly at: Date;
  readonly noted: Noted;
  /** Fails if the transaction did not begin, or does not know who acts: then no answer leaves it. */
  readonly begun: Promise<unknown>;
  /** Settles, and never fails, once every statement so far has its answer. */
  lastTurn: Promise<unknown>;
}

export class NoTransaction extends Error {
  constructor() { super('There is no open transaction behind this Tx.'); }
}

const opened = new WeakMap<Tx, OpenTransaction>();

export function openTransaction(manager: EntityManager, actor: Actor, at: Date, noted: Noted = { concern: {} }, begun: Promise<unknown> = Promise.resolve()): Tx {
  const tx = Object.freeze({}) as Tx;
  opened.set(tx, { manager, actor, at, noted, begun, lastTurn: begun.catch(() => undefined) });
  return tx;
}

/** Nothing begins in it any more; done once what had begun has ended, so that its connection may go to somebody else. */
export async function closeTransaction(tx: Tx): Promise<void> {
  const transaction = opened.get(tx);
  opened.delete(tx);
  await transaction?.lastTurn;
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

/**
 * Runs a named statement inside the transaction and gives its rows. A transaction has one connection: what asks side by side (the fields of
 * one GraphQL request) goes out together where the connection is pipelined, and one after the other where it is not; answered in turn.
 */
export async function sql<Row = Record<string, unknown>>(tx: Tx, text: string, params: readonly unknown[] = []): Promise<Row[]> {
  const transaction = behind(tx);
  const { begun, lastTurn } = transaction;
  const connection = connectionOf(transaction.manager);
  const rows = connection.then((found) => (found.pipeline ? undefined : lastTurn)).then(async () => rowsOf<Row>(await connection, text, params, behind(tx).begun));
  transaction.lastTurn = Promise.allSettled([lastTurn, begun, rows]);
  return rows;
}
