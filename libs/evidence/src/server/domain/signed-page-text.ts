import type { PDFFont } from '@cantoo/pdf-lib';
import { messageFor } from '@accord/kernel';
import type { SignedPage } from '../../contract/index.js';
import { wrap } from './page-flow.js';
import { literalString } from './printable.js';

const LEFT = 56;
const LABEL_WIDTH = 142;
const TEXT_WIDTH = 595 - 2 * LEFT - LABEL_WIDTH;

/** The drawing instructions of a signed page: organisation first, then who signed, by which authority, when, and what. */
export function pageText(page: SignedPage, documentSha256: string, fonts: { readonly plain: PDFFont; readonly bold: PDFFont }): string {
  let y = 770;
  const drawn: string[] = [];
  const draw = (font: 'F1' | 'F2', size: number, x: number, text: string): void => {
    drawn.push(`BT /${font} ${size} Tf ${x} ${y} Td ${literalString(text)} Tj ET`);
  };
  const block = (font: 'F1' | 'F2', size: number, x: number, width: number, text: string): void => {
    wrap(font === 'F1' ? fonts.plain : fonts.bold, size, text, width).forEach((line, index) => {
      if (index > 0) y -= size * 1.35;
      draw(font, size, x, line);
    });
  };

  block('F2', 16, LEFT, 595 - 2 * LEFT, messageFor(page.side === 'provider' ? 'SIGNED_PAGE_TITLE_PROVIDER' : 'SIGNED_PAGE_TITLE_CONSUMER'));
  y -= 34;
  const authority = `${page.signatory.role}, ${page.organisation.odsCode} ${page.organisation.name}`;
  const lines: readonly [string, string][] = [
    ['SIGNED_PAGE_ORGANISATION', `${page.organisation.name} (${page.organisation.odsCode})`],
    ['SIGNED_PAGE_AGREEMENT', `${page.reference}, ${messageFor('DOCUMENT_VERSION', { version: page.version })}`],
    ['SIGNED_PAGE_SIGNATORY', page.signatory.name],
    ['SIGNED_PAGE_AUTHORITY', authority],
    ['SIGNED_PAGE_TIME_LONDON', londonTime(page.signedAt)],
    ['SIGNED_PAGE_TIME_UTC', page.signedAt.toISOString()],
    ['SIGNED_PAGE_DOCUMENT', documentSha256],
  ];
  for (const [label, text] of lines) {
    draw('F2', 9.5, LEFT, messageFor(label));
    block('F1', 9.5, LEFT + LABEL_WIDTH, TEXT_WIDTH, text);
    y -= 22;
  }
  y -= 10;
  block('F1', 10, LEFT, 595 - 2 * LEFT, `${page.signatory.name} ${messageFor('SIGNED_PAGE_SIGNS')}`);
  y -= 24;
  block('F1', 9, LEFT, 595 - 2 * LEFT, messageFor('SIGNED_PAGE_SEAL'));
  return drawn.join('\n');
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
});

export function londonTime(at: Date): string {
  return clock.format(at);
}
