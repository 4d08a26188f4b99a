import 'reflect-metadata';
import { runUnderLauncher } from '@accord/kernel/server';
import { readConfig } from './config.js';
import { startPublisher } from './publisher.js';
import { startWorker } from './worker.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const alarm = (line: string): void => void process.stderr.write(`alarm: ${line}\n`);

runUnderLauncher('worker', () => {
  const config = readConfig();
  return config.ACCORD_ROLE === 'publisher' ? startPublisher(config, say, alarm) : startWorker(config, say);
});
