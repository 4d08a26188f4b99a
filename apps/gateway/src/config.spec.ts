import { describe, expect, it } from '@jest/globals';

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readConfig } from './config.js';
import { TestAuthority } from './testing/test-authority.js';

describe('the settings of a gateway', () => {
  it('are all complained about at once', () => {
    expect(() => readConfig({ ACCORD_GATEWAY_PORT: 'many', ACCORD_FEED_URL: 'http://127.0.0.1:3001', ACCORD_GATEWAY_CERT: '/nowhere/gateway.pem', ACCORD_TRUSTED_PROXIES: '10.0.0.1,proxy.example' })).toThrow(
      'The gateway cannot start: ACCORD_GATEWAY_ID is missing; ACCORD_GATEWAY_PORT must be a whole number from 0 to 65535; ACCORD_FEED_URL must be an https address; '
      + 'ACCORD_GATEWAY_DATA is missing; ACCORD_GATEWAY_CERT names a file that cannot be read (ENOENT: /nowhere/gateway.pem); ACCORD_GATEWAY_KEY is missing; '
      + 'ACCORD_GATEWAY_CA is missing; ACCORD_GATEWAY_ROOT is missing; ACCORD_TRUSTED_PROXIES names proxy.example, which is no IP address.',
    );
  });

  it('refuse a certificate that is for one side alone, and a file that holds none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'accord-gateway-config-'));
    const authority = await TestAuthority.create(Date.UTC(2026, 2, 2));
    const complaint = (pem: string): string => {
      const path = join(folder, 'gateway.pem');
      writeFileSync(path, pem);
      try { readConfig({ ACCORD_GATEWAY_CERT: path }); } catch (error) { return (error as Error).message; }
      return '';
    };
    expect(complaint((await authority.issue('north', 'client')).certificate)).toContain('ACCORD_GATEWAY_CERT is not for both sides: its extended key usage has to name serverAuth as well');
    expect(complaint('no certificate')).toContain('ACCORD_GATEWAY_CERT names a file that holds no certificate');
    expect(complaint((await authority.issue('north')).certificate)).not.toContain('ACCORD_GATEWAY_CERT');
    rmSync(folder, { recursive: true });
  });

  it('refuse a key that is not the one of the certificate, and a file that holds none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'accord-gateway-config-'));
    const authority = await TestAuthority.create(Date.UTC(2026, 2, 2));
    const [one, other] = [await authority.issue('north'), await authority.issue('south')];
    const [cert, key] = [join(folder, 'gateway.pem'), join(folder, 'gateway.key')];
    writeFileSync(cert, one.certificate);
    const complaint = (pem: string): string => {
      writeFileSync(key, pem);
      try { readConfig({ ACCORD_GATEWAY_CERT: cert, ACCORD_GATEWAY_KEY: key }); } catch (error) { return (error as Error).message; }
      return '';
    };
    expect(complaint(other.key)).toContain('ACCORD_GATEWAY_KEY is not the key of the certificate that ACCORD_GATEWAY_CERT names');
    expect(complaint(one.certificate)).toContain('ACCORD_GATEWAY_KEY names a file that holds no private key');
    expect(complaint(one.key)).not.toContain('ACCORD_GATEWAY_KEY');
    rmSync(folder, { recursive: true });
  });
});
