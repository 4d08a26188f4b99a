import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { aPdf, anAgreementDocument, aStream } from '../../../testing/index.js';
import type { Drawn } from '../../domain/rasters.js';
import { WriteDocuments } from '../../use-cases/write-documents.js';
import { DocumentRasters } from './document-rasters.js';

const rasters = new DocumentRasters({ processes: 1 });
const folder = mkdtempSync(join(tmpdir(), 'accord-rasters-'));
afterAll(() => {
  rasters.close();
  rmSync(folder, { recursive: true });
});

const document = async (): Promise<Uint8Array> => (await new WriteDocuments().pdf(anAgreementDocument({ providerCount: 40 }))).bytes;
let drawnSoFar = 0;
/** A document of its own, so that nothing of one spec is shared with another. */
const of = (bytes: Uint8Array): Drawn => ({ sha256: String(drawnSoFar += 1), who: 'ann', bytes: () => Promise.resolve(bytes) });
const refused = (code: string): unknown => expect.objectContaining({ code });
/** A page with a box of one colour in its lower left corner. */
const aBox = (colour: string): Buffer => aPdf({ page: '/Contents 4 0 R', objects: [aStream(`${colour} rg 0 0 100 100 re f`)] });

interface Picture { readonly width: number; readonly height: number; at(x: number, y: number): readonly number[]; readonly ink: number }

/** Reads what the encoder wrote, by the format's own rules. */
function read(png: Buffer): Picture {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const depth = png[25] === 0 ? 1 : 3;
  const start = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
  const at = (x: number, y: number): number[] => {
    const from = y * (width * depth + 1) + 1 + x * depth;
    return [...rows.subarray(from, from + depth)];
  };
  let ink = 0;
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (at(x, y)[0]! < 128) ink += 1;
  return { width, height, at, ink };
}

describe('Pictures of documents', () => {
  it('count the pages', async () => {
    expect(await rasters.pages(of(await document()))).toBe(3);
    expect(await rasters.pages(of(aPdf()))).toBe(1);
  });

  it('show what is printed on a page, and nothing where nothing is', async () => {
    const written = read(await rasters.picture(of(await document()), 1, 1));
    expect(written).toMatchObject({ width: 793, height: 1122 });
    expect(written.ink).toBeGreaterThan(10_000);
    expect(read(await rasters.picture(of(aPdf()), 1, 1)).ink).toBe(0);
  });

  it('show colours as they are, the right way up', async () => {
    const red = read(await rasters.picture(of(aBox('1 0 0')), 1, 1));
    expect(red.at(5, red.height - 5)).toEqual([255, 0, 0]);
    expect(red.at(5, 5)).toEqual([255, 255, 255]);
    expect(read(await rasters.picture(of(aBox('0 0 0')), 1, 1)).at(5, 1117)).toEqual([0]);
  });

  it('grow with the scale, and never past their bound', async () => {
    expect(read(await rasters.picture(of(aPdf()), 1, 3))).toMatchObject({ width: 2380, height: 3368 });
    const enormous = aPdf({ pageTree: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', page: '/UserUnit 1' }).toString('latin1').replace('[0 0 595 842]', '[0 0 14400 14400]');
    const { width, height } = read(await rasters.picture(of(Buffer.from(enormous, 'latin1')), 1, 3));
    expect(width * height).toBeLessThanOrEqual(9_000_000);
  });

  it('show a signature that is only an annotation', async () => {
    const signed = aPdf({ page: '/Annots [4 0 R]', catalog: '/AcroForm << /Fields [4 0 R] /SigFlags 3 >>', objects: [
      '<< /Type /Annot /Subtype /Widget /FT /Sig /T (S) /Rect [0 0 100 100] /F 4 /P 3 0 R /AP << /N 5 0 R >> >>',
      aStream('0 0 0 rg 0 0 100 100 re f', '/Type /XObject /Subtype /Form /BBox [0 0 100 100]'),
    ] });
    expect(read(await rasters.picture(of(signed), 1, 1)).ink).toBeGreaterThan(10_000);
  });

  it('tell the words of each page', async () => {
    const text = await rasters.text(of(await document()));
    expect(text).toHaveLength(3);
    expect(text[0]).toContain('Detailed Care Record sharing in Testshire');
    expect(text[2]).toContain('Example Surgery 39');
    expect(await rasters.text(of(aPdf()))).toEqual(['']);
  });

  it.each([2, 999_999])('are refused for page %d of one', async (page) => {
    await expect(rasters.picture(of(aPdf()), page, 1)).rejects.toEqual(refused('PAGE_OUT_OF_RANGE'));
  });

  it.each([
    ['is no PDF', Buffer.from('hello')],
    ['ends in the middle', aBox('1 0 0').subarray(0, 60)],
    ['has no pages', aPdf({ pageTree: '<< /Type /Pages /Kids [] /Count 0 >>' })],
    ['is empty', Buffer.alloc(0)],
  ])('are refused of a file that %s', async (_what, file) => {
    await expect(rasters.pages(of(file))).rejects.toEqual(refused('CANNOT_BE_SHOWN'));
    expect(await rasters.pages(of(aPdf()))).toBe(1);
  });

  it('survive a page that would take for ever', async () => {
    // Each form draws the one below it sixteen times: 16 to the twelfth power of boxes.
    const depth = 12;
    const forms = Array.from({ length: depth }, (_, index) => aStream(index === depth - 1 ? '0 0 0 rg 0 0 9 9 re f' : '/F Do '.repeat(16),
      `/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /F ${index + 6} 0 R >> >>`));
    const hostile = Buffer.from(aPdf({ page: '/Contents 4 0 R', objects: [aStream('/F Do'), ...forms] }).toString('latin1')
      .replace('/Resources << >>', '/Resources << /XObject << /F 5 0 R >> >>'), 'latin1');
    const bounded = new DocumentRasters({ processes: 1, wallMs: 700 });
    try {
      await expect(bounded.picture(of(hostile), 1, 1)).rejects.toEqual(refused('CANNOT_BE_SHOWN'));
      expect(await bounded.pages(of(aPdf()))).toBe(1);
    } finally {
      bounded.close();
    }
  });

  it('survive a child that grows past its memory', async () => {
    const bounded = new DocumentRasters({ processes: 1, residentBytes: 100 * 1024 * 1024 });
    try {
      await expect(bounded.picture(of(aBox('1 0 0')), 1, 3)).rejects.toEqual(refused('CANNOT_BE_SHOWN'));
    } finally {
      bounded.close();
    }
  });

  it('survive a child that dies in the middle', async () => {
    const program = join(folder, 'dying.mjs');
    writeFileSync(program, `const say = (text) => { const head = Buffer.alloc(4); head.writeUInt32BE(text.length); process.stdout.write(Buffer.concat([head, Buffer.from(text)])); };
process.stdin.on('data', () => process.exit(3)); say('"ready"');`);
    const dying = new DocumentRasters({ processes: 1, program });
    await expect(dying.picture(of(aPdf()), 1, 1)).rejects.toEqual(refused('CANNOT_BE_SHOWN'));
    dying.close();
  });
});
