import { UpdateRefused } from '@accord/enforcement';

import { systemClock } from './clock.js';
import { ConfigFault, configFromEnvironment } from './config.js';
import { startGateway } from './gateway.js';
import { streamJournal } from './journal.js';

const journal = streamJournal(systemClock, process.stdout);

try {
  const gateway = await startGateway(configFromEnvironment(), systemClock, journal);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    gateway.stop().then(() => process.exit(0), (error: unknown) => {
      journal.write('alarm', `Stopping failed: ${String(error)}`);
      process.exit(1);
    });
  };
  process.on('SIGTERM', stop);
  if (process.send === undefined) {
    process.on('SIGINT', stop);
  } else {
    // Ctrl-C reaches the whole group: the supervisor decides in which order its processes stop.
    process.on('SIGINT', () => undefined);
    process.on('message', (message: unknown) => {
      if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop') stop();
    });
    process.on('disconnect', stop);
    process.send({ type: 'ready', port: gateway.port });
  }
} catch (error) {
  process.stderr.write(`${sentenceFor(error)}\n`);
  process.exit(1);
}

function sentenceFor(error: unknown): string {
  if (error instanceof ConfigFault) return error.message;
  if (error instanceof UpdateRefused) return `The gateway cannot start: its root of trust or held state is refused (${error.code}, ${error.message}).`;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EADDRINUSE') return 'The gateway cannot start: its port is in use. Set ACCORD_GATEWAY_PORT to a free one.';
  return `The gateway cannot start: ${error instanceof Error ? error.message : String(error)}`;
}
