import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the launcher of this process says: where the reference gateway is built, and which gateways run here. */
export interface GatewaysToRun {
  readonly program: string;
  readonly feedUrl: string;
  readonly authority: string;
  readonly pinnedRoot: string;
  readonly folder: string;
  readonly gateways: readonly { readonly code: string; readonly pem: string; readonly key: string }[];
}

/** What it hears back: a book that answers from now on, by the clock that all processes of a machine share; or an alarm. */
export type FromGateway =
  | { readonly type: 'enforcing'; readonly gateway: string; readonly publication: number; readonly at: string }
  | { readonly type: 'alarm'; readonly gateway: string; readonly message: string }
  | { readonly type: 'running'; readonly ports: Readonly<Record<string, number>> };

/** As the reference gateway's own modules name them; it embeds the library and knows nothing of a bench. */
interface GatewayProgram {
  startGateway(config: object, clock: { now(): number }, journal: { write(level: string, message: string): void }): Promise<{ readonly port: number }>;
}

const ENFORCING = /^Enforcing publication (\d+),/;

/** Runs several reference gateways in this process, each with a certificate, folders and a door of its own. */
async function run({ program, feedUrl, authority, pinnedRoot, folder, gateways }: GatewaysToRun): Promise<void> {
  const { startGateway } = await import(pathToFileURL(join(program, 'gateway.js')).href) as GatewayProgram;
  const { systemClock } = await import(pathToFileURL(join(program, 'clock.js')).href) as { systemClock: { now(): number } };
  const ports: Record<string, number> = {};
  for (const { code, pem, key } of gateways) {
    // The gateway says this in the same turn in which the new book takes the place of the old one.
    const write = (level: string, message: string): void => {
      const at = process.hrtime.bigint();
      const publication = ENFORCING.exec(message)?.[1];
      if (publication !== undefined) tell({ type: 'enforcing', gateway: code, publication: Number(publication), at: String(at) });
      else if (level === 'alarm') tell({ type: 'alarm', gateway: code, message });
    };
    const { port } = await startGateway({
      gatewayId: code, port: 0, feedUrl: new URL(feedUrl), dataFolder: join(folder, code), certificate: pem, key, authority, pinnedRoot: Buffer.from(pinnedRoot, 'base64'), localities: [],
      bufferBytes: 1_048_576, trustedProxies: [],
    }, systemClock, { write });
    ports[code] = port;
  }
  tell({ type: 'running', ports });
}

function tell(message: FromGateway): void {
  process.send?.(message);
}

process.once('message', (message) => { run(message as GatewaysToRun).catch((error: unknown) => { console.error(error); process.exit(1); }); });
process.on('disconnect', () => process.exit(0));
