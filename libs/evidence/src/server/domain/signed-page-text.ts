import type { PDFFont } from '@cantoo/pdf-lib';
import { messageFor } from '@accord/kernel';
import type { SignedPage } from '../../contract/index.js';
import { wrap } from './page-flow.js';
import { literalString } from './printable.js';

const LEFT = 56;
const LABEL_WIDTH = 142;
const TEXT_WIDTH = 595 - 2 * LEFT - LABEL_WIDTH;

type Fonts = { readonly plain: PDFFont; readonly bold: PDFFont };

/** What a last page says: a title, labelled lines, and closing sentences with their size. */
interface LastPage {
  readonly title: string;
  readonly lines: readonly (readonly [label: string, text: string])[];
  readonly closing: readonly (readonly [size: number, text: string])[];
}

/** The drawing instructions of a signed page: organisation first, then who signed, by which authority, when, and what. */
export function pageText(page: SignedPage, documentSha256: string, fonts: Fonts): string {
  return drawn({
    title: messageFor(page.side === 'provider' ? 'SIGNED_PAGE_TITLE_PROVIDER' : 'SIGNED_PAGE_TITLE_CONSUMER'),
    lines: [
      ['SIGNED_PAGE_ORGANISATION', `${page.organisation.name} (${page.organisation.odsCode})`],
      ['SIGNED_PAGE_AGREEMENT', `${page.reference}, ${messageFor('DOCUMENT_VERSION', { version: page.version })}`],
      ['SIGNED_PAGE_SIGNATORY', page.signatory.name],
      ['SIGNED_PAGE_AUTHORITY', `${page.signatory.role}, ${page.organisation.odsCode} ${page.organisation.name}`],
      ['SIGNED_PAGE_TIME_LONDON', londonTime(page.signedAt)],
      ['SIGNED_PAGE_TIME_UTC', page.signedAt.toISOString()],
      ['SIGNED_PAGE_DOCUMENT', documentSha256],
    ],
    closing: [[10, `${page.signatory.name} ${messageFor('SIGNED_PAGE_SIGNS')}`], [9, messageFor('SIGNED_PAGE_SEAL')]],
  }, fonts);
}

/** The drawing instructions of the page on which Accord itself says when it made a paper, and of which pages. */
export function sealPageText(paper: { readonly title: string; readonly madeAt: Date }, pagesSha256: string, fonts: Fonts): string {
  return drawn({
    title: messageFor('SEAL_PAGE_TITLE'),
    lines: [
      ['SEAL_PAGE_PAPER', paper.title], ['SEAL_PAGE_TIME_LONDON', londonTime(paper.madeAt)], ['SEAL_PAGE_TIME_UTC', paper.madeAt.toISOString()], ['SEAL_PAGE_PAGES', pagesSha256],
    ],
    closing: [[9, messageFor('SEAL_PAGE_SAYS')]],
  }, fonts);
}

function drawn({ title, lines, closing }: LastPage, fonts: Fonts): string {
  let y = 770;
  const instructions: string[] = [];
  const draw = (font: 'F1' | 'F2', size: number, x: number, text: string): void => {
    instructions.push(`BT /${font} ${size} Tf ${x} ${y} Td ${literalString(text)} Tj ET`);
  };
  const block = (font: 'F1' | 'F2', size: number, x: number, width: number, text: string): void => {
    wrap(font === 'F1' ? fonts.plain : fonts.bold, size, text, width).forEach((line, index) => {
      if (index > 0) y -= size * 1.35;
      draw(font, size, x, line);
    });
  };
  block('F2', 16, LEFT, 595 - 2 * LEFT, title);
  y -= 34;
  for (const [label, text] of lines) {
    draw('F2', 9.5, LEFT, messageFor(label));
    block('F1', 9.5, LEFT + LABEL_WIDTH, TEXT_WIDTH, text);
    y -= 22;
  }
  y -= 10;
  for (const [size, text] of closing) {
    block('F1', size, LEFT, 595 - 2 * LEFT, text);
    y -= 24;
  }
  return instructions.join('\n');
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
});

export function londonTime(at: Date): string {
  return clock.format(at);
}
