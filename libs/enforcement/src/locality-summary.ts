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
  const codes = new Set<string>();
  for (const { blocks } of agreements) for (const block of blocks) for (const code of block.providers) codes.add(code);
  const providers = [...codes].sort();
  const providerAt = new Map(providers.map((code, at) => [code, at]));
  const rows = new ConsumerRows(services);
  const cited = agreements.map(({ service, blocks }) => blocks.map(({ consumers }) => consumers.map((seen) => rows.of(service, seen))));
  const inOrder = rows.inOrder();
  const written = agreements.map(({ reference, service, version, evidence, blocks }, nth) => ({
    reference, service, version, evidence,
    blocks: blocks.map((block, at) => ({
      from: Date.parse(block.from),
      until: Date.parse(block.until),
      providers: distances(block.providers.map((code) => providerAt.get(code) as number)),
      consumers: distances((cited[nth]?.[at] ?? []).map((row) => row.position)),
    })).sort((one, other) => one.from - other.from || one.until - other.until || compare(String(one.providers), String(other.providers)) || compare(String(one.consumers), String(other.consumers))),
  })).sort((one, other) => compare(one.reference, other.reference) || one.version - other.version);
  const blocks = written.flatMap((each) => each.blocks);
  return {
    format: LOCALITY_FORMAT, locality, refuseAfterSeconds, services, providers,
    consumers: { codes: inOrder.map(({ code }) => code), views: inOrder.map(({ mask }) => mask) },
    agreements: {
      references: written.map(({ reference }) => reference),
      services: written.map(({ service }) => serviceAt(order, service)),
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
  position: number;
}

/** Each consumer with each set of views, once: by code, and then by number of the mask. */
class ConsumerRows {
  private readonly byConsumer = new Map<string, ConsumerRow[]>();
  private readonly bits: ReadonlyMap<string, ReadonlyMap<string, number>>;

  constructor(services: Readonly<Record<string, readonly string[]>>) {
    this.bits = new Map(Object.entries(services).map(([service, views]) => [service, new Map(views.map((view, bit) => [view, 1 << bit]))]));
  }

  of(service: string, { consumer, views }: ConsumerViews): ConsumerRow {
    const bits = this.bits.get(service);
    let mask = 0;
    for (const view of views) {
      const bit = bits?.get(view);
      if (bit === undefined) throw new Malformed(`names the view ${view} that is not listed`);
      mask |= bit;
    }
    let rows = this.byConsumer.get(consumer);
    if (rows === undefined) this.byConsumer.set(consumer, rows = []);
    let row = rows.find((each) => each.mask === mask);
    if (row === undefined) rows.push(row = { code: consumer, mask, position: -1 });
    return row;
  }

  inOrder(): readonly ConsumerRow[] {
    const rows = [...this.byConsumer.keys()].sort(compare).flatMap((code) => (this.byConsumer.get(code) ?? []).sort((one, other) => one.mask - other.mask));
    rows.forEach((row, at) => { row.position = at; });
    return rows;
  }
}

const iso = (millis: number | undefined): string => new Date(millis ?? NaN).toISOString();

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function serviceAt(order: readonly string[], code: string): number {
  const at = order.indexOf(code);
  if (at < 0) throw new Malformed(`names the service ${code} that is not listed`);
  return at;
}

/** Turns positions, which are its own to change, into the first and the distance of each to the one before. */
function distances(own: number[]): number[] {
  if (!own.every((position, at) => at === 0 || (own[at - 1] as number) <= position)) own.sort((one, other) => one - other);
  for (let at = own.length - 1; at > 0; at -= 1) own[at] = (own[at] as number) - (own[at - 1] as number);
  return own;
}

function positions(steps: readonly number[] = []): number[] {
  let position = 0;
  return steps.map((step) => (position += step));
}

function viewsOf(mask: number, codes: readonly string[]): string[] {
  return codes.filter((_code, bit) => (mask & (1 << bit)) !== 0);
}
