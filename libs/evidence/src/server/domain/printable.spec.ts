import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it, jest } from '@jest/globals';
import '../../contract/index.js';
import { PageFlow } from './page-flow.js';
import { losesSigns, printable } from './printable.js';

describe('what the built-in fonts lack', () => {
  it.each<[string, string, string, boolean]>([
    ['nothing in plain words', 'Why? A worry – “privacy”', 'Why? A worry – “privacy”', false],
    ['a mark, where the letter is there without it', 'Tŷ Ŵyn', 'Ty Wyn', false],
    ['a sign, once', 'Stop 🛑 now', 'Stop ? now', true],
    ['a sign of several code points, once', 'The family 👨‍👩‍👧 and ❤️', 'The family ? and ?', true],
    ['letters of another script, each', '病院', '??', true],
  ])('is %s', (_what, text, prints, loses) => {
    expect(printable(text)).toBe(prints);
    expect(losesSigns(text)).toBe(loses);
  });

  it.each([['A worry', false], ['A worry 🛑', true]])('is said at the end of a document that holds it: %s', async (reason, isSaid) => {
    const document = await PDFDocument.create({ updateMetadata: false });
    const flow = await PageFlow.begin(document);
    const [page] = document.getPages();
    const drawn = jest.spyOn(page!, 'drawText');
    flow.field('Reason', reason);
    flow.end(() => 'foot');
    expect(drawn.mock.calls.map(([line]) => line).join(' ').includes('The record in Accord keeps the words exactly as they were written.')).toBe(isSaid);
  });
});
