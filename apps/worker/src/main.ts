import 'reflect-metadata';
import { readConfig } from './config.js';
import { startPublisher } from './publisher.js';
import { obeyLauncher, type Running } from './running.js';
import { startWorker } from './worker.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const alarm = (line: string): void => void process.stderr.write(`alarm: ${line}\n`);

async function start(): Promise<void> {
  const config = readConfig();
  let running: Running | undefined;
  obeyLauncher({ stop: async () => running?.stop() });
  running = config.ACCORD_ROLE === 'publisher' ? await startPublisher(config, say, alarm) : await startWorker(config, say);
  process.send?.({ type: 'ready' });
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
