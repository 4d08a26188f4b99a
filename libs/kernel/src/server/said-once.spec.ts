import { describe, expect, it } from '@jest/globals';
import { SaidOnce } from './said-once.js';

describe('what is said once', () => {
  it('is said once for each fault, however they alternate, and once when it is well again', () => {
    const lines: string[] = [];
    const touch = new SaidOnce('the queue is out of reach', (line) => lines.push(line));
    touch.clear();
    for (const why of ['cut', 'refused', 'cut', 'refused', 'cut']) touch.say(new Error(why));
    expect(lines).toEqual(['the queue is out of reach: cut', 'the queue is out of reach: refused']);
    touch.clear();
    touch.clear();
    touch.say(new Error('cut'));
    expect(lines.slice(2)).toEqual(['the queue is out of reach: well again', 'the queue is out of reach: cut']);
  });

  it('is one line, and holds nothing of what the fault carries', () => {
    const lines: string[] = [];
    new SaidOnce('x', (line) => lines.push(line)).say(Object.assign(new Error('lost\nat somewhere'), { client: { password: 'secret' } }));
    expect(lines).toEqual(['x: lost']);
  });
});
