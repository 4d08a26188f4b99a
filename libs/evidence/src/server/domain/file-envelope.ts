import { finding, type Finding } from '../../contract/index.js';

const HEADER = /^%PDF-[12]\.\d[\s%\0-\x08\x80-\xff]/;
/** HTML at the very front: where a browser looks when it guesses a type. */
const MARKUP = /<\s*(?:!doctype\s+html|html|head|body|script|iframe|svg|img)\b/i;
const WINDOWS_PROGRAM = 'This program cannot be run in DOS mode';
/** Split, so that this source is not itself taken for the test file. */
const TEST_VIRUS = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const ARCHIVES: readonly [string, string][] = [['Rar!\x1a\x07', 'RAR'], ['7z\xbc\xaf\x27\x1c', '7-Zip']];

/**
 * Looks at a file from outside: is it a PDF from its first byte to its last, and nothing else besides? A file that two programs read
 * differently is refused, whatever it holds. `text` is the bytes as Latin-1.
 */
export function envelopeFindings(bytes: Uint8Array, text: string): Finding[] {
  if (!text.startsWith('%PDF-')) {
    return text.slice(0, 4096).includes('%PDF-') ? [finding('POLYGLOT', 'header not at the first byte')] : [finding('NOT_A_PDF')];
  }
  if (!HEADER.test(text.slice(0, 16))) return [finding('NOT_A_PDF')];
  const other = otherKind(bytes, text);
  if (other !== undefined) return [finding('POLYGLOT', other)];
  const found = endFindings(text);
  if (text.includes(TEST_VIRUS)) found.push(finding('MALWARE_MARK'));
  return found;
}

function endFindings(text: string): Finding[] {
  const end = text.lastIndexOf('%%EOF');
  const start = text.lastIndexOf('startxref');
  if (end < 0 || start < 0) return [finding('TRUNCATED', end < 0 ? '%%EOF' : 'startxref')];
  const after = text.slice(end + 5);
  if (/[^\s\0]/.test(after)) {
    // An update that lost its end reads like an object or a table; anything else is a second file.
    return [/^\s*(?:\d+\s+\d+\s+obj|xref)\b/.test(after) ? finding('TRUNCATED', 'after an earlier end') : finding('POLYGLOT', 'bytes after the end')];
  }
  if (after.length > 1024) return [finding('POLYGLOT', 'bytes after the end')];
  const offset = /^startxref\s+(\d{1,10})\s+%%EOF/.exec(text.slice(start))?.[1];
  if (offset === undefined) return [finding('TRUNCATED', 'startxref')];
  return Number(offset) >= text.length ? [finding('TRUNCATED', 'startxref')] : [];
}

function otherKind(bytes: Uint8Array, text: string): string | undefined {
  if (MARKUP.test(text.slice(0, 2048)) || MARKUP.test(text.slice(-1024))) return 'HTML';
  if (holdsZip(bytes, text)) return 'ZIP';
  if (text.includes(WINDOWS_PROGRAM)) return 'program';
  if (text.slice(257, 262) === 'ustar') return 'TAR';
  if (text.slice(32769, 32774) === 'CD001') return 'disc image';
  return ARCHIVES.find(([mark]) => text.includes(mark))?.[1];
}

/** A ZIP is read from its end record, wherever in the file it lies: so a record that fits makes the file a ZIP too. */
function holdsZip(bytes: Uint8Array, text: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = text.indexOf('PK\x05\x06'); at >= 0 && at + 22 <= bytes.length; at = text.indexOf('PK\x05\x06', at + 4)) {
    const entries = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 12, true);
    const comment = view.getUint16(at + 20, true);
    if (size <= at && entries * 46 <= size && at + 22 + comment <= bytes.length) return true;
  }
  return /PK\x03\x04[\x0a-\x3f]\0/.test(text.slice(0, 4096));
}
