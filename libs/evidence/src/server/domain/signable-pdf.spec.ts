import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { aKeyPair, anAgreementDocument, aPdf, aSignedPage } from '../../testing/index.js';
import { checkPdf } from './check-pdf.js';
import { londonTime } from './signed-page-text.js';
import { Seal, SealFault } from './seal.js';
import { NotSignable, SignablePdf } from './signable-pdf.js';
import { writeAgreementDocument } from './write-agreement-document.js';

const asked = { now: '2026-03-02T10:00:00Z', anchors: [], maxPages: 1000 };
let seal: Seal;
let other: Awaited<ReturnType<typeof aKeyPair>>;

beforeAll(async () => {
  const { certificate, key } = await aKeyPair('Accord document seal');
  seal = new Seal(certificate, key);
  other = await aKeyPair();
});

describe('An agreement document', () => {
  it('is the same bytes for the same data', async () => {
    const [one, again] = [await writeAgreementDocument(anAgreementDocument()), await writeAgreementDocument(anAgreementDocument())];
    expect(Buffer.compare(one, again)).toBe(0);
  });

  it('is other bytes when a term differs', async () => {
    const one = await writeAgreementDocument(anAgreementDocument());
    const narrower = await writeAgreementDocument(anAgreementDocument({ consumers: [{ odsCode: 'TSTV01', name: 'Example Hospice', views: ['summary'] }] }));
    expect(Buffer.compare(one, narrower)).not.toBe(0);
  });

  it.each([1, 20, 21, 400])('carries %d sharing organisations over as many pages as it takes', async (providerCount) => {
    const { pages, findings } = await checkPdf(await writeAgreementDocument(anAgreementDocument({ providerCount })), asked);
    expect(findings).toEqual([]);
    expect(pages).toBeGreaterThanOrEqual(Math.ceil(providerCount / 45));
  });

  it('carries a service with seventeen views and names its fonts cannot print', async () => {
    const views = Array.from({ length: 17 }, (_, index) => ({ code: `view-${index}`, name: `View ${index}` }));
    const document = anAgreementDocument({ views, providers: [{ odsCode: 'TSTP00', name: 'Meddygfa Tŷ Ŵyl 診療所 \u202e(x)\\' }] });
    expect((await checkPdf(await writeAgreementDocument(document), asked)).findings).toEqual([]);
  });
});

describe('A signed document', () => {
  it('begins with the very document that was shown, and adds one page', async () => {
    const document = await writeAgreementDocument(anAgreementDocument());
    const signable = await SignablePdf.read(document);
    const file = signable.sign(aSignedPage(), seal);
    expect(file.subarray(0, document.length).equals(document)).toBe(true);
    expect(signable.sha256).toBe(createHash('sha256').update(document).digest('hex'));
    expect(file.toString('latin1')).toContain(signable.sha256);
    expect((await checkPdf(file, asked)).pages).toBe(signable.pages + 1);
  });

  it('names signatory, authority, organisation and both times', async () => {
    const file = (await SignablePdf.read(await writeAgreementDocument(anAgreementDocument()))).sign(aSignedPage({ signedAt: new Date('2026-07-01T09:30:00Z') }), seal).toString('latin1');
    for (const text of ['Dr Ann Example', 'Caldicott Guardian', 'TSTP000', '2026-07-01T09:30:00.000Z', '1 July 2026 at 10:30:00 BST']) expect(file).toContain(text);
    expect(londonTime(new Date('2026-12-01T09:30:00Z'))).toContain('09:30:00 GMT');
  });

  it('carries a seal that passes over the whole file', async () => {
    const file = (await SignablePdf.read(await writeAgreementDocument(anAgreementDocument()))).sign(aSignedPage(), seal);
    const { signatures } = await checkPdf(file, asked);
    expect(signatures).toEqual([expect.objectContaining({ result: 'PASSED', coversWholeDocument: true, claimedAt: '2026-03-02T09:30:00.000Z' })]);
  });

  it('breaks its seal with any changed byte', async () => {
    const document = await writeAgreementDocument(anAgreementDocument());
    const file = (await SignablePdf.read(document)).sign(aSignedPage(), seal);
    for (const at of [20, 900, document.length + 700, file.indexOf('Dr Ann') + 4]) {
      const changed = Buffer.from(file);
      changed[at] = changed[at]! ^ 0x01;
      expect((await checkPdf(changed, asked)).signatures.every((each) => each.result === 'PASSED')).toBe(false);
    }
  });

  it('is only made of documents that Accord wrote and nobody signed', async () => {
    const signed = (await SignablePdf.read(await writeAgreementDocument(anAgreementDocument()))).sign(aSignedPage(), seal);
    await expect(SignablePdf.read(signed)).rejects.toBeInstanceOf(NotSignable);
    await expect(SignablePdf.read(aPdf({ catalog: '/AcroForm << >>' }))).rejects.toBeInstanceOf(NotSignable);
  });

  it('is sealed only with a key that belongs to the certificate', async () => {
    const mine = await aKeyPair();
    expect(() => new Seal(mine.certificate, other.key)).toThrow(SealFault);
  });

  it('takes less than eight milliseconds each', async () => {
    const signable = await SignablePdf.read(await writeAgreementDocument(anAgreementDocument({ providerCount: 100 })));
    for (let warm = 0; warm < 20; warm += 1) signable.sign(aSignedPage(), seal);
    const before = process.cpuUsage();
    for (let made = 0; made < 100; made += 1) signable.sign(aSignedPage(), seal);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / 100).toBeLessThan(8);
  });
});

/** Independent judges, where they are installed. */
const judges = { pdfsig: spawnSync('pdfsig', ['-v']).status === 0, qpdf: spawnSync('qpdf', ['--version']).status === 0 };
for (const [name, there] of Object.entries(judges)) if (!there) process.stderr.write(`skipped: ${name} is not installed, so it did not judge the signed document\n`);

describe('Independent readers', () => {
  const judged = async (judge: (path: string) => void): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'accord-evidence-'));
    try {
      const path = join(folder, 'signed.pdf');
      writeFileSync(path, (await SignablePdf.read(await writeAgreementDocument(anAgreementDocument({ providerCount: 60 })))).sign(aSignedPage(), seal));
      judge(path);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  (judges.pdfsig ? it : it.skip)('call the seal valid over the total document (pdfsig)', () => judged((path) => {
    const said = execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(said).toContain('Signature is Valid.');
    expect(said).toContain('Total document signed');
    expect(said).toContain('ETSI.CAdES.detached');
  }));

  (judges.qpdf ? it : it.skip)('find no fault in the structure (qpdf)', () => judged((path) => {
    expect(execFileSync('qpdf', ['--check', path], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors found');
  }));
});
