import { Client } from 'pg';

const RECONNECT_MS = 1_000;

/**
 * Hears NOTIFY on one channel over a connection of its own and begins again when the database went away. What was said meanwhile is
 * lost, so whoever listens also polls; `onWake` is called once after each reconnection.
 */
export class WakeUps {
  private client: Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly url: string, private readonly channel: 'accord_outbox' | 'accord_publication' | 'accord_revocation', private readonly onWake: (payload: string) => void) {}

  async start(): Promise<void> {
    const client = new Client({ connectionString: this.url, application_name: `accord ${this.channel}`, keepAlive: true, connectionTimeoutMillis: 10_000 });
    this.client = client;
    client.on('notification', (note) => this.onWake(note.payload ?? ''));
    client.on('error', () => this.again(client));
    client.on('end', () => this.again(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      this.onWake('');
    } catch {
      this.again(client);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private again(lost: Client): void {
    if (this.stopped || lost !== this.client) return;
    this.client = undefined;
    lost.end().catch(() => undefined);
    this.retry = setTimeout(() => { this.start().catch(() => undefined); }, RECONNECT_MS);
  }
}
