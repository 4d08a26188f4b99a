import { setImmediate as afterThisTurn } from 'node:timers/promises';
import type { Tx } from '../contract/index.js';

interface Round<Key, Answer> {
  readonly keys: Set<Key>;
  readonly answers: Promise<ReadonlyMap<Key, Answer>>;
}

/**
 * One statement for what many fields of a request ask each for itself: whoever asks in the same turn, in the same transaction, is answered
 * together. Nothing is remembered for those who ask later.
 */
export function askedTogether<Key, Answer>(ask: (tx: Tx, keys: readonly Key[]) => Promise<ReadonlyMap<Key, Answer>>): (tx: Tx, key: Key) => Promise<Answer | undefined> {
  const gathering = new WeakMap<Tx, Round<Key, Answer>>();
  const begin = (tx: Tx): Round<Key, Answer> => {
    const keys = new Set<Key>();
    const answers = afterThisTurn().then(() => {
      gathering.delete(tx);
      return ask(tx, [...keys]);
    });
    return { keys, answers };
  };
  return async (tx, key) => {
    const round = gathering.get(tx) ?? begin(tx);
    gathering.set(tx, round);
    round.keys.add(key);
    return (await round.answers).get(key);
  };
}
