import { setImmediate as breathe } from 'node:timers/promises';
import { localityPath, MOST_BYTES, parseConsumer, type ConsumerTarget, type Verified } from '@accord/enforcement';
import { canonicalJson, sha256Hex } from '@accord/kernel';
import type { Finding } from '../../contract/finding.js';
import { LookBrokenOff, type FeedSeen, type PlaceSeen } from './feed-seen.js';
import type { Followed } from './followed-feed.js';
import type { Found } from './found.js';
import { filesOfAll, targetPath, TIMESTAMP } from './look-at-files.js';
import type { TrueGateway, TrueLocality, TrueRow, TruthNow } from './truth.js';

/** So many may wait for the feed; how many begin is for the pace to say. */
const AT_ONCE = 16;

/**
 * What was verified whole, asked for again in the place of each gateway: it is told and served the localities that it serves by the tables,
 * every file of them the one that was verified, and no other's.
 *
 * @param round which foreign file each is asked to be refused this time; the next round takes the next
 */
export async function lookAsGateways(gateways: readonly TrueGateway[], followed: Followed, feed: FeedSeen, round: number, found: Found): Promise<void> {
  await eachOf(gateways.map((gateway) => [`gateways/${gateway.code}`, gateway] as const), found, (gateway) => asGateway(gateway, followed, feed.inPlaceOf(gateway.sha256), round));
}

async function asGateway({ code, localities }: TrueGateway, { verified, metadata }: Followed, place: PlaceSeen, round: number): Promise<Finding[]> {
  const kept = (path: string): Finding => ({ kind: 'not-served', subject: `${code} ${path}` });
  const open = (path: string): Finding => ({ kind: 'served-to-others', subject: `${code} ${path}` });
  try {
    const told = await localitiesToldTo(place);
    const published = (name: string): boolean => Object.hasOwn(verified.publication.localities, name);
    const findings = [
      ...localities.filter((name) => !told.includes(name)).map((name) => kept(localityPath(name))), ...told.filter((name) => !localities.includes(name)).map((name) => open(localityPath(name))),
    ];
    for (const [path, bytes] of metadata) {
      const same = path === TIMESTAMP ? await timestampVersion(place) >= verified.timestampVersion : Buffer.from(await place.fetch(path, bytes.length + 1) ?? []).equals(bytes);
      if (!same) findings.push(kept(path));
    }
    for (const path of [...filesOfAll(verified), ...localities.filter(published).map((name) => pathOf(verified, name))]) if (!await place.isServed(path)) findings.push(kept(path));
    const others = Object.keys(verified.publication.localities).filter((name) => !localities.includes(name));
    const other = others[round % others.length];
    if (other !== undefined && await place.isServed(pathOf(verified, other))) findings.push(open(localityPath(other)));
    return findings;
  } catch (error) {
    if (error instanceof LookBrokenOff) throw error;
    return [kept(error instanceof Error ? error.message : 'fault')];
  }
}

async function localitiesToldTo(place: PlaceSeen): Promise<readonly string[]> {
  const told: unknown = JSON.parse(Buffer.from(await place.fetch('localities', MOST_BYTES.delegated) ?? '{}').toString());
  const { localities } = told as { readonly localities?: unknown };
  return Array.isArray(localities) ? localities.filter((each) => typeof each === 'string') : [];
}

/** Signed again every minute, so meanwhile it may be another: never an older one. */
async function timestampVersion(place: PlaceSeen): Promise<number> {
  const { signed } = JSON.parse(Buffer.from(await place.fetch(TIMESTAMP, MOST_BYTES.timestamp) ?? '{}').toString()) as { readonly signed?: { readonly version?: unknown } };
  return typeof signed?.version === 'number' ? signed.version : 0;
}

const pathOf = ({ publication }: Verified, code: string): string => targetPath(localityPath(code), publication.localities[code]!);

/** In the place of each consumer: it is served its own configuration, which says what the tables say, and one of them not another's. */
export async function lookAsConsumers(truth: TruthNow, localities: ReadonlyMap<string, TrueLocality>, { verified, metadata }: Followed, feed: FeedSeen, round: number, found: Found): Promise<void> {
  const listed = await listedConsumers(metadata, feed);
  if (sha256Hex(canonicalJson(Object.fromEntries(listed))) !== verified.publication.consumersDigest) return found.add('consumers', [{ kind: 'feed-refused', subject: 'HASH_MISMATCH consumers' }]);
  const agreed = await agreedByConsumer(localities);
  const certificates = new Map([...truth.certificates].map(([sha256, consumer]) => [consumer, sha256]));
  const codes = [...new Set([...listed.keys(), ...agreed.keys()])].sort();
  await eachOf(codes.map((code) => [`consumers/${code}`, code] as const), found, async (code) => {
    const [sha256, certificate, expected] = [listed.get(code), certificates.get(code), agreedOf(code, agreed.get(code) ?? [])];
    if (sha256 === undefined) return [...expected.keys()].map((pair): Finding => ({ kind: 'configuration-differs', subject: `${code} ${pair}` }));
    const bytes = await (certificate === undefined ? feed : feed.inPlaceOf(certificate)).fetch(targetPath(`consumers/${code}.json`, sha256), MOST_BYTES.target).catch(unlessBrokenOff);
    if (bytes === undefined || sha256Hex(bytes) !== sha256) return [{ kind: 'not-served', subject: `${code} consumers/${code}.json` }];
    return configurationDiffers(code, parseConsumer(bytes), expected, truth.at.getTime());
  });

  const [asked, other] = [[...certificates].filter(([code]) => codes.length > 1 || !listed.has(code)), [...listed]];
  const [caller, certificate] = asked[round % asked.length] ?? [];
  const foreign = other.filter(([code]) => code !== caller);
  const [code, sha256] = foreign[round % foreign.length] ?? [];
  if (certificate === undefined || code === undefined) return;
  if (await feed.inPlaceOf(certificate).isServed(targetPath(`consumers/${code}.json`, sha256!)).catch(unlessBrokenOff) === true) found.add(`consumers/${caller!}`, [{ kind: 'served-to-others', subject: `${caller!} consumers/${code}.json` }]);
}

function unlessBrokenOff(error: unknown): undefined {
  if (error instanceof LookBrokenOff) throw error;
}

/** Consumer to the hash of its configuration, in the list that the signed snapshot names; the publication's digest says whether it is that list. */
async function listedConsumers(metadata: ReadonlyMap<string, Uint8Array>, feed: FeedSeen): Promise<ReadonlyMap<string, string>> {
  const snapshot = [...metadata].filter(([path]) => path.endsWith('.snapshot.json')).at(-1)?.[1];
  const { signed } = JSON.parse(Buffer.from(snapshot ?? '{}').toString()) as { readonly signed?: { readonly meta: Readonly<Record<string, { readonly version: number } | undefined>> } };
  const version = signed?.meta['consumers.json']?.version;
  const bytes = version === undefined ? undefined : await feed.fetch(`metadata/${version}.consumers.json`, MOST_BYTES.delegated);
  if (bytes === undefined) return new Map();
  const { signed: list } = JSON.parse(Buffer.from(bytes).toString()) as { readonly signed: { readonly targets: Readonly<Record<string, { readonly hashes: { readonly sha256: string } }>> } };
  return new Map(Object.entries(list.targets).map(([path, { hashes }]) => [path.slice('consumers/'.length, -'.json'.length), hashes.sha256]));
}

/** The rows that name each consumer. */
async function agreedByConsumer(localities: ReadonlyMap<string, TrueLocality>): Promise<ReadonlyMap<string, readonly TrueRow[]>> {
  const byConsumer = new Map<string, TrueRow[]>();
  for (const { rows } of localities.values()) {
    await breathe();
    for (const row of rows) {
      for (const consumer of row.consumers) {
        const own = byConsumer.get(consumer);
        if (own === undefined) byConsumer.set(consumer, [row]);
        else own.push(row);
      }
    }
  }
  return byConsumer;
}

/** "service provider" to views: what was agreed with one consumer, whatever is stopped now. */
function agreedOf(consumer: string, rows: readonly TrueRow[]): ReadonlyMap<string, readonly string[]> {
  return new Map(rows.map(({ service, provider, consumers, views }) => [`${service} ${provider}`, views[consumers.indexOf(consumer)]!] as const).filter(([, views]) => views.length > 0));
}

function configurationDiffers(code: string, { consumer, services }: ConsumerTarget, expected: ReadonlyMap<string, readonly string[]>, now: number): Finding[] {
  const said = new Map<string, readonly string[]>();
  for (const { service, shares } of services) {
    for (const { from, until, views, providers } of shares) {
      if (consumer === code && Date.parse(from) <= now && now < Date.parse(until)) for (const provider of providers) said.set(`${service} ${provider}`, views);
    }
  }
  const differing = new Set([...said.keys(), ...expected.keys()]);
  for (const [pair, views] of expected) if (sameViews(said.get(pair), views)) differing.delete(pair);
  return [...differing].map((pair) => ({ kind: 'configuration-differs', subject: `${code} ${pair}` }));
}

function sameViews(some: readonly string[] | undefined, others: readonly string[]): boolean {
  return some !== undefined && some.length === others.length && others.every((view) => some.includes(view));
}

async function eachOf<Item>(items: readonly (readonly [piece: string, item: Item])[], found: Found, look: (item: Item) => Promise<readonly Finding[]>): Promise<void> {
  const wanted = items.filter(([piece]) => found.wants(piece));
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const looks = await Promise.allSettled(wanted.slice(at, at + AT_ONCE).map(async ([piece, item]) => found.add(piece, await look(item))));
    for (const each of looks) if (each.status === 'rejected') throw each.reason;
  }
}
