import { describe, expect, it } from '@jest/globals';
import { LookBrokenOff, LookOverdue } from '@accord/publication/server';
import { EvenPace } from './even-pace.js';

describe('an even pace', () => {
  /** Time passes only while somebody waits, or works. */
  function paced(): { readonly pace: EvenPace; readonly begun: () => Promise<number>; readonly work: (milliseconds: number) => void } {
    let now = 1_000;
    const pace = new EvenPace(() => now, async (milliseconds) => { now += milliseconds ?? 0; return undefined as never; });
    const begun = async (): Promise<number> => {
      await pace.turn();
      return Math.round(now - 1_000);
    };
    return { pace, begun, work: (milliseconds) => { now += milliseconds; } };
  }

  it('begins a few pieces at a time, spread over the time there is', async () => {
    const { pace, begun, work } = paced();
    pace.begin(2_000, 38_000);
    const times: number[] = [];
    for (let at = 0; at < 2_000; at += 1) {
      times.push(await begun());
      if (at % 4 === 3) work(4);
    }
    expect(times.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(times.slice(4, 9)).toEqual([76, 76, 76, 76, 152]);
    expect(times.at(-1)).toBe(1_996 * 19);
    for (let second = 0; second < 38; second += 1) expect(times.filter((time) => Math.floor(time / 1_000) === second).length).toBeLessThanOrEqual(56);
  });

  it('keeps few pieces no longer than it must', async () => {
    const { pace, begun } = paced();
    pace.begin(10, 38_000);
    for (let at = 0; at < 10; at += 1) expect(await begun()).toBe(160 * Math.floor(at / 4));
    pace.begin(0, 38_000);
    expect(await begun()).toBe(320);
  });

  it('makes up for what took longer', async () => {
    const { pace, begun, work } = paced();
    pace.begin(100, 1_000);
    for (let at = 0; at < 4; at += 1) await begun();
    work(85);
    for (let at = 4; at < 12; at += 1) expect(await begun()).toBe(85);
    expect(await begun()).toBe(120);
  });

  it('loses patience once a look takes three times as long as it should', async () => {
    const { pace, begun, work } = paced();
    pace.begin(100, 1_000);
    work(3_000);
    expect(await begun()).toBe(3_000);
    work(1);
    await expect(begun()).rejects.toThrow(LookOverdue);
    pace.begin(100, 1_000);
    expect(await begun()).toBe(3_001);
  });

  it('breaks off whoever waits, and whoever comes later', async () => {
    const pace = new EvenPace();
    pace.begin(1_000, 1_000_000);
    for (let at = 0; at < 4; at += 1) await pace.turn();
    const waits = [pace.turn(), pace.pause(1_000_000)];
    pace.breakOff();
    for (const each of [...waits, pace.turn(), pace.pause(1)]) await expect(each).rejects.toThrow(LookBrokenOff);
  });
});
