import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PDFiumModule } from '@hyzyla/pdfium';

type Pdfium = Awaited<ReturnType<typeof PDFiumModule>>;

const ANNOTATIONS = 0x01;
const RED_FIRST = 0x10;
/** The table of callbacks that filling in a form would need: its version and nothing else, so that no action is ever run. */
const FORM_TABLE_BYTES = 256;
const FORM_TABLE_VERSION = 2;
const FOUR_BYTES_A_PIXEL = 4;
const WHITE = 0xffffffff;

/** The file cannot be read as a PDF. */
export class Unreadable extends Error {}

export interface Pixels {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The reader of PDF pages: WebAssembly, so that a fault in it stays inside; without scripts, network or files. */
export async function pdfReader(): Promise<PdfReader> {
  const program = readFileSync(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm'));
  const pdfium = await PDFiumModule({ wasmBinary: program.buffer.slice(program.byteOffset, program.byteOffset + program.byteLength) as ArrayBuffer, locateFile: () => '' });
  pdfium._FPDF_InitLibraryWithConfig({ version: 2, m_pIsolate: null, m_pUserFontPaths: null, m_v8EmbedderSlot: 0, m_pPlatform: null });
  return new PdfReader(pdfium);
}

export class PdfReader {
  constructor(private readonly pdfium: Pdfium) {}

  /** Opens a file for as long as `work` takes. */
  reading<T>(bytes: Uint8Array, work: (file: OpenPdf) => T): T {
    const { malloc, free } = this.pdfium.wasmExports;
    const place = malloc(bytes.length);
    if (place === 0) throw new Unreadable('memory');
    try {
      this.pdfium.HEAPU8.set(bytes, place);
      const handle = this.pdfium._FPDF_LoadMemDocument(place, bytes.length, 0);
      if (handle === 0) throw new Unreadable(`reader code ${this.pdfium._FPDF_GetLastError()}`);
      try {
        return work(new OpenPdf(this.pdfium, handle));
      } finally {
        this.pdfium._FPDF_CloseDocument(handle);
      }
    } finally {
      free(place);
    }
  }
}

/** A file while it is open. Pages count from 1. */
export class OpenPdf {
  constructor(private readonly pdfium: Pdfium, private readonly handle: number) {}

  get pages(): number {
    return this.pdfium._FPDF_GetPageCount(this.handle);
  }

  /** A page as pixels: `dotsPerPoint` pixels a 72nd of an inch, fewer where the page would hold more than `mostPixels`. */
  draw(number: number, dotsPerPoint: number, mostPixels: number): Pixels {
    return this.page(number, (page) => {
      const points = { width: this.pdfium._FPDF_GetPageWidth(page), height: this.pdfium._FPDF_GetPageHeight(page) };
      const area = points.width * points.height;
      if (!(area > 0)) throw new Unreadable('page without size');
      const scale = Math.min(dotsPerPoint, Math.sqrt(mostPixels / area));
      const width = Math.min(Math.max(1, Math.floor(points.width * scale)), mostPixels);
      const height = Math.min(Math.max(1, Math.floor(points.height * scale)), Math.floor(mostPixels / width));
      return { pixels: this.pixels(page, width, height), width, height };
    });
  }

  /** The words of a page in the order of the file, at most so many characters. */
  text(number: number, mostCharacters: number): string {
    return this.page(number, (page) => {
      const text = this.pdfium._FPDFText_LoadPage(page);
      if (text === 0) return '';
      const { malloc, free } = this.pdfium.wasmExports;
      const characters = Math.min(this.pdfium._FPDFText_CountChars(text), mostCharacters);
      // The answer ends with a character of its own.
      const place = characters > 0 ? malloc((characters + 1) * 2) : 0;
      try {
        if (place === 0) return '';
        const written = this.pdfium._FPDFText_GetText(text, 0, characters, place);
        return Buffer.from(this.pdfium.HEAPU8.slice(place, place + Math.max(0, written - 1) * 2)).toString('utf16le').replaceAll('\r\n', '\n');
      } finally {
        if (place !== 0) free(place);
        this.pdfium._FPDFText_ClosePage(text);
      }
    });
  }

  private page<T>(number: number, work: (page: number) => T): T {
    const page = this.pdfium._FPDF_LoadPage(this.handle, number - 1);
    if (page === 0) throw new Unreadable('page');
    try {
      return work(page);
    } finally {
      this.pdfium._FPDF_ClosePage(page);
    }
  }

  private pixels(page: number, width: number, height: number): Uint8Array {
    const { malloc, free } = this.pdfium.wasmExports;
    const length = width * height * FOUR_BYTES_A_PIXEL;
    const place = malloc(length);
    if (place === 0) throw new Unreadable('memory');
    const bitmap = this.pdfium._FPDFBitmap_CreateEx(width, height, FOUR_BYTES_A_PIXEL, place, width * FOUR_BYTES_A_PIXEL);
    try {
      if (bitmap === 0) throw new Unreadable('memory');
      this.pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
      this.pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, ANNOTATIONS | RED_FIRST);
      this.drawFields(bitmap, page, width, height);
      return this.pdfium.HEAPU8.slice(place, place + length);
    } finally {
      if (bitmap !== 0) this.pdfium._FPDFBitmap_Destroy(bitmap);
      free(place);
    }
  }
  /** Fields of forms too: many a visible signature is one. */
  private drawFields(bitmap: number, page: number, width: number, height: number): void {
    const { malloc, free } = this.pdfium.wasmExports;
    const table = malloc(FORM_TABLE_BYTES);
    if (table === 0) throw new Unreadable('memory');
    this.pdfium.HEAPU8.fill(0, table, table + FORM_TABLE_BYTES);
    this.pdfium.HEAPU8[table] = FORM_TABLE_VERSION;
    const form = this.pdfium._FPDFDOC_InitFormFillEnvironment(this.handle, table);
    try {
      if (form === 0) return;
      this.pdfium._FORM_OnAfterLoadPage(page, form);
      this.pdfium._FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, RED_FIRST);
      this.pdfium._FORM_OnBeforeClosePage(page, form);
    } finally {
      if (form !== 0) this.pdfium._FPDFDOC_ExitFormFillEnvironment(form);
      free(table);
    }
  }
}
