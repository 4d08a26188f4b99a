import { setImmediate as breathe } from 'node:timers/promises';
import { MOST_BYTES, parseConsumer, type ConsumerTarget, type Verified } from '@accord/enforcement';
import { canonicalJson, sha256Hex } from '@accord/kernel';
import type { Finding } from '../../contract/finding.js';
import type { FeedSeen, FilesSeen, PlaceSeen } from './feed-seen.js';
import type { TrueGateway, TruthNow } from './truth.js';

const AT_ONCE = 4;
const ROWS_AT_ONCE = 1_000;

interface Whole {
  readonly verified: Verified;
  readonly files: FilesSeen;
}

/**
 * What was verified whole, asked for again in the place of each gateway and each consumer: a gateway is served the localities that it serves by the
 * tables, every file of them the one that was verified, and no other's; a consumer its own configuration, which says what the tables say.
 *
 * @param round which foreign file each is asked to be refused this time; the next round takes the next
 */
export async function lookInPlaces(truth: TruthNow, { verified, files }: Whole, feed: FeedSeen, round: number): Promise<Finding[]> {
  const gateways = await eachOf(truth.gateways, (gateway) => asGateway(gateway, verified, files, feed.inPlaceOf(gateway.sha256), round));
  return [...gateways, ...await asConsumers(truth, verified, files, feed, round)];
}

async function asGateway({ code, localities }: TrueGateway, verified: Verified, files: FilesSeen, place: PlaceSeen, round: number): Promise<Finding[]> {
  const kept = (path: string): Finding => ({ kind: 'not-served', subject: `${code} ${path}` });
  const open = (path: string): Finding => ({ kind: 'served-to-others', subject: `${code} ${path}` });
  try {
    const told = await localitiesToldTo(place);
    const published = (name: string): boolean => Object.hasOwn(verified.publication.localities, name);
    const findings = [
      ...localities.filter((name) => !told.includes(name)).map((name) => kept(`localities/${name}.json`)), ...told.filter((name) => !localities.includes(name)).map((name) => open(`localities/${name}.json`)),
    ];
    for (const [path, bytes] of files.metadata) {
      // Signed again every minute: meanwhile it may be another.
      const same = path === 'metadata/timestamp.json' ? await place.isServed(path) : Buffer.from(await place.fetch(path, bytes.length) ?? []).equals(bytes);
      if (!same) findings.push(kept(path));
    }
    const own = new Set(localities.filter(published).map((name) => pathOf(verified, name)));
    for (const path of files.targets) if (!isOfLocality(verified, path) || own.has(path)) if (!await place.isServed(path)) findings.push(kept(path));
    const others = Object.keys(verified.publication.localities).filter((name) => !localities.includes(name));
    const other = others[round % others.length];
    if (other !== undefined && await place.isServed(pathOf(verified, other))) findings.push(open(`localities/${other}.json`));
    return findings;
  } catch (error) {
    return [kept(error instanceof Error ? error.message : 'fault')];
  }
}

async function localitiesToldTo(place: PlaceSeen): Promise<readonly string[]> {
  const told: unknown = JSON.parse(Buffer.from(await place.fetch('localities', MOST_BYTES.delegated) ?? '{}').toString());
  const { localities } = told as { readonly localities?: unknown };
  return Array.isArray(localities) ? localities.filter((each) => typeof each === 'string') : [];
}

const pathOf = ({ publication }: Verified, code: string): string => `targets/localities/${publication.localities[code]!}.${code}.json`;

function isOfLocality({ publication }: Verified, path: string): boolean {
  const [, sha256, code] = /^targets\/localities\/([0-9a-f]{64})\.(.+)\.json$/.exec(path) ?? [];
  return code !== undefined && publication.localities[code] === sha256;
}

async function asConsumers(truth: TruthNow, verified: Verified, { metadata }: FilesSeen, feed: FeedSeen, round: number): Promise<Finding[]> {
  const listed = await listedConsumers(metadata, feed);
  if (sha256Hex(canonicalJson(Object.fromEntries(listed))) !== verified.publication.consumersDigest) return [{ kind: 'feed-refused', subject: 'HASH_MISMATCH consumers' }];
  const agreed = await agreedByConsumer(truth);
  const certificates = new Map([...truth.certificates].map(([sha256, consumer]) => [consumer, sha256]));
  const codes = [...new Set([...listed.keys(), ...agreed.keys()])].sort();
  const [asked, other] = [[...certificates].filter(([code]) => codes.length > 1 || !listed.has(code)), [...listed]];

  const findings = await eachOf(codes, async (code) => {
    const [sha256, certificate, expected] = [listed.get(code), certificates.get(code), agreed.get(code) ?? new Map<string, readonly string[]>()];
    if (sha256 === undefined) return [...expected.keys()].map((pair): Finding => ({ kind: 'configuration-differs', subject: `${code} ${pair}` }));
    const path = `targets/consumers/${sha256}.${code}.json`;
    const bytes = await (certificate === undefined ? feed : feed.inPlaceOf(certificate)).fetch(path, MOST_BYTES.target).catch(() => undefined);
    if (bytes === undefined || sha256Hex(bytes) !== sha256) return [{ kind: 'not-served', subject: `${code} consumers/${code}.json` }];
    return configurationDiffers(code, parseConsumer(bytes), expected, truth.at.getTime());
  });
  const [caller, certificate] = asked[round % asked.length] ?? [];
  const foreign = other.filter(([code]) => code !== caller);
  const [code, sha256] = foreign[round % foreign.length] ?? [];
  if (certificate === undefined || code === undefined || !await feed.inPlaceOf(certificate).isServed(`targets/consumers/${sha256!}.${code}.json`).catch(() => false)) return findings;
  return [...findings, { kind: 'served-to-others', subject: `${caller!} consumers/${code}.json` }];
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

/** "service provider" to views, of each consumer: what was agreed, whatever is stopped now. */
async function agreedByConsumer({ agreed, viewsOf }: TruthNow): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>> {
  const byConsumer = new Map<string, Map<string, readonly string[]>>();
  for (const [nth, { service, provider, consumers, viewSets }] of agreed.entries()) {
    if (nth % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await breathe();
    for (const [at, consumer] of consumers.entries()) {
      const views = viewsOf.get(viewSets[at]!) ?? [];
      if (views.length === 0) continue;
      let own = byConsumer.get(consumer);
      if (own === undefined) byConsumer.set(consumer, own = new Map());
      own.set(`${service} ${provider}`, views);
    }
  }
  return byConsumer;
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

/** A few at once, in their order. */
async function eachOf<Item>(items: readonly Item[], look: (item: Item) => Promise<Finding[]>): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) findings.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(look))).flat());
  return findings;
}
