/** What the launcher starts and stops. */
export interface Running {
  stop(): Promise<void>;
}

const DRAIN_MS = 9_000;

/** Children obey only the launcher: ready and stop over the channel; gone when the channel is. */
export function obeyLauncher(running: Running): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    running.stop().then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);
  process.on('message', (message: { type?: string } | null) => { if (message?.type === 'stop') stop(); });
  process.on('disconnect', stop);
}
