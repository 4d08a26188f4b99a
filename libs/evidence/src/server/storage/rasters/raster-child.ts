import { frame, FrameReader } from '../checking/frames.js';
import { pdfReader, Unreadable, type OpenPdf, type PdfReader } from './open-pdf.js';
import type { RasterAnswer, RasterRequest } from './raster-request.js';
import { writePng } from './write-png.js';

/**
 * The program of one raster child: a request, a file, a picture, and again. Shut in like a checker child; it may die on any file,
 * and does so on purpose after a fault inside the reader, whose memory nobody should trust afterwards.
 */
const LARGEST = 256 * 1024 * 1024;
/** Scale 1 is a page as large as on a screen of 96 dots an inch. */
const DOTS_PER_POINT = 96 / 72;
/** A4 at scale 3, and no page more: a drawing of two metres is drawn smaller. */
const MOST_PIXELS = 9_000_000;
const MOST_CHARACTERS = 1_500_000;

// The reader's own chatter would stand in the middle of an answer.
console.log = console.info = console.warn = console.error = () => undefined;

function answer(file: OpenPdf, request: RasterRequest): readonly [RasterAnswer, Buffer?] {
  const { pages } = file;
  if (request.wants === 'info') return [{ pages }];
  if (request.wants === 'text') {
    let left = MOST_CHARACTERS;
    return [{ text: Array.from({ length: pages }, (_, index) => {
      const text = left > 0 ? file.text(index + 1, left) : '';
      left -= text.length;
      return text;
    }) }];
  }
  if (request.page < 1 || request.page > pages) return [{ problem: 'page', pages }];
  const { pixels, width, height } = file.draw(request.page, request.scale * DOTS_PER_POINT, MOST_PIXELS);
  return [{ picture: true }, writePng(pixels, width, height)];
}

function look(reader: PdfReader, bytes: Buffer, request: RasterRequest): readonly [RasterAnswer, Buffer?] {
  try {
    return reader.reading(bytes, (file) => answer(file, request));
  } catch (error) {
    if (!(error instanceof Unreadable)) process.exit(3);
    return [{ problem: 'unreadable' }];
  }
}

function say([said, picture]: readonly [RasterAnswer, Buffer?]): void {
  process.stdout.write(frame(Buffer.concat([Buffer.from(`${JSON.stringify(said)}\n`), ...(picture === undefined ? [] : [picture])])));
}

const reader = await pdfReader();
let request: RasterRequest | undefined;
const frames = new FrameReader(LARGEST, (bytes) => {
  if (request === undefined) {
    request = JSON.parse(bytes.toString('utf8')) as RasterRequest;
    return;
  }
  const asked = request;
  request = undefined;
  say(look(reader, bytes, asked));
}, () => process.exit(2));

process.stdin.on('data', (piece: Buffer) => frames.push(piece)).on('end', () => process.exit(0));
process.on('SIGINT', () => undefined); // only the pool ends a child
process.stdout.write(frame(Buffer.from('"ready"')));
