import { describe, expect, it } from '@jest/globals';

import type { Bench } from './bench.js';
import { chosenBenches } from './chosen-benches.js';
import { interleavedRounds, median } from './interleaved-rounds.js';
import { jsonLine, readableLines } from './report.js';

const measured = { value: 123_456.789, peerValue: 2, rounds: 3, statistic: 'the most of 3 weighings', size: { pairs: 4 } };
const bench = (name: string): Bench => ({ name, unit: 'seconds', peer: 'the plain way', run: () => Promise.resolve(measured) });
const all = [bench('a.one'), bench('b.two')];

describe('the median', () => {
  it.each([[[3, 1, 2], 2], [[4, 1, 2, 3], 2.5], [[7], 7], [[100, 2, 9], 9]])('of %j is %d', (numbers, expected) => expect(median(numbers)).toBe(expected));
});

describe('interleaved rounds', () => {
  it('take turns, change who begins, and leave the first of each uncounted', async () => {
    const turns: string[] = [];
    const side = (name: string, first: number) => {
      let next = first;
      return () => {
        turns.push(name);
        return Promise.resolve(next++);
      };
    };
    expect(await interleavedRounds(3, side('product', 0), side('peer', 10))).toEqual({ value: 2, peerValue: 12, rounds: 3, statistic: 'medians of 3 interleaved rounds' });
    expect(turns).toEqual(['product', 'peer', 'peer', 'product', 'product', 'peer', 'peer', 'product']);
  });
});

describe('what is asked for', () => {
  it('is everything when nothing is named', () => expect(chosenBenches(['--json'], all)).toEqual({ json: true, benches: all }));
  it('is what is named, wherever --json stands', () => {
    expect(chosenBenches(['b.two', '--json'], all)).toEqual({ json: true, benches: [all[1]] });
    expect(chosenBenches(['--json', 'b.two'], all)).toEqual({ json: true, benches: [all[1]] });
    expect(chosenBenches(['a.one'], all).json).toBe(false);
  });
  it('has to exist', () => {
    expect(() => chosenBenches(['c.three'], all)).toThrow("There is no benchmark 'c.three'. There are: a.one, b.two.");
    expect(() => chosenBenches(['--yaml'], all)).toThrow("There is no option '--yaml': only --json.");
  });
});

describe('a result', () => {
  it('is one line of JSON with the ratio of value to peer', () => {
    expect(JSON.parse(jsonLine(bench('a.one'), measured))).toEqual(
      { name: 'a.one', value: 123_500, unit: 'seconds', peer: 'the plain way', peerValue: 2, ratio: 61_730, rounds: 3, size: { pairs: 4 } });
    expect(jsonLine(bench('a.one'), measured)).not.toContain('\n');
  });
  it('can be read by people', () => expect(readableLines(bench('a.one'), measured).join('\n')).toMatch(/123,500 seconds[\s\S]*the plain way[\s\S]*61,730/));
  it('says of itself how it came about, and of no other: not every one is a median', () => {
    expect(readableLines(bench('a.one'), measured)).toContain('  by      the most of 3 weighings');
    expect(readableLines({ ...bench('a.one'), peer: null }, { ...measured, peerValue: null }).join('\n')).toMatch(/none runs[\s\S]*the most of 3 weighings/);
    expect(readableLines(bench('a.one'), measured).join()).not.toContain('median');
  });
});
