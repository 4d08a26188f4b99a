import 'reflect-metadata';
import { constants, setPriority } from 'node:os';
import { runUnderLauncher } from '@accord/kernel/server';
import { readConfig } from './config.js';
import { startPublisher } from './publisher.js';
import { startWorker } from './worker.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const alarm = (line: string): void => void process.stderr.write(`alarm: ${line}\n`);

runUnderLauncher('worker', () => {
  const config = readConfig();
  if (config.ACCORD_ROLE === 'publisher') return startPublisher(config, say, alarm);
  // On a machine that they share, whatever a stop has to pass through comes before what may take a while.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  return startWorker(config);
});
