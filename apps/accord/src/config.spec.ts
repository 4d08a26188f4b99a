import { describe, expect, it } from '@jest/globals';
import { callersFolder, readSettings } from './config.js';

const SERVER = { DATABASE_URL: 'postgres://migrator:secret@db.example/accord' };

describe('the settings', () => {
  it('need nothing at all', () => {
    expect(readSettings({}, {})).toMatchObject({
      ports: { web: 3000, feed: 3001, gateway: 3002, identity: 3003 }, databaseUrl: null, redisUrl: null, trustedProxies: [], openId: null, origin: null, operator: 'operator',
    });
    expect(readSettings({}, {}).home).toMatch(/\/\.accord$/);
  });

  it('move every port by a setting of its own, and all of them from the command line', () => {
    expect(readSettings({}, { ACCORD_WEB_PORT: '4000', ACCORD_FEED_PORT: '4001', ACCORD_GATEWAY_PORT: '4002', ACCORD_IDENTITY_PORT: '4003' }).ports)
      .toEqual({ web: 4000, feed: 4001, gateway: 4002, identity: 4003 });
    expect(readSettings({ ports: '5000,5001,5002,5003' }, { ACCORD_WEB_PORT: '4000' }).ports).toEqual({ web: 5000, feed: 5001, gateway: 5002, identity: 5003 });
  });

  it('count an empty one as not set', () => {
    expect(readSettings({}, { ACCORD_WEB_PORT: '', DATABASE_URL: '' })).toMatchObject({ ports: { web: 3000 }, databaseUrl: null });
  });

  it('hand programs their surroundings and no secret', () => {
    const settings = readSettings({}, { ...SERVER, PATH: '/bin', AWS_SECRET_ACCESS_KEY: 'x', TZ: 'Europe/London' });
    expect(settings.surroundings).toEqual({ PATH: '/bin', TZ: 'Europe/London' });
    expect(settings.databaseUrl).toBe(SERVER.DATABASE_URL);
  });

  it.each([
    [{ ACCORD_WEB_PORT: 'abc' }, 'A setting is wrong: ACCORD_WEB_PORT must be a port number.'],
    [{ ACCORD_WEB_PORT: '70000' }, 'A setting is wrong: ACCORD_WEB_PORT must be a port from 1 to 65535.'],
    [{ ACCORD_FEED_PORT: '3000' }, 'A setting is wrong: ACCORD_FEED_PORT is 3000, and so is ACCORD_WEB_PORT.'],
    [{ DATABASE_URL: 'mysql://x/y' }, 'A setting is wrong: DATABASE_URL must be an address that begins with postgres:// or postgresql://.'],
    [{ ACCORD_TRUSTED_PROXIES: '10.0.0.1, proxy.example' }, 'A setting is wrong: ACCORD_TRUSTED_PROXIES must be IP addresses with commas between: a name could come to mean another machine.'],
    [{ ACCORD_OIDC_ISSUER: 'https://id.example', ACCORD_OIDC_CLIENT_ID: 'accord' }, 'A setting is wrong: ACCORD_OIDC_CLIENT_SECRET must be set where ACCORD_OIDC_ISSUER is.'],
  ])('refuse %j in one sentence', (environment, sentence) => {
    expect(() => readSettings({}, environment)).toThrow(sentence);
  });

  it('name every fault, not only the first', () => {
    const environment = { ACCORD_WEB_PORT: '0', REDIS_URL: 'localhost', ACCORD_OIDC_ISSUER: 'https://id.example' };
    expect(() => readSettings({}, environment)).toThrow(/^[\w ]+wrong:\n.*ACCORD_WEB_PORT.*\n.*REDIS_URL/);
  });

  it('refuse a --ports that is not four numbers', () => {
    expect(() => readSettings({ ports: '1,2' }, {})).toThrow('--ports takes four numbers: web,feed,gateway,identity.');
  });

  it('finds the folder that whoever gave a command to npm stands in, and no other', () => {
    const npm = { INIT_CWD: '/home/ann', npm_package_json: '/opt/accord/package.json' };
    expect(callersFolder(npm, '/opt/accord')).toBe('/home/ann');
    expect([callersFolder({}, '/opt/accord'), callersFolder({ INIT_CWD: '/home/ann' }, '/opt/accord'), callersFolder(npm, '/srv'), callersFolder({ ...npm, INIT_CWD: '/opt/accord' }, '/opt/accord')]).toEqual([null, null, null, null]);
  });
});
