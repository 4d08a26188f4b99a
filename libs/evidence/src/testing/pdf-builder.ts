import { deflateSync } from 'node:zlib';

/** Writes small PDFs by hand, well formed or deliberately not. Object 1 is the catalogue, 2 the page tree, 3 a page. */
export interface PdfParts {
  /** Entries added to the catalogue, e.g. `/OpenAction 4 0 R`. */
  readonly catalog?: string;
  /** Entries added to the first page. */
  readonly page?: string;
  /** Further objects, numbered from 4. */
  readonly objects?: readonly (string | Buffer)[];
  /** Entries added to the trailer. */
  readonly trailer?: string;
  /** In place of the plain page tree. */
  readonly pageTree?: string;
}

export function aPdf(parts: PdfParts = {}): Buffer {
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${parts.catalog ?? ''} >>`,
    parts.pageTree ?? '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> ${parts.page ?? ''} >>`,
    ...parts.objects ?? [],
  ];
  let file = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');
  const offsets: number[] = [];
  objects.forEach((object, index) => {
    offsets.push(file.length);
    file = Buffer.concat([file, Buffer.from(`${index + 1} 0 obj\n`), typeof object === 'string' ? Buffer.from(object, 'latin1') : object, Buffer.from('\nendobj\n')]);
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n\r\n`).join('');
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f\r\n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${parts.trailer ?? ''} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.concat([file, Buffer.from(end, 'latin1')]);
}

/** A stream object; compressed unless told otherwise. */
export function aStream(content: string | Buffer, entries = '', compressed = true): Buffer {
  const bytes = compressed ? deflateSync(content) : Buffer.from(content);
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} ${compressed ? '/Filter /FlateDecode' : ''} ${entries} >>\nstream\n`, 'latin1'), bytes, Buffer.from('\nendstream'),
  ]);
}

/** An object stream that holds the given objects, numbered from `first`. */
export function anObjectStream(first: number, objects: readonly string[]): Buffer {
  let at = 0;
  const head = objects.map((object, index) => {
    const entry = `${first + index} ${at}`;
    at += object.length + 1;
    return entry;
  }).join(' ');
  return aStream(`${head} ${objects.join(' ')}`, `/Type /ObjStm /N ${objects.length} /First ${head.length + 1}`);
}

/** Adds a harmless update after the end of a PDF, as an editor that saves incrementally would. */
export function appended(file: Buffer, object = '9 0 obj\n<< /Note (added later) >>\nendobj\n'): Buffer {
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(file.toString('latin1'))?.[1] ?? '0';
  const table = `xref\n9 1\n${String(file.length).padStart(10, '0')} 00000 n\r\ntrailer\n<< /Size 30 /Root 1 0 R /Prev ${previous} >>\n`;
  return Buffer.concat([file, Buffer.from(object), Buffer.from(`${table}startxref\n${file.length + object.length}\n%%EOF\n`)]);
}

/** A PDF with an embedded signature, made by whoever is handed the signed bytes; its container comes back as DER. */
export function aPdfSignedBy(sign: (signed: Buffer) => Buffer, subFilter = 'adbe.pkcs7.detached', room = 4000): Buffer {
  const digits = '0'.repeat(room * 2);
  const file = aPdf({ catalog: '/AcroForm << /Fields [4 0 R] /SigFlags 3 >>', objects: [
    '<< /Type /Annot /Subtype /Widget /FT /Sig /T (S) /Rect [0 0 0 0] /F 132 /P 3 0 R /V 5 0 R >>',
    `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${subFilter} /ByteRange [${' '.repeat(40)}] /Contents <${digits}> >>`,
  ] });
  const from = file.indexOf(`<${digits}`);
  const to = from + digits.length + 2;
  const range = file.indexOf('/ByteRange [') + 12;
  file.write(`0 ${from} ${to} ${file.length - to}`.padEnd(40, ' '), range, 'latin1');
  file.write(sign(Buffer.concat([file.subarray(0, from), file.subarray(to)])).toString('hex'), from + 1, 'latin1');
  return file;
}
