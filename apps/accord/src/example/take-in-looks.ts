import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import { AccessEventIntake, IngestAccessEvents, PatientVault, readIntakeKeys, TakeIn } from '@accord/access-log/server';
import { sealEvent } from '@accord/enforcement';
import type { Actor } from '@accord/kernel';
import { Changes, dataSourceFor, Transactions, type RunningRole } from '@accord/kernel/server';
import { ExampleLooks } from '@accord/tooling/server';
import type { DataSource } from 'typeorm';
import { GATEWAY_CODE } from '../programs.js';
import type { Home } from '../state/home.js';
import { ExampleMark } from './example-mark.js';
import { looksGround } from './looks-ground.js';
import { MovedClock } from './moved-clock.js';

export interface LooksContext {
  readonly home: Home;
  readonly databaseUrls: Readonly<Record<RunningRole, string>>;
  readonly say: (line: string) => void;
  readonly isStopping: () => boolean;
  readonly count?: number;
}

const HOUR = 3_600_000;
const MOST_AT_ONCE = 250;
const TOLD_EVERY = 10_000;
const GATEWAY: Actor = { kind: 'machine', personId: null, name: GATEWAY_CODE, duty: 'gateway', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'feed' };

/**
 * The access events of the example, sealed as a gateway seals them and taken in as the feed takes them in, hour by hour of the time they
 * tell of. Each has its place in the gateway's sequence: what is in the log already is never sent twice, and a start that was stopped goes on.
 */
export async function takeInLooks({ home, databaseUrls, say, isStopping, count }: LooksContext): Promise<number> {
  const connect = (role: RunningRole): Promise<DataSource> => dataSourceFor({ url: databaseUrls[role], mappings: [], poolSize: 1, applicationName: 'accord command' }).initialize();
  const feed = await connect('feed');
  try {
    const { begunAt } = ExampleMark.of(home);
    const bootId = bootOf(begunAt);
    const [gateway] = await feed.query<{ id: string }[]>('SELECT id FROM gateway WHERE code = $1', [GATEWAY_CODE]);
    const [{ last = '0' } = {}] = await feed.query<{ last?: string }[]>('SELECT coalesce(max(sequence), 0) AS last FROM access_event_sender WHERE gateway_id = $1 AND boot_id = $2', [gateway!.id, bootId]);
    const publisher = await connect('publisher');
    const looks = await looksGround(publisher, begunAt).then((ground) => new ExampleLooks(ground, count)).finally(() => publisher.destroy());
    if (Number(last) >= looks.count) return looks.count;

    const read = (name: string): string => readFileSync(join(home.auditKeys, name), 'utf8');
    const keys = readIntakeKeys({ seal: read('seal.key'), data: read('data.key'), index: read('index.key') });
    const clock = new MovedClock(begunAt);
    const taking = new IngestAccessEvents(new Transactions(feed, clock), new AccessEventIntake(), new Changes(), new TakeIn(keys.sealKey, new PatientVault(keys)));
    const sealTo = createPublicKey(read('seal.pub'));
    say(Number(last) === 0 ? `example: ${written(looks.count)} access events follow while you look around` : `example: access events go on from ${written(Number(last))} of ${written(looks.count)}`);
    for (let done = Number(last); done < looks.count;) {
      if (isStopping()) {
        say(`example: ${written(done)} of ${written(looks.count)} access events are in the log; the next start goes on`);
        return done;
      }
      const next = endOfBatch(looks, done);
      const sentAt = new Date(Math.min(looks.occurredAt(next - 1).getTime() + 1_500, begunAt.getTime()));
      await clock.at(sentAt, () => taking.execute(GATEWAY, gateway!.id, { boot: bootId, events: sealed(looks, done, next, sealTo) }));
      if (Math.floor(next / TOLD_EVERY) > Math.floor(done / TOLD_EVERY)) say(`example: ${written(next)} of ${written(looks.count)} access events`);
      done = next;
      await breath();
    }
    return looks.count;
  } finally {
    await feed.destroy();
  }
}

/** What one hour brought, or as much of it as goes into one batch. */
function endOfBatch(looks: ExampleLooks, from: number): number {
  const hourOf = (index: number): number => Math.floor(looks.occurredAt(index).getTime() / HOUR);
  let next = from + 1;
  while (next < looks.count && next - from < MOST_AT_ONCE && hourOf(next) === hourOf(from)) next += 1;
  return next;
}

function sealed(looks: ExampleLooks, from: number, next: number, sealTo: KeyObject): { readonly sequence: number; readonly sealed: string }[] {
  return Array.from({ length: next - from }, (_, offset) => ({ sequence: from + offset + 1, sealed: Buffer.from(sealEvent(sealTo, looks.at(from + offset))).toString('base64') }));
}

/** The same run of the gateway for the same beginning: a UUID version 8 made of it. */
function bootOf(begunAt: Date): string {
  const hex = createHash('sha256').update(`example ${begunAt.toISOString()}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function written(count: number): string {
  return count.toLocaleString('en-GB');
}
