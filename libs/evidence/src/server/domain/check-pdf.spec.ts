import { beforeAll, describe, expect, it } from '@jest/globals';
import { aKeyPair, anAgreementDocument, anObjectStream, appended, aPdf, aSignedPage, aStream, type KeyPair } from '../../testing/index.js';
import type { FindingCode } from '../../contract/index.js';
import { checkPdf } from './check-pdf.js';
import { Seal } from './seal.js';
import { SignablePdf } from './signable-pdf.js';
import { writeAgreementDocument } from './write-agreement-document.js';

const NOW = '2026-03-02T10:00:00Z';
let pair: KeyPair;
let signed: Buffer;

beforeAll(async () => {
  pair = await aKeyPair();
  signed = await signedWith(pair);
});

async function signedWith({ certificate, key }: KeyPair): Promise<Buffer> {
  return (await SignablePdf.read(await writeAgreementDocument(anAgreementDocument()))).sign(aSignedPage(), new Seal(certificate, key));
}

async function codesFor(file: Uint8Array, given: Partial<Parameters<typeof checkPdf>[1]> = {}): Promise<FindingCode[]> {
  return (await checkPdf(file, { now: NOW, anchors: [], maxPages: 1000, ...given })).findings.map((each) => each.code);
}

describe('A plain document', () => {
  it.each<[string, Buffer]>([
    ['with one page', aPdf()],
    ['that opens at a page', aPdf({ catalog: '/OpenAction [3 0 R /Fit]' })],
    ['that opens by a jump', aPdf({ catalog: '/OpenAction << /S /GoTo /D [3 0 R /Fit] >>' })],
    ['with a compressed page', aPdf({ page: '/Contents 4 0 R', objects: [aStream('BT ET')] })],
    ['with an update', appended(aPdf())],
    ['with an object stream', aPdf({ objects: [anObjectStream(20, ['<< /Note (plain) >>'])] })],
    ['with white space at the end', Buffer.concat([aPdf(), Buffer.from('\r\n\0\n')])],
  ])('%s has no finding', async (_what, file) => {
    expect(await codesFor(file)).toEqual([]);
  });

  it('has its pages counted', async () => {
    const file = aPdf({ pageTree: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>', objects: ['<< /Type /Page /Parent 2 0 R >>'] });
    expect((await checkPdf(file, { now: NOW, anchors: [], maxPages: 1000 })).pages).toBe(2);
    expect(await codesFor(file, { maxPages: 1 })).toEqual(['TOO_MANY_PAGES']);
  });
});

describe('Active content', () => {
  const action = (entries: string): Buffer => aPdf({ catalog: '/OpenAction 4 0 R', objects: [`<< /Type /Action ${entries} >>`] });

  it.each<[string, Buffer]>([
    ['a script', action('/S /JavaScript /JS (app.alert\\(1\\))')],
    ['a script under a disguised name', action('/S /J#61v#61Script /J#53 (x)')],
    ['a script in the name tree', aPdf({ catalog: '/Names << /JavaScript << /Names [(a) 4 0 R] >> >>', objects: ['<< /S /JavaScript /JS (x) >>'] })],
    ['a script inside an object stream', aPdf({ objects: [anObjectStream(20, ['<< /S /JavaScript /JS (x) >>'])] })],
    ['a script in a revision that was replaced', appended(aPdf({ objects: ['<< /S /JavaScript /JS (x) >>'] }), '4 0 obj\n<< /Nothing true >>\nendobj\n')],
    ['a program start', action('/S /Launch /F (cmd.exe)')],
    ['an opening link', action('/S /URI /URI (https://example.test/)')],
    ['a jump that goes on to something else', action('/S /GoTo /D [3 0 R /Fit] /Next << /S /Named /N /Print >>')],
    ['a form that sends itself', action('/S /SubmitForm /F (https://example.test/)')],
    ['an import of data', action('/S /ImportData /F (x)')],
    ['a jump to another file', action('/S /GoToR /F (x.pdf)')],
    ['an additional action on a page', aPdf({ page: '/AA << /O << /S /Named /N /Print >> >>' })],
    ['rich media', aPdf({ page: '/Annots [<< /Type /Annot /Subtype /RichMedia >>]' })],
    ['an XFA form', aPdf({ catalog: '/AcroForm << /XFA 4 0 R >>', objects: [aStream('<xdp/>')] })],
  ])('in the shape of %s is quarantined', async (_what, file) => {
    const report = await checkPdf(file, { now: NOW, anchors: [], maxPages: 1000 });
    expect(report.findings[0]).toEqual(expect.objectContaining({ code: 'ACTIVE_CONTENT', severity: 'quarantine' }));
  });

  it.each<[string, Buffer, FindingCode]>([
    ['an embedded file', aPdf({ catalog: '/Names << /EmbeddedFiles << >> >>' }), 'EMBEDDED_FILE'],
    ['a file attached to a page', aPdf({ page: '/Annots [<< /Subtype /FileAttachment /FS << /EF << /F 4 0 R >> >> >>]', objects: [aStream('x', '/Type /EmbeddedFile')] }), 'EMBEDDED_FILE'],
    ['an object hidden in a stream', aPdf({ objects: [aStream('7 0 obj\n<< /S /Named >>\nendobj', '', false)] }), 'HIDDEN_OBJECT'],
    ['an object stream that does not unpack', aPdf({ objects: ['<< /Type /ObjStm /Filter /FlateDecode /N 1 /First 4 /Length 4 >>\nstream\nxxxx\nendstream'] }), 'HIDDEN_OBJECT'],
    ['the mark of the antivirus test file', aPdf({ objects: [`(${['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')})`] }), 'MALWARE_MARK'],
  ])('or %s is quarantined', async (_what, file, code) => {
    expect(await codesFor(file)).toContain(code);
  });

  it('does not take a web link on a page for active, only tells of it', async () => {
    expect(await codesFor(aPdf({ page: '/Annots [<< /Subtype /Link /A << /S /URI /URI (https://example.test/) >> >>]' }))).toEqual(['EXTERNAL_LINK']);
  });
});

/** A smallest ZIP archive: one empty file, its directory and the end record. */
function aZip(): Buffer {
  const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), Buffer.alloc(20), Buffer.from('\x01\0\0\0a', 'latin1')]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.alloc(24), Buffer.from('\x01\0', 'latin1'), Buffer.alloc(16), Buffer.from('a')]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  return Buffer.concat([local, central, end]);
}

describe('A file that is not plainly a PDF', () => {
  const gif = Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1');

  it.each<[string, Buffer, FindingCode]>([
    ['is empty', Buffer.alloc(0), 'NOT_A_PDF'],
    ['is a picture', gif, 'NOT_A_PDF'],
    ['is a text with the right name', Buffer.from('Dear colleague,\n'), 'NOT_A_PDF'],
    ['has a version nobody knows', Buffer.from('%PDF-9.9\n%%EOF'), 'NOT_A_PDF'],
    ['begins with something else', Buffer.concat([gif, aPdf()]), 'POLYGLOT'],
    ['begins with a line of HTML', Buffer.concat([Buffer.from('<html>'), aPdf()]), 'POLYGLOT'],
    ['has HTML behind its header', Buffer.from(aPdf().toString('latin1').replace('%\xe2', '%<script>alert(1)</script>\n%\xe2'), 'latin1'), 'POLYGLOT'],
    ['goes on as a ZIP archive', Buffer.concat([aPdf(), aZip()]), 'POLYGLOT'],
    ['goes on as a picture', Buffer.concat([aPdf(), Buffer.from('\xff\xd8\xff\xe0', 'latin1')]), 'POLYGLOT'],
    ['goes on as a program', Buffer.concat([aPdf(), Buffer.from('MZ\x90\0 This program cannot be run in DOS mode', 'latin1')]), 'POLYGLOT'],
    ['holds a ZIP archive in a stream', aPdf({ objects: [aStream(aZip(), '', false)] }), 'POLYGLOT'],
    ['has blank space without end behind it', Buffer.concat([aPdf(), Buffer.alloc(5000, 0x20)]), 'POLYGLOT'],
  ])('because it %s, is refused', async (_what, file, code) => {
    expect(await codesFor(file)).toEqual([code]);
  });
});

describe('A damaged file', () => {
  it.each(Array.from({ length: 15 }, (_, index) => index + 1))('cut after %d sixteenths is refused', async (sixteenths) => {
    for (const whole of [signed, appended(aPdf()), aPdf({ objects: [aStream('x'.repeat(4000))] })]) {
      const codes = await codesFor(whole.subarray(0, Math.floor((whole.length * sixteenths) / 16)));
      expect(codes.some((code) => code === 'TRUNCATED' || code === 'NOT_A_PDF')).toBe(true);
    }
  });

  it.each<[string, Buffer, FindingCode]>([
    ['is encrypted', aPdf({ trailer: '/Encrypt 4 0 R', objects: ['<< /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4 >>'] }), 'ENCRYPTED'],
    ['is encrypted under a disguised name', aPdf({ trailer: '/Encr#79pt 4 0 R', objects: ['<< /Filter /Standard >>'] }), 'ENCRYPTED'],
    ['has no catalogue', Buffer.from(aPdf().toString('latin1').replace('/Type /Catalog', '/Type /Nothing').replace('/Root 1 0 R', '/Root 9 0 R'), 'latin1'), 'MALFORMED'],
    ['has no pages', aPdf({ pageTree: '<< /Type /Pages /Kids [] /Count 0 >>' }), 'NO_PAGES'],
    ['has a page tree that loops', aPdf({ pageTree: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>' }), 'LOOPING'],
    ['has a page tree that loops further down', aPdf({ pageTree: '<< /Type /Pages /Kids [4 0 R] >>', objects: ['<< /Type /Pages /Kids [2 0 R] >>'] }), 'LOOPING'],
    ['nests too deep', aPdf({ objects: ['['.repeat(2000) + ']'.repeat(2000)] }), 'LOOPING'],
    ['unpacks without end', aPdf({ objects: [aStream(Buffer.alloc(140 * 1024 * 1024))] }), 'TOO_MUCH_INSIDE'],
    ['unpacks without end behind a text encoding', aPdf({ objects: [asHex(aStream(Buffer.alloc(140 * 1024 * 1024)))] }), 'TOO_MUCH_INSIDE'],
    ['unpacks an object stream without end', aPdf({ objects: [aStream(Buffer.alloc(20 * 1024 * 1024), '/Type /ObjStm /N 1 /First 1')] }), 'TOO_MUCH_INSIDE'],
    ['is compressed twice', aPdf({ objects: ['<< /Filter [/FlateDecode /FlateDecode] /Length 1 >>\nstream\nx\nendstream'] }), 'TOO_MUCH_INSIDE'],
  ])('that %s is refused', async (_what, file, code) => {
    expect(await codesFor(file)).toContain(code);
  });

  it('with cross-references that loop is refused', async () => {
    const file = aPdf();
    const table = /startxref\s+(\d+)/.exec(file.toString('latin1'))![1]!;
    expect(await codesFor(Buffer.from(file.toString('latin1').replace('/Root 1 0 R', `/Root 1 0 R /Prev ${table}`), 'latin1'))).toEqual(['LOOPING']);
  });

  it('never makes the checker throw, whichever byte is changed', async () => {
    const file = aPdf({ catalog: '/OpenAction 4 0 R', objects: ['<< /S /JavaScript /JS (x) >>', aStream('BT ET'), anObjectStream(20, ['<< >>'])] });
    for (let at = 0; at < file.length; at += 3) {
      const changed = Buffer.from(file);
      changed[at] = (at * 7) & 0xff;
      expect((await checkPdf(changed, { now: NOW, anchors: [], maxPages: 10 })).findings).toBeDefined();
    }
  });
});

describe('A signature inside', () => {
  const checks = async (file: Buffer, given: Partial<Parameters<typeof checkPdf>[1]> = {}): Promise<readonly [string, string | null][]> =>
    (await checkPdf(file, { now: NOW, anchors: [], maxPages: 1000, ...given })).signatures.map((each) => [each.result, each.reason]);

  it('passes when it fits and covers everything; whether its signer is known is said', async () => {
    expect(await checks(signed)).toEqual([['PASSED', null]]);
    expect(await codesFor(signed)).toEqual(['SIGNER_NOT_KNOWN', 'SIGNATURE_PASSED']);
    expect(await codesFor(signed, { anchors: [pair.certificate] })).toEqual(['SIGNATURE_PASSED']);
  });

  it('is in doubt where issuers are named and its own is not among them', async () => {
    const stranger = await aKeyPair('Somebody else');
    expect(await checks(signed, { anchors: [stranger.certificate] })).toEqual([['INDETERMINATE', 'ISSUER_NOT_TRUSTED']]);
  });

  it.each([
    ['not yet valid', '2025-12-31T23:59:59Z', 'CERTIFICATE_NOT_YET_VALID'],
    ['expired', '2036-01-01T00:00:00Z', 'CERTIFICATE_EXPIRED'],
  ])('is in doubt while its certificate is %s', async (_what, now, reason) => {
    expect(await checks(signed, { now })).toEqual([['INDETERMINATE', reason]]);
  });

  it('is broken by one flipped byte of what it covers', async () => {
    const changed = Buffer.from(signed);
    const at = changed.indexOf('Caldicott');
    changed[at] = changed[at]! ^ 0x20;
    expect(await checks(changed)).toEqual([['FAILED', 'DIGEST_MISMATCH']]);
    expect(await codesFor(changed)).toEqual(['SIGNATURE_BROKEN']);
  });

  it('is broken by one changed digit of itself', async () => {
    const text = signed.toString('latin1');
    const from = text.indexOf('/Contents <') + 11;
    const digits = text.slice(from, text.indexOf('>', from)).replace(/0+$/, '');
    const last = from + digits.length - 6;
    const changed = Buffer.from(signed);
    changed[last] = changed[last] === 0x31 ? 0x32 : 0x31;
    expect((await checks(changed))[0]![0]).toBe('FAILED');
  });

  it('no longer covers a file that was added to, and a person must look', async () => {
    expect(await checks(appended(signed))).toEqual([['INDETERMINATE', 'CHANGED_AFTER_SIGNATURE']]);
    expect(await codesFor(appended(signed))).toContain('CHANGED_AFTER_SIGNATURE');
  });

  it('is broken when its range leaves out more than the signature', async () => {
    const text = signed.toString('latin1');
    const [range, , gapEnd, second] = /\/ByteRange \[0\s+(\d+)\s+(\d+)\s+(\d+)\]/.exec(text)!;
    const wider = `/ByteRange [0 ${' '.repeat(range.length)}`.slice(0, 14);
    const moved = `${wider}${/\d+/.exec(range.slice(14))![0]} ${Number(gapEnd) + 40} ${Number(second) - 40}`.padEnd(range.length - 1, ' ');
    expect(await checks(Buffer.from(text.replace(range, `${moved}]`), 'latin1'))).toEqual([['FAILED', 'BYTE_RANGE']]);
  });

  it('of a kind nobody can check is in doubt', async () => {
    expect(await checks(Buffer.from(signed.toString('latin1').replace('ETSI.CAdES.detached', 'adbe.x509.rsa_sha1!'), 'latin1'))).toEqual([['INDETERMINATE', 'FORMAT_NOT_KNOWN']]);
  });
});

/** Wraps a compressed stream object in hexadecimal text. */
function asHex(object: Buffer): Buffer {
  const start = object.indexOf('stream\n') + 7;
  const hex = object.subarray(start, object.lastIndexOf('\nendstream')).toString('hex');
  return Buffer.from(`<< /Filter [/ASCIIHexDecode /FlateDecode] /Length ${hex.length + 1} >>\nstream\n${hex}>\nendstream`);
}
