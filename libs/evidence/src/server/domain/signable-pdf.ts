import { createHash } from 'node:crypto';
import { PDFArray, PDFCatalog, PDFDict, PDFDocument, PDFName, PDFRef, StandardFonts, type PDFFont } from '@cantoo/pdf-lib';
import type { SignedPage } from '../../contract/index.js';
import { IncrementalUpdate } from './incremental-update.js';
import { literalString } from './printable.js';
import type { Seal } from './seal.js';
import { pageText, sealPageText } from './signed-page-text.js';

/** The document to sign is not one that Accord wrote. */
export class NotSignable extends Error {}

interface Frame {
  readonly catalog: PDFRef;
  readonly catalogEntries: string;
  readonly pages: PDFRef;
  readonly kids: string;
  readonly count: number;
  readonly size: number;
  readonly previous: number;
  readonly info: string;
}

/** The page that is appended with the seal, and what the seal says of itself. */
interface LastPage {
  readonly content: string;
  readonly reason: string;
  readonly at: Date;
  /** Names this signing among those of the same pages. */
  readonly signing: string;
}

const RANGE_DIGITS = 10;

/**
 * An agreement document ready to be signed many times. The common pages are read once; each signature appends one page and one
 * seal as an incremental update, so the first bytes of every signed file are the document itself, and its digest can be checked there.
 */
export class SignablePdf {
  private constructor(
    readonly bytes: Uint8Array,
    /** SHA-256 of the document as shown to every signatory. */
    readonly sha256: string,
    private readonly frame: Frame,
    private readonly fonts: { readonly plain: PDFFont; readonly bold: PDFFont },
  ) {}

  /** Pages before the signed one. */
  get pages(): number {
    return this.frame.count;
  }

  static async read(bytes: Uint8Array): Promise<SignablePdf> {
    const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
    const { catalog, context } = document;
    const catalogRef = context.trailerInfo.Root;
    const pages = catalog.get(PDFName.of('Pages'));
    const tree = pages instanceof PDFRef ? context.lookup(pages) : undefined;
    const kids = tree instanceof PDFDict ? tree.lookup(PDFName.of('Kids')) : undefined;
    const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(Buffer.from(bytes.subarray(-64)).toString('latin1'))?.[1];
    if (!(catalogRef instanceof PDFRef) || !(pages instanceof PDFRef) || !(kids instanceof PDFArray) || previous === undefined || catalog.has(PDFName.of('AcroForm'))) {
      throw new NotSignable('The document is not an unsigned agreement document.');
    }
    const frame: Frame = {
      catalog: catalogRef, catalogEntries: entriesOf(catalog), pages, kids: kids.asArray().map(String).join(' '), count: kids.size(),
      size: context.largestObjectNumber + 1, previous: Number(previous), info: context.trailerInfo.Info ? `/Info ${String(context.trailerInfo.Info)}` : '',
    };
    const measure = await PDFDocument.create({ updateMetadata: false });
    const fonts = { plain: await measure.embedFont(StandardFonts.Helvetica), bold: await measure.embedFont(StandardFonts.HelveticaBold) };
    return new SignablePdf(bytes, createHash('sha256').update(bytes).digest('hex'), frame, fonts);
  }

  /** Appends the signed page and seals the whole file. */
  sign(page: SignedPage, seal: Seal): Buffer {
    return this.sealed({
      content: pageText(page, this.sha256, this.fonts), reason: `${page.reference}, version ${page.version}, ${page.organisation.odsCode}`, at: page.signedAt,
      signing: `${page.side} ${page.organisation.odsCode} ${page.signedAt.toISOString()}`,
    }, seal);
  }

  /** Appends a page on which Accord itself says when it made the paper, and seals the whole file. */
  sealAs(paper: { readonly title: string; readonly madeAt: Date }, seal: Seal): Buffer {
    return this.sealed({ content: sealPageText(paper, this.sha256, this.fonts), reason: paper.title, at: paper.madeAt, signing: paper.madeAt.toISOString() }, seal);
  }

  private sealed({ content, reason: why, at, signing }: LastPage, seal: Seal): Buffer {
    const { frame } = this;
    const [sheet, text, plain, bold, field, signature] = [0, 1, 2, 3, 4, 5].map((step) => frame.size + step) as [number, number, number, number, number, number];
    const update = new IncrementalUpdate(this.bytes);

    update.object(frame.catalog.objectNumber, frame.catalog.generationNumber, `<< ${frame.catalogEntries} /AcroForm << /Fields [${field} 0 R] /SigFlags 3 >> >>`);
    update.object(frame.pages.objectNumber, frame.pages.generationNumber, `<< /Type /Pages /Kids [${frame.kids} ${sheet} 0 R] /Count ${frame.count + 1} >>`);
    update.object(sheet, 0, `<< /Type /Page /Parent ${String(frame.pages)} /MediaBox [0 0 595.28 841.89] /Resources << /Font << /F1 ${plain} 0 R /F2 ${bold} 0 R >> >> /Contents ${text} 0 R /Annots [${field} 0 R] >>`);
    update.object(text, 0, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    update.object(plain, 0, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
    update.object(bold, 0, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>');
    update.object(field, 0, `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Accord) /Rect [0 0 0 0] /F 132 /P ${sheet} 0 R /V ${signature} 0 R >>`);

    const opening = '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange ';
    const range = `[0 ${' '.repeat(3 * RANGE_DIGITS + 2)}]`;
    const begins = update.object(signature, 0, `${opening}${range} /Contents <${'0'.repeat(seal.room * 2)}> /M (D:${pdfTime(at)}) /Name (Accord) /Reason ${literalString(why)} >>`);
    const file = update.end({ size: signature + 1, previous: frame.previous, entries: `/Root ${String(frame.catalog)} ${frame.info} ${this.identifiers(signing)}` });

    const from = begins + opening.length + range.length + ' /Contents '.length;
    const to = from + seal.room * 2 + 2;
    const spans = [from, to, file.length - to].map((number) => String(number).padStart(RANGE_DIGITS, ' ')).join(' ');
    file.write(`[0 ${spans}]`, begins + opening.length, 'latin1');
    const digest = createHash('sha256').update(file.subarray(0, from)).update(file.subarray(to)).digest();
    file.write(seal.over(digest).toString('hex'), from + 1, 'latin1');
    return file;
  }

  /** File identifiers: the first names the document, the second this signing of it. */
  private identifiers(signing: string): string {
    const mine = createHash('sha256').update(`${this.sha256} ${signing}`).digest('hex');
    return `/ID [<${this.sha256.slice(0, 32)}> <${mine.slice(0, 32)}>]`;
  }
}

function entriesOf(catalog: PDFCatalog): string {
  return catalog.entries().map(([name, value]) => `${String(name)} ${String(value)}`).join(' ');
}

function pdfTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}
