import { describe, expect, it } from '@jest/globals';
import { Together } from './together.js';

const fulfilled = (value: string): PromiseSettledResult<string> => ({ status: 'fulfilled', value });
const next = (): Promise<void> => new Promise((resume) => { setImmediate(resume); });

describe('asking together', () => {
  it('asks at once for whoever comes first, and once for all who come meanwhile', async () => {
    const asked: (readonly string[])[] = [];
    let answer = (): void => undefined;
    const together = new Together<string, string>(async (names) => {
      asked.push(names);
      await new Promise<void>((resolve) => { answer = resolve; });
      return names.map((name) => fulfilled(`to ${name}`));
    }, 0);
    const all = ['one', 'two', 'three'].map((name) => together.answerFor(name));
    expect(asked).toEqual([['one']]);
    answer();
    await next();
    expect(asked).toEqual([['one'], ['two', 'three']]);
    answer();
    expect(await Promise.all(all)).toEqual(['to one', 'to two', 'to three']);
  });

  it('waits a moment for others where it may', async () => {
    const asked: (readonly string[])[] = [];
    const together = new Together<string, string>(async (names) => {
      asked.push(names);
      return names.map(fulfilled);
    }, 5);
    expect(await Promise.all(['one', 'two'].map((name) => together.answerFor(name)))).toEqual(['one', 'two']);
    expect(await together.answerFor('three')).toBe('three');
    expect(asked).toEqual([['one', 'two'], ['three']]);
  });

  it('gives each its own refusal, and a fault of asking to all who asked, but to nobody after them', async () => {
    let fault: Error | undefined;
    const together = new Together<string, string>(async (names) => {
      if (fault !== undefined) throw fault;
      return names.map((name) => (name === 'bad' ? { status: 'rejected', reason: new Error('bad') } : fulfilled(name)));
    }, 1);
    expect(await Promise.allSettled(['good', 'bad'].map((name) => together.answerFor(name)))).toEqual([fulfilled('good'), { status: 'rejected', reason: new Error('bad') }]);
    fault = new Error('gone');
    expect(await Promise.allSettled(['good', 'better'].map((name) => together.answerFor(name)))).toEqual(Array(2).fill({ status: 'rejected', reason: fault }));
    fault = undefined;
    expect(await together.answerFor('good')).toBe('good');
  });
});
