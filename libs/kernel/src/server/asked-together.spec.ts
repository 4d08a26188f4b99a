import { describe, expect, it } from '@jest/globals';
import type { Tx } from '../contract/index.js';
import { askedTogether } from './asked-together.js';

const aTx = (): Tx => ({}) as unknown as Tx;
function counted() {
  const rounds: (readonly number[])[] = [];
  const double = askedTogether((_tx, numbers: readonly number[]) => {
    rounds.push(numbers);
    return Promise.resolve(new Map(numbers.filter((each) => each < 100).map((each) => [each, each * 2])));
  });
  return { rounds, double };
}

describe('what fields of one request ask side by side', () => {
  it('is asked once, and everybody gets their own answer', async () => {
    const { rounds, double } = counted();
    const tx = aTx();
    expect(await Promise.all([double(tx, 1), double(tx, 2), double(tx, 1), double(tx, 100)])).toEqual([2, 4, 2, undefined]);
    expect(rounds).toEqual([[1, 2, 100]]);
  });

  it('is never asked together with what another transaction asks', async () => {
    const { rounds, double } = counted();
    await Promise.all([double(aTx(), 1), double(aTx(), 2)]);
    expect(rounds).toEqual([[1], [2]]);
  });

  it('is not remembered: who asks later is answered anew', async () => {
    const { rounds, double } = counted();
    const tx = aTx();
    await double(tx, 1);
    await double(tx, 1);
    expect(rounds).toEqual([[1], [1]]);
  });

  it('fails for all who asked when it fails', async () => {
    const failing = askedTogether<number, number>(() => Promise.reject(new RangeError('no')));
    const tx = aTx();
    const outcomes = await Promise.allSettled([failing(tx, 1), failing(tx, 2)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
  });
});
