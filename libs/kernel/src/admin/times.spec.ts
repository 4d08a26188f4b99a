import { describe, expect, it } from '@jest/globals';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { UntilInstant } from './times.js';

describe('until when something holds', () => {
  it.each([
    ['2027-01-01T00:00:00Z', '31-Dec-2026; over from 01-Jan-2027 00:00:00 GMT'], ['2026-06-30T23:00:00Z', '30-Jun-2026; over from 01-Jul-2026 00:00:00 BST'], ['2026-12-31T23:59:59Z', '31-Dec-2026 23:59:59 GMT'],
  ])('%s names the last day as a list of what ends does', (at, words) => expect(renderToStaticMarkup(createElement(UntilInstant, { at })).replaceAll(/<[^>]*>/g, '')).toBe(words));
});
