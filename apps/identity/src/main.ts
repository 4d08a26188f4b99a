import { ConfigFault, readConfig } from './config.js';
import { serve } from './server.js';

/** A child of the launcher: obeys its messages, ends when it is gone, and leaves Ctrl-C to it. */
async function main(): Promise<void> {
  const config = readConfig();
  const server = await serve(config);
  const stop = (): void => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 3_000).unref();
  };
  if (process.send !== undefined) {
    process.on('SIGINT', () => undefined);
    process.on('message', (message: { type?: string } | null) => { if (message?.type === 'stop') stop(); });
    process.on('disconnect', () => process.exit(0));
    process.send({ type: 'ready' });
  } else {
    process.on('SIGINT', stop);
  }
  process.on('SIGTERM', stop);
  console.log(`identity: OpenID provider for development at ${config.issuer}, ${config.people.length} people`);
}

main().catch((fault: unknown) => {
  if (fault instanceof ConfigFault) for (const sentence of fault.faults) console.error(`identity: ${sentence}`);
  else if ((fault as NodeJS.ErrnoException).code === 'EADDRINUSE') console.error('identity: the port is in use by another program.');
  else console.error('identity:', fault);
  process.exit(1);
});
