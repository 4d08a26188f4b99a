import { describe, expect, it } from '@jest/globals';
import { PageCursors } from './page-cursors.js';

const cursors = new PageCursors(Buffer.alloc(32, 7));

describe('A page cursor', () => {
  it('gives back the position it was made of', () => {
    expect(cursors.read('list', cursors.write('list', ['2026-03-02T09:00:00.000Z', 'id']))).toEqual(['2026-03-02T09:00:00.000Z', 'id']);
  });

  it('is refused by another list, another key, and after any change', () => {
    const cursor = cursors.write('list', ['a', 'b']);
    const refused = expect.objectContaining({ code: 'INVALID_INPUT' });
    expect(() => cursors.read('other', cursor)).toThrow(refused);
    expect(() => new PageCursors(Buffer.alloc(32, 8)).read('list', cursor)).toThrow(refused);
    for (let at = 0; at < cursor.length; at += 1) {
      for (const letter of ['A', 'B', '-']) {
        const changed = cursor.slice(0, at) + letter + cursor.slice(at + 1);
        if (changed !== cursor) expect(() => cursors.read('list', changed)).toThrow(refused);
      }
    }
    for (const text of ['', ' ', '=', 'AAAA', 'A'.repeat(5_000), '\u0000']) expect(() => cursors.read('list', text)).toThrow(refused);
  });
});
