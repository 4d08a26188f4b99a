import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@accord/kernel/server';
import type { SignatureCheck } from '../../contract/index.js';
import { aPdfSignedBy } from '../../testing/index.js';
import { checkPdf } from './check-pdf.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) process.stderr.write('skipped: openssl is not installed, so no signatures of a foreign maker were checked\n');

/** Signatures that another program made, with keys and attributes as others make them. */
(hasOpenssl ? describe : describe.skip)('A signature made by another program', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => { execFileSync('openssl', args, { stdio: 'ignore' }); };
  const PARAMS = { rsa: ['rsa:2048'], weak: ['rsa:1024'], ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1'] } as const;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'accord-signature-'));
    for (const [name, params] of Object.entries(PARAMS)) {
      openssl('req', '-x509', '-newkey', ...params, '-nodes', '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`), '-days', '30', '-subj', `/CN=Foreign ${name}`);
    }
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', file('ca.key'), '-out', file('ca.pem'), '-days', '30', '-subj', '/CN=Foreign issuer');
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', file('leaf.key'), '-out', file('leaf.csr'), '-subj', '/CN=Foreign leaf');
    openssl('x509', '-req', '-in', file('leaf.csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '30', '-out', file('leaf.pem'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const signedWith = (key: string, ...options: string[]): Buffer => aPdfSignedBy((content) => {
    writeFileSync(file('content'), content);
    openssl('cms', '-sign', '-binary', '-in', file('content'), '-signer', file(`${key}.pem`), '-inkey', file(`${key}.key`), '-outform', 'DER', '-out', file('signature'), ...options);
    return readFileSync(file('signature'));
  });
  const checked = async (pdf: Buffer, anchors: readonly string[] = []): Promise<SignatureCheck> =>
    (await checkPdf(pdf, { now: new SystemClock().now().toISOString(), anchors, maxPages: 10 })).signatures[0]!;

  it.each<[string, string, string[]]>([
    ['RSA', 'rsa', ['-md', 'sha256']],
    ['RSA with SHA-512', 'rsa', ['-md', 'sha512']],
    ['RSA-PSS', 'rsa', ['-md', 'sha256', '-keyopt', 'rsa_padding_mode:pss']],
    ['RSA with the signing certificate named inside', 'rsa', ['-md', 'sha256', '-cades']],
    ['RSA without signed attributes', 'rsa', ['-md', 'sha256', '-noattr']],
    ['RSA, signer named by key identifier', 'rsa', ['-md', 'sha256', '-keyid']],
    ['ECDSA on P-384', 'ec', ['-md', 'sha384']],
  ])('by %s passes, and fails once the file is changed', async (_what, key, options) => {
    const pdf = signedWith(key, ...options);
    expect(await checked(pdf)).toMatchObject({ result: 'PASSED', coversWholeDocument: true, subject: `CN=Foreign ${key}` });
    const changed = Buffer.from(pdf);
    changed[changed.indexOf('595 842')] = 0x36;
    expect((await checked(changed)).result).toBe('FAILED');
  });

  it.each<[string, string, string[], string]>([
    ['SHA-1', 'rsa', ['-md', 'sha1'], 'ALGORITHM_WEAK'],
    ['a short key', 'weak', ['-md', 'sha256'], 'ALGORITHM_WEAK'],
    ['a digest nobody here knows', 'rsa', ['-md', 'sha224'], 'ALGORITHM_NOT_KNOWN'],
    ['no certificate', 'rsa', ['-md', 'sha256', '-nocerts'], 'CERTIFICATE_MISSING'],
  ])('with %s stays in doubt', async (_what, key, options, reason) => {
    expect(await checked(signedWith(key, ...options))).toMatchObject({ result: 'INDETERMINATE', reason });
  });

  it('is trusted through its issuer, and not through a stranger', async () => {
    const pdf = signedWith('leaf', '-md', 'sha256', '-certfile', file('ca.pem'));
    const anchor = readFileSync(file('ca.pem'), 'utf8');
    expect(await checked(pdf, [anchor])).toMatchObject({ result: 'PASSED', trusted: true });
    expect(await checked(pdf, [readFileSync(file('rsa.pem'), 'utf8')])).toMatchObject({ result: 'INDETERMINATE', reason: 'ISSUER_NOT_TRUSTED', trusted: false });
    expect(await checked(pdf)).toMatchObject({ result: 'PASSED', trusted: false });
  });

  it('whose container is cut short or empty is broken', async () => {
    expect((await checked(aPdfSignedBy(() => Buffer.from('3082', 'hex')))).result).toBe('FAILED');
    expect((await checked(aPdfSignedBy(() => Buffer.alloc(0)))).result).toBe('FAILED');
  });
});
