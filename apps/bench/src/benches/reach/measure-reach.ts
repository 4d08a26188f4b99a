import { setTimeout as pause } from 'node:timers/promises';

import { SystemClock } from '@accord/kernel/server';
import { seededWorld, type WorldSize } from '@accord/tooling/server';
import { Client } from 'pg';

import { BenchFault, type Measured } from '../../bench.js';
import { RunningProduct } from '../graphql-list/running-product.js';
import { ArrivingEvents } from './arriving-events.js';
import { gatewayCertificates } from './gateway-certificates.js';
import { GatewayFleet } from './gateway-fleet.js';
import { layDownCountry, type LaidDownGateway } from './lay-down-country.js';
import { withdraw, withdrawable, type Withdrawal } from './withdrawals.js';

/**
 * A tenth of the country, and said with the result: all of it takes minutes to lay down. A publication changes one locality either way; what
 * grows with the country are the lists of targets that each carries, which `publication.recompile` measures whole.
 */
const TENTH: WorldSize = { regions: 9, localities: 18, providers: 650, consumers: 300, pairs: 40_000 };
const GATEWAYS = 50;
const PUBLICATIONS = 200;
/** The first ones of a process that has just started are not what it does all day. */
const WARM_UP = 10;
const SENDERS = 10;
/** Access events that have to be stored in each second for a busy run to count as one. */
const BUSY = 2_000;
const LONGEST = 30_000;

/** Of the world's size, how many publications, and whether access events arrive meanwhile. */
export interface Reach {
  readonly isBusy: boolean;
  readonly size?: WorldSize;
  readonly publications?: number;
}

/**
 * COMMIT returns → the last gateway answers by it. The running product with fsync everywhere, a seeded tenth of the country in its database, fifty
 * reference gateways that each serve two of its localities; practices withdraw one after the other, each a publication of its own.
 */
export async function measureReach({ isBusy, size = TENTH, publications = PUBLICATIONS }: Reach, say: (line: string) => void): Promise<Measured> {
  const clock = new SystemClock();
  say('starting the product');
  const product = await RunningProduct.start();
  const client = new Client({ connectionString: product.superuserUrl });
  let fleet: GatewayFleet | undefined;
  let events: ArrivingEvents | undefined;
  try {
    await client.connect();
    const world = seededWorld(size);
    const served = Array.from({ length: size.regions }, (_none, nth) => world.facts.localities.filter((_locality, at) => at % size.regions === nth).map(({ code }) => code));
    const names = [...Array.from({ length: GATEWAYS }, (_none, at) => `bench-${at + 1}`), ...Array.from({ length: SENDERS }, (_none, at) => `sender-${at + 1}`)];
    const certificates = await gatewayCertificates(product.home, names, clock.now());
    const gateways = names.map((code, at): LaidDownGateway => ({ code, ...certificates[at]!, localities: served[at % served.length] ?? [] }));
    say(`laying down ${size.pairs} pairs and ${GATEWAYS} gateways`);
    await layDownCountry(client, world.facts, gateways, clock.now());
    await published(client);
    say(`starting ${GATEWAYS} gateways`);
    fleet = await GatewayFleet.start(product.home, product.feedUrl, gateways.slice(0, GATEWAYS), say);
    await fleet.enforcing(await newest(client), 120_000);

    const { rows: [person] } = await client.query<{ id: string }>(`SELECT id FROM person WHERE name = 'Carys Lowell'`);
    const asked = await withdrawable(client, WARM_UP + publications, clock.now());
    if (isBusy) {
      events = new ArrivingEvents(product.home, product.feedUrl, gateways.slice(GATEWAYS), asked, clock.now());
      say('access events arrive');
      events.start();
      await pause(3_000);
    }
    say(`${WARM_UP} publications to begin with, and ${publications} that count`);
    const done: (Withdrawal & { readonly committedAt: bigint })[] = [];
    for (const [nth, each] of asked.entries()) {
      const before = await newest(client);
      done.push(await withdraw(client, each, person!.id, clock.now()));
      await fleet.enforcing(before + 1, LONGEST);
      // Uneven, so that no rhythm of a poll is met again and again.
      await pause(200 + (nth * 137) % 600);
    }
    say('all of them are enforced');
    const rate = events?.stop();
    if (rate !== undefined && rate.acknowledged < BUSY) {
      throw new BenchFault(`Only ${Math.round(rate.acknowledged)} access events were stored in a second while it was measured, of the ${BUSY} that make it busy.`);
    }
    const numbers = await numbersOf(client, done);
    const times = done.slice(WARM_UP).map(({ announced, committedAt }) => Number(fleet!.lastSince(numbers.get(announced)!) - committedAt) / 1e6).sort((one, other) => one - other);
    await demandEnforced(client, fleet);
    const rank = (share: number): number => times[Math.ceil(share * times.length) - 1] ?? NaN;
    return {
      value: rank(0.99), peerValue: null, rounds: 1, statistic: `99 of 100 of ${times.length} publications, each at the last of ${GATEWAYS} gateways`,
      size: {
        ...world.size, gateways: GATEWAYS, publications: times.length, median: rounded(rank(0.5)), p95: rounded(rank(0.95)), longest: rounded(rank(1)),
        ...(rate === undefined ? {} : { eventsOffered: Math.round(rate.offered), eventsStored: Math.round(rate.acknowledged) }),
      },
    };
  } finally {
    events?.stop();
    await fleet?.stop();
    await client.end();
    await product.stop();
  }
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

async function newest(client: Client): Promise<number> {
  const { rows: [row] } = await client.query<{ number: number }>('SELECT coalesce(max(number), 0) AS number FROM publication');
  return row!.number;
}

/** Waits until everything that was announced is published. */
async function published(client: Client): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const { rows } = await client.query(`SELECT FROM outbox WHERE published_in IS NULL LIMIT 1`);
    if (rows.length === 0) return;
    await pause(100);
  }
  throw new BenchFault('The country was not published within two minutes.');
}

/** Each by the publication that showed it, by the publisher's own word, and each by one of its own. */
async function numbersOf(client: Client, done: readonly Withdrawal[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ id: string; number: number | null }>('SELECT id, published_in AS number FROM outbox WHERE id = ANY ($1::uuid[])', [done.map(({ announced }) => announced)]);
  const numbers = new Map(rows.map(({ id, number }) => [id, number ?? NaN]));
  if (new Set(numbers.values()).size !== done.length) throw new BenchFault('Withdrawals shared a publication, or one was not published.');
  return numbers;
}

/** What they say that they enforce, their receipts say too. */
async function demandEnforced(client: Client, fleet: GatewayFleet): Promise<void> {
  const last = await newest(client);
  for (let tries = 0; tries < 100; tries += 1) {
    const { rows: [row] } = await client.query<{ count: string }>(`SELECT count(DISTINCT gateway.code) AS count FROM receipt JOIN gateway ON gateway.id = receipt.gateway_id WHERE publication_number = $1 AND gateway.code LIKE 'bench-%'`, [last]);
    if (Number(row!.count) === fleet.gateways.length) return;
    await pause(100);
  }
  throw new BenchFault(`Not every gateway has signed a receipt for publication ${last}.`);
}
