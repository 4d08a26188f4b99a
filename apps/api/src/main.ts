import 'reflect-metadata';
import { startApi, type RunningApi } from './api.js';
import { readConfig } from './config.js';

const DRAIN_MS = 9_000;

/** Obeys only the launcher: ready and stop over the channel; gone when the channel is. */
async function start(): Promise<void> {
  let running: RunningApi | undefined;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    Promise.resolve(running?.stop()).then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.on('message', (message: { type?: string } | null) => { if (message?.type === 'stop') stop(); });
  running = await startApi(readConfig());
  process.send?.({ type: 'ready', port: running.port });
}

start().catch((error: unknown) => {
  process.stderr.write(`api: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
