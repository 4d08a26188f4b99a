import { describe, expect, it, jest } from '@jest/globals';

import { RightOfWay } from './right-of-way.js';

describe('the right of way', () => {
  it('lets whoever looks pass at once where nothing is on its way', async () => {
    const passed = await Promise.race([new RightOfWay().give().then(() => true), new Promise((done) => { setImmediate(done, false); })]);
    expect(passed).toBe(true);
  });

  it('keeps them waiting until what was announced last has gone out, and at the latest two seconds', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    try {
      const way = new RightOfWay();
      const passed: string[] = [];
      way.claim();
      const first = way.give().then(() => passed.push('the first'));
      await jest.advanceTimersByTimeAsync(200);
      way.claim();
      await jest.advanceTimersByTimeAsync(200);
      expect(passed).toEqual([]);
      await jest.advanceTimersByTimeAsync(110);
      expect(passed).toEqual(['the first']);
      way.claim();
      const second = way.give().then(() => passed.push('the second'));
      for (let nth = 0; nth < 19; nth += 1) {
        await jest.advanceTimersByTimeAsync(100);
        way.claim();
      }
      expect(passed).toEqual(['the first']);
      await jest.advanceTimersByTimeAsync(120);
      expect(passed).toEqual(['the first', 'the second']);
      await Promise.all([first, second]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('lets everybody pass for a while after that, though it is claimed without end', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    try {
      const way = new RightOfWay();
      const waiting: number[] = [];
      const came: Promise<unknown>[] = [];
      let passed = 0;
      for (let tenth = 1; tenth <= 120; tenth += 1) {
        way.claim();
        came.push(way.give().then(() => { passed += 1; }));
        await jest.advanceTimersByTimeAsync(99);
        if (tenth % 10 === 0) waiting.push(came.length - passed);
        await jest.advanceTimersByTimeAsync(1);
      }
      expect(waiting).toEqual([10, 20, 0, 0, 10, 20, 0, 0, 10, 20, 0, 0]);
      await Promise.all(came);
    } finally {
      jest.useRealTimers();
    }
  });
});
