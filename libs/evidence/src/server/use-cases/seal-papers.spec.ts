import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SealedPaper } from '../../contract/index.js';
import { aKeyPair } from '../../testing/index.js';
import { Seal } from '../domain/seal.js';
import { checkPdf } from '../domain/check-pdf.js';
import { SealPapers } from './seal-papers.js';

const PAPER: SealedPaper = {
  title: 'Statement of a withdrawal', madeAt: new Date('2026-03-02T09:30:00.250Z'), parts: [
    { kind: 'heading', text: 'What was stopped' }, { kind: 'fields', rows: [['Practice', 'Elm Road Surgery (TSTP01)']] }, { kind: 'paragraph', text: 'Not complete yet.', isBold: true },
    { kind: 'table', widths: [200, 283], head: ['Gateway', 'Applied'], rows: Array.from({ length: 60 }, (_, index) => [`Gateway ${index}`, '2 March 2026']) },
  ],
};
let papers: SealPapers;
let anchor: string;
beforeAll(async () => {
  const { certificate, key } = await aKeyPair('Accord document seal');
  const seal = new Seal(certificate, key);
  [papers, anchor] = [new SealPapers(seal), certificate];
});

const hasPdfsig = spawnSync('pdfsig', ['-v']).status === 0;
const hasText = spawnSync('pdftotext', ['-v']).status === 0;

function asFile<T>(bytes: Uint8Array, look: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'accord-paper-'));
  const path = join(folder, 'paper.pdf');
  writeFileSync(path, bytes);
  try {
    return look(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a paper of Accord', () => {
  it('carries one seal over all of it, by the sealing certificate', async () => {
    const bytes = await papers.pdf(PAPER);
    const report = await checkPdf(bytes, { anchors: [anchor], now: '2026-03-02T10:00:00Z', maxPages: 200 });
    expect(report.signatures).toEqual([expect.objectContaining({ result: 'PASSED', coversWholeDocument: true, trusted: true })]);
  });

  (hasPdfsig ? it : it.skip)('is valid over the total document to another judge (pdfsig), and not after one byte was changed', async () => {
    const bytes = await papers.pdf(PAPER);
    const said = (file: Uint8Array): string => asFile(file, (path) => execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    for (const words of ['Signature is Valid.', 'Total document signed']) expect(said(bytes)).toContain(words);
    const changed = Buffer.from(bytes);
    const at = changed.indexOf('/Title');
    changed[at + 12] = changed[at + 12]! ^ 1;
    expect(said(changed)).not.toMatch(/Signature is Valid/);
  });

  (hasText ? it : it.skip)('says what it was given, on as many pages as that takes, and when it was made', async () => {
    const text = asFile(await papers.pdf(PAPER), (path) => execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }));
    for (const words of ['Statement of a withdrawal', 'Elm Road Surgery (TSTP01)', 'Not complete yet.', 'Gateway 59', 'page 2 of', 'Made and sealed by Accord', '2026-03-02T09:30:00.250Z']) expect(text).toContain(words);
  });
});
