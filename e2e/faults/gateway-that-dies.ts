import { fork } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { programsOf } from '@accord/app-accord/testing';
import type { FaultWorld } from './fault-world.js';

const FORGETFUL = pathToFileURL(`${import.meta.dirname}/forgetful-disk.mjs`).href;

/**
 * The product's own gateway program, in the place of the supervised one and on its data, while nobody takes its events; it is killed as soon as the work
 * is done, and the supervised one comes back to what it left.
 *
 * @param disk a forgetful one says that events are durable, and keeps none of them
 */
export async function withGatewayThatDies(world: FaultWorld, disk: 'true' | 'forgetful', work: () => Promise<void>): Promise<void> {
  const { installation } = world;
  await installation.stopPrograms(['gateway', 'feed']);
  const { entry, environment } = programsOf(installation.facts).find(({ name }) => name === 'gateway')!;
  const child = fork(entry, [], { env: { ...environment, ...(disk === 'true' ? {} : { NODE_OPTIONS: `--import ${FORGETFUL}` }) }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  try {
    await Promise.race([once(child, 'message'), gone.then(() => { throw new GatewayDied(`It ended before it served (${child.exitCode})`); })]);
    await work();
  } finally {
    child.kill('SIGKILL');
    await gone;
    await installation.start(['feed', 'gateway']);
  }
}

class GatewayDied extends Error {}
