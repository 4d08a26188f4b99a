import { describe, expect, it } from '@jest/globals';
import { DUTIES } from '../contract/duty.js';
import { dutyWords } from './duty-words.js';

describe('the words for duties', () => {
  it.each([
    ['auditor-national', 'National auditor'], ['auditor-organisation', 'Auditor of an organisation'], ['practice-governance-lead', 'Practice governance lead'],
    ['viewer-governance-lead', 'Viewing organisation governance lead'],
  ])('say %s as people would: %s', (duty, words) => expect(dutyWords(duty)).toBe(words));

  it('differ for every duty', () => {
    expect(new Set(DUTIES.map(dutyWords)).size).toBe(DUTIES.length);
  });

  it('fall back to the code, for a machine', () => {
    expect(dutyWords('feed-reader')).toBe('Feed reader');
  });
});
