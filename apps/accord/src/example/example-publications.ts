import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalBytes, sealKeyOf, type ReceiptContent } from '@accord/enforcement';
import type { Actor } from '@accord/kernel';
import { dataSourceFor, KernelModule, Transactions, type RunningRole } from '@accord/kernel/server';
import { FoundRepository, NoteContact, PUBLISHER, PublishingModule, PublishSummaries, ReceiptStore, SealKey, TakeReceipt } from '@accord/publication/server';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { GATEWAY_CODE } from '../programs.js';
import type { Home } from '../state/home.js';
import { LAGGING_GATEWAY } from './example-machines.js';
import type { ExampleStage } from './example-stage.js';
import { OnlineKeySigner } from './online-key-signer.js';

@Module({})
class PressModule {
  static forRoot(dataSource: DataSource, home: Home, clock: ExampleStage['clock']): DynamicModule {
    const sealKey = new SealKey(sealKeyOf(createPublicKey(readFileSync(join(home.auditKeys, 'seal.pub')))));
    return { module: PressModule, imports: [KernelModule.forRoot(dataSource, clock), PublishingModule.forRoot(new OnlineKeySigner(home.onlineKeys), sealKey)] };
  }
}

interface Issue {
  readonly number: number;
  readonly hash: string;
  readonly stop_list_number: number;
  readonly published_at: Date;
}

const LAGGING_BY = 1;

/** Publications as they were issued on the days of the example, and the gateways' receipts for them. */
export class ExamplePublications {
  private constructor(
    private readonly stage: ExampleStage, private readonly home: Home, private readonly app: INestApplicationContext,
    private readonly publisher: DataSource, private readonly feed: DataSource,
  ) {}

  static async open(stage: ExampleStage, home: Home, urls: Readonly<Record<RunningRole, string>>): Promise<ExamplePublications> {
    const connect = (role: RunningRole): Promise<DataSource> => dataSourceFor({ url: urls[role], mappings: [], poolSize: 2, applicationName: 'accord command' }).initialize();
    const [publisher, feed] = [await connect('publisher'), await connect('feed')];
    const app = await NestFactory.createApplicationContext(PressModule.forRoot(publisher, home, stage.clock), { logger: ['error', 'warn'], abortOnError: false });
    return new ExamplePublications(stage, home, app, publisher, feed);
  }

  async found(daysAgo: number): Promise<void> {
    const metadata = (name: string): Buffer => readFileSync(join(this.home.metadata, name));
    await this.stage.play(daysAgo, '16:00', () => this.app.get(FoundRepository).execute(PUBLISHER, metadata('1.root.json'), metadata('1.targets.json')));
    await this.publish(daysAgo);
  }

  /** A moment after what has changed, which is mostly the end of a working day; a start that was cut short does not issue what it issued before. */
  async publish(daysAgo: number, time = '16:40:01'): Promise<void> {
    await this.stage.play(daysAgo, time, async (at) => {
      const [later] = await this.publisher.query<unknown[]>('SELECT 1 FROM publication WHERE published_at >= $1', [at]);
      if (later === undefined) await this.app.get(PublishSummaries).execute(PUBLISHER, true);
    });
  }

  /** Each gateway's signed word for what it applied: one has applied everything, the other is one behind. */
  async receipts(lastHeardAt: Date): Promise<void> {
    const issues = await this.publisher.query<Issue[]>('SELECT number, hash, stop_list_number, published_at FROM publication ORDER BY number');
    const gateways = await this.publisher.query<{ id: string; code: string; pem: string; sha256: string }[]>('SELECT gateway.id, code, pem, sha256 FROM gateway JOIN gateway_certificate ON gateway_id = gateway.id');
    const transactions = new Transactions(this.feed, this.stage.clock);
    const taking = new TakeReceipt(transactions, this.stage.clock, new ReceiptStore());
    for (const { id, code, pem, sha256 } of gateways) {
      const applied = code === LAGGING_GATEWAY ? issues.slice(0, -LAGGING_BY) : issues;
      const key = createPrivateKey(readFileSync(this.home.certificateKey(code === GATEWAY_CODE ? 'gateway' : code)));
      const actor = gatewayActor(code);
      for (const issue of applied) {
        const appliedAt = new Date(issue.published_at.getTime() + 240 + (issue.number * 37) % 400);
        await this.stage.clock.at(new Date(appliedAt.getTime() + 60), () => taking.execute(actor, { id, code, certificatePem: pem }, receiptOf(code, issue, appliedAt, key)));
      }
      await this.stage.clock.at(lastHeardAt, () => new NoteContact(transactions, this.stage.clock, new ReceiptStore()).asked(actor, id, sha256));
    }
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.publisher.destroy();
    await this.feed.destroy();
  }
}

function gatewayActor(code: string): Actor {
  return { kind: 'machine', personId: null, name: code, duty: 'gateway', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'feed' };
}

function receiptOf(gateway: string, { number, hash, stop_list_number: stopList }: Issue, appliedAt: Date, key: KeyObject) {
  const content: ReceiptContent = { gateway, publication: number, stopList, hash, appliedAt: appliedAt.toISOString() };
  return { ...content, signature: sign('sha256', canonicalBytes(content), key).toString('base64') };
}
