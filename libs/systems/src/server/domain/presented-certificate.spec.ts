import { describe, expect, it } from '@jest/globals';
import { createHash, X509Certificate } from 'node:crypto';
import { aCertificate, type CertificateWish } from '../../testing/index.js';
import { PresentedCertificate, type CertificateHolder } from './presented-certificate.js';

const NOW = new Date('2026-03-02T09:00:00Z');

describe('a certificate handed in', () => {
  it('is known by the SHA-256 of its DER form, and carries its dates', async () => {
    const pem = await aCertificate({ name: 'example system' });
    const der = new X509Certificate(pem).raw;
    expect(PresentedCertificate.read(`\r\n${pem}\n`, 'consumer-system', NOW)).toMatchObject({
      sha256: createHash('sha256').update(der).digest('hex'), subject: 'CN=example system',
      from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z'),
    });
  });

  it.each<[string, CertificateWish, CertificateHolder]>([
    ['that begins later, so that renewals overlap', { from: '2026-06-01T00:00:00Z' }, 'consumer-system'],
    ['with an RSA key of 2048 bits, of a system', { key: 'RSA-2048' }, 'consumer-system'],
    ['with a P-384 key, of a gateway', { key: 'P-384' }, 'gateway'],
    ['without extended key usages', { uses: null }, 'consumer-system'],
  ])('is fit: one %s', async (_what, wish, holder) => {
    expect(() => PresentedCertificate.read('', holder, NOW)).toThrow();
    expect(PresentedCertificate.read(await aCertificate(wish), holder, NOW).sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, CertificateWish, CertificateHolder, string]>([
    ['expired this very second', { until: '2026-03-02T09:00:00Z' }, 'consumer-system', 'CERTIFICATE_EXPIRED'],
    ['of an authority', { isAuthority: true }, 'consumer-system', 'CERTIFICATE_OF_AUTHORITY'],
    ['with a short RSA key', { key: 'RSA-1024' }, 'consumer-system', 'CERTIFICATE_KEY_UNFIT'],
    ['on another curve', { key: 'P-521' }, 'consumer-system', 'CERTIFICATE_KEY_UNFIT'],
    ['with an RSA key, of a gateway, which signs receipts with a curve', { key: 'RSA-2048' }, 'gateway', 'CERTIFICATE_KEY_UNFIT'],
    ['for servers only', { uses: 'server' }, 'consumer-system', 'CERTIFICATE_NOT_FOR_CLIENTS'],
  ])('is refused: one %s', async (_what, wish, holder, code) => {
    const pem = await aCertificate(wish);
    expect(() => PresentedCertificate.read(pem, holder, NOW)).toThrow(expect.objectContaining({ code }));
  });

  it('is refused together with a private key, or another certificate, or as anything else', async () => {
    const [one, other] = [await aCertificate(), await aCertificate()];
    const read = (text: string) => () => PresentedCertificate.read(text, 'consumer-system', NOW);
    const key = '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n';
    expect(read(one + key)).toThrow(expect.objectContaining({ code: 'CERTIFICATE_HOLDS_PRIVATE_KEY' }));
    for (const text of [one + other, '', 'nonsense', one.slice(0, 200), one.replace('MII', 'MIJ'), 'x'.repeat(1_000_000), `${one}\0`]) {
      expect(read(text)).toThrow(expect.objectContaining({ code: 'CERTIFICATE_UNREADABLE' }));
    }
  });

  it('is refused with what is wrong where it is not one whole certificate alone', async () => {
    const [one, other] = [await aCertificate(), await aCertificate()];
    const refused = (text: string): string => {
      try { return PresentedCertificate.read(text, 'gateway', NOW).sha256; } catch (fault) { return (fault as Error).message; }
    };
    expect(refused(one + other)).toMatch(/^These are 2 certificates, as of a chain\./);
    for (const text of [`subject=CN = north\n${one}`, `${one}issuer=CN = authority`]) expect(refused(text)).toMatch(/^Something stands before or after the certificate\./);
    for (const text of [one.slice(0, 200), `${one.slice(0, 200)}\n-----END CERTIFICATE-----`]) expect(refused(text)).toMatch(/^This certificate is cut off or damaged/);
    expect(refused('nonsense')).toBe('This is not one certificate in PEM form.');
  });
});
