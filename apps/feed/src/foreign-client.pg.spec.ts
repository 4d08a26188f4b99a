import { randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FileStore, Verifier, type Source } from '@accord/enforcement';
import { operatorActor } from '@accord/kernel';
import { KernelModule, SystemClock } from '@accord/kernel/server';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { ceremonyFile, FoundRepository, HandInKeys, PUBLISHER, PublishingModule, PublishSummaries, RefreshFreshness, SealKey, type Ceremony, type OnlineRole, type StandingTrust } from '@accord/publication/server';
import { arrangeSharing, confirmedGateway, EVERY_ONLINE_ROLE, foundTrust, KeyHolders, keyRing, KeyRingSigner, TestAuthority, type TestCertificate } from '@accord/publication/testing';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BaseFetcher, Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { TestFeed } from './testing/test-feed.js';

jest.setTimeout(120_000);

// The repository as another author's client of The Update Framework sees it: over the real feed, with the publisher's certificate, which may
// read every target. Two clients walk: one goes on from what it held, one begins at the very first root. Beside them a gateway goes on.
const feed = new TestFeed('gateway');
const { folder, machines } = feed;
const clock = new SystemClock(); // both clients ask the machine for the time
const keys = keyRing();
const holders = new KeyHolders(keys);
const signer = new KeyRingSigner(keys);
let database: TestDatabase;
let press: INestApplicationContext;
let firstRoot: Buffer;
let gateway: Verifier;

class FeedFetcher extends BaseFetcher {
  override async fetch(url: string): ReturnType<BaseFetcher['fetch']> {
    const bytes = await got(machines.publisher, new URL(url).pathname);
    if (bytes === undefined) throw new DownloadHTTPError('absent', 404);
    return new Blob([new Uint8Array(bytes)]).stream();
  }
}

async function got(machine: TestCertificate, path: string): Promise<Buffer | undefined> {
  const { status, bytes } = await feed.ask(machine, path);
  if (status !== 200 && status !== 404) throw new Error(`${path} answered ${status}`);
  return status === 200 ? bytes : undefined;
}

function clientIn(name: string): Updater {
  const metadataDir = join(folder, name);
  return new Updater({ metadataDir, targetDir: metadataDir, metadataBaseUrl: 'https://feed/publication/metadata', targetBaseUrl: 'https://feed/publication/targets', fetcher: new FeedFetcher() });
}

function newFolder(name: string): string {
  const path = mkdtempSync(join(folder, name));
  writeFileSync(join(path, 'root.json'), firstRoot);
  return path.slice(folder.length + 1);
}

const source: Source = { fetch: async (path) => got(machines.gateway, `/publication/${path}`).then((bytes) => bytes && new Uint8Array(bytes)) };
const rows = async <Row>(text: string): Promise<Row[]> => (await database.owner.query(text)).rows as Row[];
const standing = async (): Promise<StandingTrust> => {
  const newest = async (role: string) => (await rows<{ content: Buffer }>(`SELECT content FROM tuf_metadata WHERE role = '${role}' ORDER BY version DESC LIMIT 1`))[0]!.content;
  return { root: await newest('root'), targets: await newest('targets') };
};
const listed = async (): Promise<string[]> => {
  const newest = await rows<{ content: Buffer }>(`SELECT DISTINCT ON (role) content FROM tuf_metadata WHERE role IN ('localities', 'consumers', 'stops') ORDER BY role, version DESC`);
  return newest.flatMap(({ content }) => Object.keys((JSON.parse(content.toString()) as { signed: { targets: object } }).signed.targets)).sort();
};
const rootIn = (name: string) => (JSON.parse(readFileSync(join(folder, name, 'root.json'), 'utf8')) as { signed: { version: number } }).signed.version;

let goesOn: string;
/** Every target that is listed, by a client that goes on and by one that begins; and the gateway goes on. Gives the numbers they arrived at. */
async function everybodyWalks(): Promise<{ publication: number; root: number; targets: number }> {
  const paths = await listed();
  for (const name of [goesOn, newFolder('begins-')]) {
    const client = clientIn(name);
    await client.refresh();
    for (const path of paths) {
      const info = await client.getTargetInfo(path);
      expect([path, info !== undefined]).toEqual([path, true]);
      expect(JSON.parse(readFileSync(await client.downloadTarget(info!, join(folder, `${name}-file`)), 'utf8'))).toHaveProperty('format');
    }
  }
  const { publication } = await gateway.verify(source, ['TSTL00000'], clock.now().getTime());
  return { publication: publication.number, root: rootIn(goesOn), targets: paths.length };
}

async function changeKeys(ceremony: Ceremony): Promise<void> {
  await press.get(HandInKeys).execute(operatorActor('Orla Fenwick'), Buffer.from(ceremonyFile(ceremony)));
  expect(await press.get(PublishSummaries).execute(PUBLISHER)).toMatchObject({ issued: true });
}

const change = async (...statements: string[]): Promise<void> => {
  await database.owner.query('BEGIN');
  await database.owner.query('SET LOCAL session_replication_role = replica');
  for (const statement of statements) await database.owner.query(statement);
  await database.owner.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) SELECT gen_random_uuid(), '2026-03-02T09:00:00Z', 'participation.withdrawn', 'x', array_agg(id), '{}' FROM locality`);
  await database.owner.query('COMMIT');
};

beforeAll(async () => {
  const now = clock.now();
  await feed.issue(await TestAuthority.make(now), now);
  database = await testDatabase();
  await arrangeSharing(database.owner, { localities: 3, providers: 12, consumers: 7 });
  await change(confirmedGateway('north', machines.gateway, 'TSTL00000'));
  const dataSource = await database.dataSourceAs('publisher');
  @Module({ imports: [KernelModule.forRoot(dataSource, clock), PublishingModule.forRoot(signer, new SealKey(randomBytes(32).toString('base64')))] })
  class PressOfSpec {}
  press = await NestFactory.createApplicationContext(PressOfSpec, { logger: false, abortOnError: false });
  const trust = foundTrust(keys, now);
  firstRoot = trust.root.bytes;
  await press.get(FoundRepository).execute(PUBLISHER, firstRoot, trust.targets.bytes);
  await press.get(PublishSummaries).execute(PUBLISHER);
  await feed.start(database.urlAs('feed'), clock);
  goesOn = newFolder('goes-on-');
  gateway = await Verifier.open(await FileStore.open(join(folder, 'held')), firstRoot);
});
afterAll(async () => {
  await feed.stop();
  await press?.close();
  await database?.close();
});

describe('a client of another author', () => {
  it('walks the first publication down to every target', async () => {
    expect(await everybodyWalks()).toEqual({ publication: 1, root: 1, targets: 13 });
  });

  it('walks every publication that follows, and a refresh of signatures alone', async () => {
    for (let round = 0; round < 4; round += 1) {
      await change(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP0000${round}'`);
      await press.get(PublishSummaries).execute(PUBLISHER);
      expect(await everybodyWalks()).toMatchObject({ publication: 2 + round, root: 1 });
    }
    await press.get(RefreshFreshness).execute(PUBLISHER, 0);
    expect(await everybodyWalks()).toMatchObject({ publication: 5, root: 1 });
  });

  it.each<[OnlineRole, number]>([['localities', 1], ['consumers', 1], ['stops', 1], ['snapshot', 2], ['timestamp', 3]])('follows a new key of %s', async (role, root) => {
    const before = (await gateway.verify(source, ['TSTL00000'], clock.now().getTime())).publication.number;
    await changeKeys(holders.sign(holders.withOnline(await standing(), signer, [role], clock.now()), holders.root[0]!, holders.root[1]!, ...(root === 1 ? [holders.targets] : [])));
    expect(await everybodyWalks()).toMatchObject({ publication: before + 1, root });
  });

  it('follows a new key of the targets, and each new key of root, to three that the first root did not know', async () => {
    const { ceremony, key } = holders.withAnother(await standing(), holders.targets, clock.now());
    await changeKeys(holders.sign(ceremony, holders.root[0]!, holders.root[2]!, key));
    holders.targets = key;
    expect(await everybodyWalks()).toMatchObject({ root: 4 });
    for (const [at, lost] of ([...holders.root] as const).entries()) {
      const others = holders.root.filter((each) => each !== lost);
      const next = holders.withAnother(await standing(), lost, clock.now());
      await changeKeys(holders.sign(next.ceremony, ...others));
      holders.root = holders.root.map((each): KeyObject => (each === lost ? next.key : each));
      expect(await everybodyWalks()).toMatchObject({ root: 5 + at });
    }
    expect(holders.root.some((key_) => keys.root.includes(key_))).toBe(false);
  });

  it('follows an emergency in which every online key is replaced at once, and a renewal without any', async () => {
    await changeKeys(holders.sign(holders.withOnline(await standing(), signer, EVERY_ONLINE_ROLE, clock.now()), holders.root[1]!, holders.root[2]!, holders.targets));
    expect(await everybodyWalks()).toMatchObject({ root: 8 });
    await changeKeys(holders.sign(holders.propose(await standing(), {}, clock.now()), holders.root[0]!, holders.root[2]!, holders.targets));
    expect(await everybodyWalks()).toMatchObject({ root: 9 });
    await change(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00008'`);
    await press.get(PublishSummaries).execute(PUBLISHER);
    await press.get(RefreshFreshness).execute(PUBLISHER, 0);
    expect(await everybodyWalks()).toMatchObject({ root: 9 });
  });

  it('is followed by a gateway that was off the whole time and knows only the first root', async () => {
    const late = await Verifier.open(await FileStore.open(join(folder, 'late')), firstRoot);
    const current = gateway.held!.publication.number;
    expect((await late.verify(source, ['TSTL00000'], clock.now().getTime())).publication.number).toBe(current);
  });
});
