import type { AddressInfo } from 'node:net';
import { MachineClock } from './clock.js';
import { readConfig } from './config.js';
import { Floors } from './floors.js';
import { OnlineKeys } from './online-keys.js';
import { signingServer } from './signing-server.js';

function start(): void {
  const config = readConfig();
  const server = signingServer({
    keys: OnlineKeys.fromFolder(config.keysFolder), floors: new Floors(config.stateFolder), clock: new MachineClock(), token: config.token,
  });
  const stop = (): void => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 5_000).unref();
  };
  process.on('SIGINT', () => undefined); // children obey only the launcher
  process.on('SIGTERM', stop);
  process.on('message', (message: { type?: string }) => { if (message.type === 'stop') stop(); });
  process.on('disconnect', stop);
  server.once('error', (error) => fail(error));
  server.listen(config.port, '127.0.0.1', () => process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port }));
}

function fail(error: unknown): void {
  process.stderr.write(`signer: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

try {
  start();
} catch (error) {
  fail(error);
}
