import { Transactions } from '@accord/kernel/server';
import type { FeedSeen, LookingPace, PlaceSeen } from '../server/domain/feed-seen.js';
import { ReconciliationStore } from '../server/storage/reconciliation-store.js';
import { Reconcile } from '../server/use-cases/reconcile.js';
import { confirmedGateway } from './confirmed-gateway.js';
import { PublishedSharing } from './published-sharing.js';

interface AskedBy {
  readonly gateway?: string;
  readonly localities: readonly string[];
  readonly consumer?: string;
}

/** The repository as the feed serves it, by rules that a spec may break; every question is noted. Of its two localities one gateway, north, serves the first. */
export class WatchedFeed implements FeedSeen {
  /** Every question in its order: how, by whom, for what. */
  asked: string[] = [];
  /** What is answered thus to whoever is looked for, whatever the tables say. */
  standsStill: Readonly<Record<string, Uint8Array | Error>> = {};
  /** What happens at the next turns and pauses. */
  turns: (() => Promise<unknown>)[] = [];
  pauses: (() => Promise<unknown>)[] = [];
  mayFetch = ({ gateway, localities, consumer }: AskedBy, path: string): boolean =>
    (gateway !== undefined && !/^(?:consumers\/|localities\/TSTL)/.test(path)) || localities.some((code) => path === `localities/${code}.json`) || path === `consumers/${consumer}.json`;

  readonly pace: LookingPace = { begin: () => undefined, turn: async () => { await this.turns.shift()?.(); }, pause: async () => { await this.pauses.shift()?.(); } };

  private constructor(readonly sharing: PublishedSharing) {}

  static async open(): Promise<WatchedFeed> {
    const sharing = await PublishedSharing.open({ localities: 2, providers: 6, consumers: 4 });
    await sharing.publish();
    await sharing.behindTheirBack(confirmedGateway('north', { sha256: 'e'.repeat(64), pem: 'p' }, 'TSTL00000'));
    return new WatchedFeed(sharing);
  }

  /** The reconciler of this feed, or of one that differs from it. */
  async reconcile(feed: FeedSeen = this): Promise<Reconcile> {
    const transactions = new Transactions(await this.sharing.database.dataSourceAs('worker'), this.sharing.clock);
    return new Reconcile(transactions, this.sharing.clock, new ReconciliationStore(), feed, (await this.file('metadata/1.root.json'))!, this.pace);
  }

  fetch(path: string): Promise<Uint8Array | undefined> {
    this.asked.push(`GET itself ${path}`);
    return this.file(path);
  }

  inPlaceOf(sha256: string): PlaceSeen {
    return {
      fetch: (path) => this.answer('GET', sha256, path),
      isServed: async (path) => (await this.answer('HEAD', sha256, path)) !== undefined,
    };
  }

  async file(path: string): Promise<Uint8Array | undefined> {
    const [, sha256, target] = /^targets\/\w+\/([0-9a-f]{64})\.(.+)$/.exec(path) ?? [];
    const [, version, role] = /^metadata\/(?:(\d+)\.)?(\w+)\.json$/.exec(path) ?? [];
    const [row] = target === undefined
      ? await this.rows<{ content: Buffer }>('SELECT content FROM tuf_metadata WHERE role = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY version DESC LIMIT 1', role, version ?? null)
      : await this.rows<{ content: Buffer }>('SELECT content FROM tuf_target WHERE sha256 = $1', sha256);
    return row?.content;
  }

  private async answer(method: 'GET' | 'HEAD', sha256: string, path: string): Promise<Uint8Array | undefined> {
    const [gateway] = await this.rows<{ gateway: string; localities: string[] }>(`SELECT code AS gateway, ARRAY(SELECT locality.code FROM gateway_locality s JOIN locality ON locality.id = s.locality_id WHERE s.gateway_id = gateway.id) AS localities
      FROM gateway JOIN gateway_certificate c ON c.gateway_id = gateway.id WHERE c.sha256 = $1`, sha256);
    const [system] = await this.rows<{ consumer: string }>('SELECT consumer_ods_code AS consumer FROM system_certificate WHERE sha256 = $1', sha256);
    const caller: AskedBy = gateway ?? { localities: [], ...system };
    this.asked.push(`${method} ${caller.gateway ?? caller.consumer ?? 'nobody'} ${path}`);
    const stood = this.standsStill[path];
    if (stood instanceof Error) throw stood;
    if (stood !== undefined) return stood;
    if (path === 'localities') return Buffer.from(JSON.stringify({ localities: caller.localities }));
    return path.startsWith('metadata/') || this.mayFetch(caller, path.replace(/^targets\/|[0-9a-f]{64}\./g, '')) ? this.file(path) : undefined;
  }

  private async rows<Row>(text: string, ...params: unknown[]): Promise<Row[]> {
    return (await this.sharing.database.owner.query(text, params)).rows as Row[];
  }
}
