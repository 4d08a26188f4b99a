import { describe, expect, it } from '@jest/globals';
import { FewAtOnce } from './few-at-once.js';

describe('few at once', () => {
  it('lets no more go on than it may, each in its turn, whatever becomes of those before', async () => {
    const few = new FewAtOnce(2);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const runs = [0, 1, 2, 3, 4].map((nth) => few.run(() => new Promise<void>((done, failed) => {
      begun.push(nth);
      ends.push(nth % 2 === 0 ? done : () => { failed(new RangeError(`run ${nth}`)); });
    })));
    const settled = Promise.allSettled(runs);
    const expected = [[0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]];
    for (const [nth, so] of expected.entries()) {
      expect(begun).toEqual(so);
      ends[nth]!();
      await runs[nth]!.catch(() => undefined);
      await Promise.resolve();
    }
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    await expect(few.run(() => Promise.resolve('goes on'))).resolves.toBe('goes on');
  });
});
