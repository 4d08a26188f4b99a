import { checkPdf, type CheckRequest } from '../../domain/check-pdf.js';
import { frame, FrameReader } from './frames.js';

/**
 * The program of one checker child: a request, a file, an answer, and again. It is handed bytes and nothing else: no paths, no
 * settings, no network where the machine lets that be taken away. It may die on any file; the pool expects that.
 */
const LARGEST = 256 * 1024 * 1024;
let request: CheckRequest | undefined;

const reader = new FrameReader(LARGEST, (bytes) => {
  if (request === undefined) {
    request = JSON.parse(bytes.toString('utf8')) as CheckRequest;
    return;
  }
  const asked = request;
  request = undefined;
  checkPdf(bytes, asked).then((report) => process.stdout.write(frame(Buffer.from(JSON.stringify(report)))), () => process.exit(3));
}, () => process.exit(2));

process.stdin.on('data', (piece: Buffer) => reader.push(piece)).on('end', () => process.exit(0));
process.on('SIGINT', () => undefined); // only the pool ends a child
process.stdout.write(frame(Buffer.from('"ready"')));
