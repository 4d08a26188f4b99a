import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FixedClock } from '@accord/kernel/testing';
import { NotRegistered, TooManyStreams } from './refusals.js';
import { RefusedCallers } from './refused-callers.js';

describe('whom the feed refused', () => {
  const clock = new FixedClock('2026-03-02T09:00:00Z');
  let keepRefusal: jest.Mock<(...args: unknown[]) => Promise<void>>;
  let refused: RefusedCallers;
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const come = () => refused.keep(new NotRegistered(), 'f', '127.0.0.1');

  beforeEach(() => {
    clock.set('2026-03-02T09:00:00Z');
    keepRefusal = jest.fn<(...args: unknown[]) => Promise<void>>(() => Promise.resolve());
    refused = new RefusedCallers({ keepRefusal } as never, clock);
  });
  afterEach(() => { stderr.mockClear(); });

  it('is on record once a minute for each act, reason and certificate', async () => {
    for (let times = 0; times < 3; times += 1) await come();
    await refused.keep(new NotRegistered(), 'another', '127.0.0.1');
    await refused.keep(new TooManyStreams(8), 'f', '127.0.0.1');
    expect(keepRefusal).toHaveBeenCalledTimes(3);
    clock.advance(60_000);
    await come();
    expect(keepRefusal).toHaveBeenCalledTimes(4);
  });

  it('is on record at the next attempt where the first could not be written', async () => {
    keepRefusal.mockRejectedValueOnce(new Error('no room'));
    await come();
    expect(stderr.mock.calls.map(([line]) => line)).toEqual(['feed: a refused caller is not on record: no room\n']);
    await come();
    await come();
    expect(keepRefusal).toHaveBeenCalledTimes(2);
  });

  it('is on record once where two come at once, and both wait for it', async () => {
    let written = (): void => undefined;
    keepRefusal.mockReturnValueOnce(new Promise((resolve) => { written = resolve; }));
    const told: string[] = [];
    const both = [come().then(() => told.push('one')), come().then(() => told.push('other'))];
    await Promise.resolve();
    expect(told).toEqual([]);
    written();
    await Promise.all(both);
    expect([told, keepRefusal.mock.calls.length]).toEqual([['one', 'other'], 1]);
  });
});
