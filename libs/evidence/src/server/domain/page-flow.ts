import { PDFDocument, StandardFonts, rgb, type PDFFont, type PDFPage } from '@cantoo/pdf-lib';
import { messageFor } from '@accord/kernel';
import { losesSigns, printable } from './printable.js';

const A4: [number, number] = [595.28, 841.89];
const MARGIN = 56;
const INK = rgb(0.1, 0.1, 0.12);
const RULE = rgb(0.72, 0.74, 0.78);
export const WIDTH = A4[0] - 2 * MARGIN;

export interface Column {
  readonly width: number;
  readonly align?: 'left' | 'centre';
}

/** Runs text and tables down A4 pages, beginning a new page where one is full. */
export class PageFlow {
  private page: PDFPage;
  private y = 0;
  private hasLost = false;

  private constructor(private readonly document: PDFDocument, private readonly plain: PDFFont, private readonly bold: PDFFont) {
    this.page = this.turn();
  }

  static async begin(document: PDFDocument): Promise<PageFlow> {
    return new PageFlow(document, await document.embedFont(StandardFonts.Helvetica), await document.embedFont(StandardFonts.HelveticaBold));
  }

  heading(text: string, size = 12): void {
    this.need(size * 3.2);
    this.y -= size * 0.9;
    this.paragraph(text, { size, bold: true });
  }

  paragraph(text: string, { size = 10, bold = false, indent = 0 }: { size?: number; bold?: boolean; indent?: number } = {}): void {
    const font = bold ? this.bold : this.plain;
    this.hasLost ||= losesSigns(text);
    for (const line of wrap(font, size, text, WIDTH - indent)) {
      this.need(size * 1.4);
      this.y -= size * 1.4;
      this.page.drawText(line, { x: MARGIN + indent, y: this.y, size, font, color: INK });
    }
    this.y -= size * 0.4;
  }

  /** A label and what it labels, side by side. */
  field(label: string, text: string): void {
    this.row([{ width: 120 }, { width: WIDTH - 120 }], [label, text], { bold: [true, false], rule: false });
  }

  table(columns: readonly Column[], head: readonly string[], rows: readonly (readonly string[])[], size = 9): void {
    const headOnEachPage = (): void => this.row(columns, head, { size, bold: head.map(() => true), rule: true });
    headOnEachPage();
    for (const cells of rows) {
      if (!this.fits(this.heightOf(columns, cells, size))) {
        this.page = this.turn();
        headOnEachPage();
      }
      this.row(columns, cells, { size, rule: true });
    }
    this.y -= size * 0.6;
  }

  /** Says where something could not be printed, and writes each page's foot, once their number is known. */
  end(foot: (page: number, pages: number) => string): void {
    if (this.hasLost) this.paragraph(messageFor('DOCUMENT_SIGNS_LOST'), { size: 8 });
    const pages = this.document.getPages();
    pages.forEach((page, index) => {
      page.drawText(printable(foot(index + 1, pages.length)), { x: MARGIN, y: MARGIN / 2, size: 8, font: this.plain, color: INK });
    });
  }

  private row(columns: readonly Column[], cells: readonly string[], look: { size?: number; bold?: readonly boolean[]; rule: boolean }): void {
    const size = look.size ?? 10;
    this.hasLost ||= cells.some(losesSigns);
    this.need(this.heightOf(columns, cells, size));
    const top = this.y;
    let x = MARGIN;
    let lowest = top;
    columns.forEach((column, index) => {
      const font = look.bold?.[index] ? this.bold : this.plain;
      let y = top;
      for (const line of wrap(font, size, cells[index] ?? '', column.width - 6)) {
        y -= size * 1.35;
        const shift = column.align === 'centre' ? (column.width - 6 - font.widthOfTextAtSize(line, size)) / 2 : 0;
        this.page.drawText(line, { x: x + 3 + shift, y, size, font, color: INK });
      }
      lowest = Math.min(lowest, y);
      x += column.width;
    });
    this.y = lowest - size * 0.5;
    if (look.rule) this.page.drawLine({ start: { x: MARGIN, y: this.y }, end: { x, y: this.y }, thickness: 0.5, color: RULE });
  }

  private heightOf(columns: readonly Column[], cells: readonly string[], size: number): number {
    const lines = columns.map((column, index) => wrap(this.bold, size, cells[index] ?? '', column.width - 6).length);
    return Math.max(1, ...lines) * size * 1.35 + size * 0.5;
  }

  private fits(height: number): boolean {
    return this.y - height >= MARGIN;
  }

  private need(height: number): void {
    if (!this.fits(height)) this.page = this.turn();
  }

  private turn(): PDFPage {
    this.y = A4[1] - MARGIN;
    return this.document.addPage(A4);
  }
}

/** Breaks a text into lines that fit; a word too long for a line is cut. */
export function wrap(font: PDFFont, size: number, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (font.widthOfTextAtSize(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > 1 && font.widthOfTextAtSize(line, size) > width) {
      let cut = line.length - 1;
      while (cut > 1 && font.widthOfTextAtSize(line.slice(0, cut), size) > width) cut -= 1;
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}
