import { ReverseProxy, TestFeed, aLocality } from '@accord/enforcement/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { GatewayStage } from './testing/gateway-stage.js';

const PROXY = '127.0.0.2';
const T0 = Date.now();
const stage = new GatewayStage(T0, (at) => new TestFeed(at), aLocality());
let proxy: ReverseProxy;

/** Behind a proxy that comes from the one trusted address; it may say another thing than the truth. */
async function startBehind(says?: (certificate: Buffer) => string | string[]): Promise<void> {
  const { port } = await stage.start({ trustedProxies: [PROXY] });
  await stage.until(async () => (await stage.call('GET', '/health')).body['publication'] === stage.signed.number);
  const { certificate, key } = stage.server;
  proxy = await ReverseProxy.start({ certificate, key, authority: stage.authority.pem, behind: port, from: PROXY, ...(says && { says }) });
}
const decided = (by = stage.consumer) => stage.decide({}, by, proxy.port);

beforeAll(() => stage.open());
beforeEach(() => stage.begin());
afterEach(async () => {
  await proxy.stop();
  await stage.end();
});

describe('a gateway behind a reverse proxy', () => {
  it('decides for the consumer whose certificate the proxy saw, and for that of a direct connection alike', async () => {
    await startBehind();
    for (let count = 0; count < 3; count += 1) {
      expect(await decided()).toMatchObject({ status: 200, body: { decision: 'permit' } });
      expect(await decided(stage.stranger)).toMatchObject({ status: 403, body: { code: 'WRONG_CALLER' } });
    }
    expect(await stage.decide()).toMatchObject({ status: 200, body: { decision: 'permit' } });
    expect((await stage.call('GET', '/health')).body).toMatchObject({ unknownCallers: 3, refusedCallers: {} });
  });

  it('answers nobody for whom the proxy says nothing that holds, and counts them by reason', async () => {
    let said: string | string[] = '';
    await startBehind(() => said);
    const header = (pem: string): string => `:${pem.replace(/-----[A-Z ]+-----|\s/g, '')}:`;
    const good = header(stage.consumer.certificate);
    for (const [value, status, code] of [[[good, good], 400, 'CLIENT_CERT_REPEATED'], ['x', 400, 'CLIENT_CERT_MALFORMED'], [`:${'A'.repeat(9_000)}:`, 400, 'CLIENT_CERT_TOO_LARGE']] as const) {
      said = value as string | string[];
      expect(await decided()).toMatchObject({ status, body: { code } });
    }
    said = good;
    stage.clock.at = T0 + 90_000_000;
    expect(await decided()).toMatchObject({ status: 403, body: { code: 'CLIENT_CERT_NOT_CURRENT' } });
    stage.clock.at = T0;
    expect((await decided()).status).toBe(200);
    expect((await stage.call('GET', '/health')).body).toMatchObject({ refusedCallers: { CLIENT_CERT_REPEATED: 1, CLIENT_CERT_MALFORMED: 1, CLIENT_CERT_TOO_LARGE: 1, CLIENT_CERT_NOT_CURRENT: 1 } });
  });

  it('does not believe the same words from another address', async () => {
    await startBehind();
    const { certificate, key } = stage.server;
    const impostor = await ReverseProxy.start({ certificate, key, authority: stage.authority.pem, behind: stage.port, from: '127.0.0.1' });
    await expect(stage.decide({}, stage.consumer, impostor.port)).rejects.toThrow();
    await impostor.stop();
    expect((await decided()).status).toBe(200);
  });
});
