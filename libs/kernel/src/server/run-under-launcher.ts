/** What the launcher starts and stops. */
export interface Running {
  readonly port?: number;
  stop(): Promise<void>;
}

const DRAIN_MS = 9_000;

/** A program of the launcher obeys only it: ready and stop over the channel; gone when the channel is. Ctrl-C is the launcher's to hear. */
export function runUnderLauncher(name: string, start: () => Promise<Running>): void {
  let running: Running | undefined;
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
  // In a promise from its first step, so that a wrong setting ends the program with its sentence as well.
  Promise.resolve().then(start).then((started) => {
    running = started;
    process.send?.({ type: 'ready', port: started.port });
  }).catch((error: unknown) => {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
