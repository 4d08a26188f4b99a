import { describe, expect, it } from '@jest/globals';
import { nextSentence } from './next-sentence.js';

describe('what comes after an approval', () => {
  it.each([[0, 'takes them live'], [1, 'takes the others live']])('where %s are live', (live, words) => expect(nextSentence({ live })).toContain(words));
});
