import { evidenceDigest, localityPath, localityTarget, parseLocality, summaryIn, type AgreementSummary, type ConsumerViews, type LocalitySummary, type LocalityTarget, type SharedBlock } from '@accord/enforcement';
import { sameRows, type ConsumerRow, type Facts, type LocalityRow, type ProviderRow, type ServiceRow } from './facts.js';
import { common, type Interval } from './interval.js';
import { groupedBy, sortedBy, sortedUnique } from './order.js';
import { targetOf, type Target } from './target.js';

export interface CompiledLocality {
  readonly code: string;
  readonly target: Target;
  /** By agreement and version. */
  readonly versions: ReadonlyMap<string, CompiledVersion>;
}

/** What one version of one agreement says, and every row that it was compiled from: the same rows say the same. */
export interface CompiledVersion {
  readonly summary: AgreementSummary;
  /** Undefined where it was read back from what is published. */
  readonly facts: VersionFacts | undefined;
}

interface VersionFacts {
  readonly providers: readonly ProviderRow[];
  /** Of all consumers of the agreement. */
  readonly consumers: readonly ConsumerRow[];
  readonly service: ServiceRow;
}

export class FactsFault extends Error {}

/** Facts gathered once by what the compiler asks of them, so that a locality costs only its own rows. */
export class FactsIndex {
  readonly localities: readonly LocalityRow[];
  private readonly services: ReadonlyMap<string, ServiceRow>;
  private readonly providers: ReadonlyMap<string, readonly ProviderRow[]>;
  private readonly consumers: ReadonlyMap<string, readonly ConsumerRow[]>;

  constructor(facts: Facts) {
    this.localities = facts.localities;
    this.services = new Map(sortedBy(facts.services, (row) => row.code).map((row) => [row.code, row]));
    this.providers = groupedBy(facts.providers, (row) => row.locality);
    this.consumers = groupedBy(facts.consumers, (row) => row.agreement);
  }

  providersIn(locality: string): readonly ProviderRow[] { return this.providers.get(locality) ?? []; }
  partsOf(agreement: string): readonly ConsumerRow[] { return this.consumers.get(agreement) ?? []; }

  get viewsByService(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries([...this.services.values()].map((service) => [service.code, service.views]));
  }

  serviceOf(code: string): ServiceRow {
    const service = this.services.get(code);
    if (!service) throw new FactsFault(`No service ${code} among the facts.`);
    return service;
  }
}

/**
 * The summary of every agreement that reaches a locality, factored: blocks of providers who share with the same consumers. A version
 * whose every row is as it was `before`, or that these facts do not speak of, is what it was.
 */
export function compileLocality({ code, refuseAfterSeconds, agreements: only }: LocalityRow, facts: FactsIndex, before?: CompiledLocality): CompiledLocality {
  if (only !== null && before === undefined) throw new FactsFault(`Some agreements of ${code} cannot be compiled without the others.`);
  const versions = new Map([...before?.versions ?? []].filter(([, { summary }]) => only !== null && !only.includes(summary.reference)));
  for (const [key, providers] of groupedBy(facts.providersIn(code), versionKey)) {
    const { agreement, service } = providers[0]!;
    versions.set(key, compileVersion({ providers, consumers: facts.partsOf(agreement), service: facts.serviceOf(service) }, before?.versions.get(key)));
  }
  const agreements = [...versions.values()].map(({ summary }) => summary);
  return { code, versions, target: targetOf<LocalityTarget>(localityPath(code), localityTarget({ locality: code, refuseAfterSeconds, services: facts.viewsByService, agreements })) };
}

/** A published target, read back as it was compiled. */
export function publishedLocality(code: string, target: Target): CompiledLocality {
  const { agreements }: LocalitySummary = summaryIn(parseLocality(target.bytes));
  return { code, target, versions: new Map(agreements.map((summary) => [versionKey({ agreement: summary.reference, version: summary.version }), { summary, facts: undefined }])) };
}

function versionKey({ agreement, version }: Pick<ProviderRow, 'agreement' | 'version'>): string {
  return `${agreement}|${version}`;
}

function compileVersion(facts: VersionFacts, before: CompiledVersion | undefined): CompiledVersion {
  const held = before?.facts;
  const isSame = held !== undefined && sameRows('services', [held.service], [facts.service])
    && sameRows('providers', held.providers, facts.providers) && sameRows('consumers', held.consumers, facts.consumers);
  return isSame ? before! : { facts, summary: versionSummary(facts) };
}

/** What the rows of one version say together. A pair holds while both its sides do, so providers with the same dates and consumers make one block. */
function versionSummary({ providers: rows, consumers, service: { code: service, views: order } }: VersionFacts): AgreementSummary {
  const { agreement, version } = rows[0]!;
  const blocks = new Map<string, SharedBlock & { readonly providers: string[] }>();
  const partsOf = groupedBy(consumers, (part) => part.consumer);
  const parts = new Map<string, readonly (ConsumerRow & { readonly seen: ConsumerViews })[]>();
  for (const consumer of new Set(rows.flatMap((row) => row.consumers))) {
    parts.set(consumer, (partsOf.get(consumer) ?? []).map((part) => ({ ...part, seen: { consumer, views: known(part.views, order, service) } })));
  }
  for (const row of rows) {
    const byDates = new Map<string, { readonly during: Interval; readonly consumers: ConsumerViews[]; readonly names: string[] }>();
    for (const consumer of row.consumers) {
      parts.get(consumer)!.forEach((part, nth) => {
        const during = common(row, part);
        if (during.from >= during.until) return;
        const key = `${during.from}|${during.until}`;
        let dated = byDates.get(key);
        if (dated === undefined) byDates.set(key, dated = { during, consumers: [], names: [] });
        dated.consumers.push(part.seen);
        dated.names.push(`${consumer}.${nth}`);
      });
    }
    for (const [dates, { during, consumers: seen, names }] of byDates) {
      const key = `${dates}|${names.sort().join()}`;
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, { ...during, providers: [row.provider], consumers: seen });
      else if (!block.providers.includes(row.provider)) block.providers.push(row.provider);
    }
  }
  const evidence = evidenceDigest({
    providers: Object.fromEntries([...groupedBy(rows, (row) => row.provider)].map(([provider, of]) => [provider, sortedUnique(of.map((row) => row.evidence))])),
    consumers: Object.fromEntries([...parts].map(([consumer, of]) => [consumer, sortedUnique(of.map((part) => part.evidence))])),
  });
  return { reference: agreement, service, version, evidence, blocks: [...blocks.values()] };
}

function known(views: readonly string[], order: readonly string[], service: string): readonly string[] {
  for (const view of views) if (!order.includes(view)) throw new FactsFault(`The service ${service} has no view ${view}.`);
  return order.filter((view) => views.includes(view));
}
