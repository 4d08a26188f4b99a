import { describe, expect, it } from '@jest/globals';
import { groupWords, NAVIGATION_GROUPS } from './navigation-groups.js';

describe('the groups of the navigation', () => {
  it('are named by the message catalogue, in the order people think of them', () => {
    expect(NAVIGATION_GROUPS.map(groupWords)).toEqual(['Home', 'Sharing', 'Enforcement', 'Access log', 'Governance']);
  });
});
