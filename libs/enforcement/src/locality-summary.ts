import { canonicalBytes } from './canonical-json.js';
import { LOCALITY_FORMAT, type LocalityTarget } from './format.js';
import { Malformed } from './refusals.js';
import { sha256Of } from './signatures.js';

/** What one locality's target says, as people read it: with codes and instants instead of positions and numbers. */
export interface LocalitySummary {
  readonly locality: string;
  readonly refuseAfterSeconds: number;
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly agreements: readonly AgreementSummary[];
}

/** One version of one agreement in force. */
export interface AgreementSummary {
  readonly reference: string;
  readonly service: string;
  readonly version: number;
  readonly evidence: string;
  readonly blocks: readonly SharedBlock[];
}

/** Each of these providers shares with each of these consumers. */
export interface SharedBlock {
  readonly from: string;
  readonly until: string;
  readonly providers: readonly string[];
  readonly consumers: readonly ConsumerViews[];
}

export interface ConsumerViews {
  readonly consumer: string;
  readonly views: readonly string[];
}

/** The digests of the documents behind one version: SHA-256 (hex) each, in order, by ODS code. */
export interface EvidenceBehind {
  readonly providers: Readonly<Record<string, readonly string[]>>;
  readonly consumers: Readonly<Record<string, readonly string[]>>;
}

/** One digest for all documents behind a version: SHA-256 (hex) of their canonical JSON. Anyone who holds the documents can make it again. */
export function evidenceDigest(behind: EvidenceBehind): string {
  return sha256Of(canonicalBytes(behind));
}

/** The target that says this. The order of what is given does not matter: one content is one target. */
export function localityTarget({ locality, refuseAfterSeconds, services, agreements }: LocalitySummary): LocalityTarget {
  const order = Object.keys(services).sort();
  const maskOf = (service: string, views: readonly string[]): number => views.reduce((mask, view) => mask | (1 << demandAt(services[service] ?? [], view, 'view')), 0);
  const providers = sortedUnique(agreements.flatMap(({ blocks }) => blocks.flatMap((block) => block.providers)), (code) => code);
  const rows = sortedUnique(
    agreements.flatMap(({ service, blocks }) => blocks.flatMap(({ consumers }) => consumers.map(({ consumer, views }) => ({ code: consumer, mask: maskOf(service, views) })))), rowKey,
  );
  const providerAt = new Map(providers.map((code, at) => [code, at]));
  const rowAt = new Map(rows.map((row, at) => [rowKey(row), at]));
  const written = [...agreements].sort((one, other) => compare(one.reference, other.reference) || one.version - other.version).map((agreement) => ({
    ...agreement,
    blocks: agreement.blocks.map((block) => ({
      from: Date.parse(block.from),
      until: Date.parse(block.until),
      providers: distances(block.providers.map((code) => providerAt.get(code) as number)),
      consumers: distances(block.consumers.map(({ consumer, views }) => rowAt.get(rowKey({ code: consumer, mask: maskOf(agreement.service, views) })) as number)),
    })).sort((one, other) => one.from - other.from || one.until - other.until || compare(String(one.providers), String(other.providers)) || compare(String(one.consumers), String(other.consumers))),
  }));
  const blocks = written.flatMap((each) => each.blocks);
  return {
    format: LOCALITY_FORMAT, locality, refuseAfterSeconds, services, providers,
    consumers: { codes: rows.map(({ code }) => code), views: rows.map(({ mask }) => mask) },
    agreements: {
      references: written.map(({ reference }) => reference),
      services: written.map(({ service }) => demandAt(order, service, 'service')),
      versions: written.map(({ version }) => version),
      evidence: written.map(({ evidence }) => evidence),
      blocks: written.map((each) => each.blocks.length),
    },
    blocks: {
      from: blocks.map(({ from }) => from), until: blocks.map(({ until }) => until),
      providers: blocks.map((block) => block.providers), consumers: blocks.map((block) => block.consumers),
    },
  };
}

/** What a target says. It must have been parsed: positions are believed. */
export function summaryIn(target: LocalityTarget): LocalitySummary {
  const { locality, refuseAfterSeconds, services, providers, consumers, agreements, blocks } = target;
  const order = Object.keys(services).sort();
  let next = 0;
  return {
    locality, refuseAfterSeconds, services,
    agreements: agreements.references.map((reference, at) => {
      const service = order[agreements.services[at] ?? -1] ?? '';
      const first = next;
      next += agreements.blocks[at] ?? 0;
      return {
        reference, service, version: agreements.versions[at] ?? 0, evidence: agreements.evidence[at] ?? '',
        blocks: Array.from({ length: next - first }, (_none, nth): SharedBlock => ({
          from: iso(blocks.from[first + nth]), until: iso(blocks.until[first + nth]),
          providers: positions(blocks.providers[first + nth]).map((row) => providers[row] ?? ''),
          consumers: positions(blocks.consumers[first + nth]).map((row) => ({ consumer: consumers.codes[row] ?? '', views: viewsOf(consumers.views[row] ?? 0, services[service] ?? []) })),
        })),
      };
    }),
  };
}

interface ConsumerRow {
  readonly code: string;
  readonly mask: number;
}

/** Sorts by code and then by number of the mask. */
const rowKey = ({ code, mask }: ConsumerRow): string => `${code} ${String(mask).padStart(10, '0')}`;

const iso = (millis: number | undefined): string => new Date(millis ?? NaN).toISOString();

function sortedUnique<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item]))].sort(([one], [other]) => compare(one, other)).map(([, item]) => item);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function demandAt(list: readonly string[], code: string, what: string): number {
  const at = list.indexOf(code);
  if (at < 0) throw new Malformed(`names the ${what} ${code} that is not listed`);
  return at;
}

function distances(positionsOf: readonly number[]): number[] {
  return [...positionsOf].sort((one, other) => one - other).map((position, at, sorted) => (at === 0 ? position : position - (sorted[at - 1] as number)));
}

function positions(steps: readonly number[] = []): number[] {
  let position = 0;
  return steps.map((step) => (position += step));
}

function viewsOf(mask: number, codes: readonly string[]): string[] {
  return codes.filter((_code, bit) => (mask & (1 << bit)) !== 0);
}
