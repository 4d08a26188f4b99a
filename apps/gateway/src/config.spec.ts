import { describe, expect, it } from '@jest/globals';

import { readConfig } from './config.js';

describe('the settings of a gateway', () => {
  it('are all complained about at once', () => {
    expect(() => readConfig({ ACCORD_GATEWAY_PORT: 'many', ACCORD_FEED_URL: 'http://127.0.0.1:3001', ACCORD_GATEWAY_CERT: '/nowhere/gateway.pem', ACCORD_TRUSTED_PROXIES: '10.0.0.1,proxy.example' })).toThrow(
      'The gateway cannot start: ACCORD_GATEWAY_ID is missing; ACCORD_GATEWAY_PORT must be a whole number from 0 to 65535; ACCORD_FEED_URL must be an https address; '
      + 'ACCORD_GATEWAY_DATA is missing; ACCORD_GATEWAY_CERT names a file that cannot be read (ENOENT: /nowhere/gateway.pem); ACCORD_GATEWAY_KEY is missing; '
      + 'ACCORD_GATEWAY_CA is missing; ACCORD_GATEWAY_ROOT is missing; ACCORD_TRUSTED_PROXIES names proxy.example, which is no IP address.',
    );
  });
});
