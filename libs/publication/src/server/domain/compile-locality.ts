import { evidenceDigest, localityPath, localityTarget, parseLocality, summaryIn, type AgreementSummary, type ConsumerViews, type LocalitySummary, type LocalityTarget, type SharedBlock } from '@accord/enforcement';
import type { ConsumerRow, Facts, LocalityRow, ProviderRow, ServiceRow } from './facts.js';
import { common, type Interval } from './interval.js';
import { groupedBy, sortedBy, sortedUnique } from './order.js';
import { targetOf, type Target } from './target.js';

/** What one locality asks of a consumer's configuration: whom it may ask, and for which views. */
export interface ConsumerShare {
  readonly service: string;
  readonly provider: string;
  readonly views: readonly string[];
}

export interface CompiledLocality {
  readonly code: string;
  readonly target: Target;
  /** By consumer. */
  readonly shares: ReadonlyMap<string, readonly ConsumerShare[]>;
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
    this.consumers = groupedBy(facts.consumers, (row) => `${row.agreement}|${row.consumer}`);
  }

  providersIn(locality: string): readonly ProviderRow[] { return this.providers.get(locality) ?? []; }
  partsOf(agreement: string, consumer: string): readonly ConsumerRow[] { return this.consumers.get(`${agreement}|${consumer}`) ?? []; }

  get viewsByService(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries([...this.services.values()].map((service) => [service.code, service.views]));
  }

  serviceOf(code: string): ServiceRow {
    const service = this.services.get(code);
    if (!service) throw new FactsFault(`No service ${code} among the facts.`);
    return service;
  }
}

/** The summary of every agreement that reaches a locality, factored: blocks of providers who share with the same consumers. */
export function compileLocality({ code, refuseAfterSeconds }: LocalityRow, facts: FactsIndex): CompiledLocality {
  const versions = groupedBy(facts.providersIn(code), (row) => `${row.agreement}|${row.version}`);
  const summary: LocalitySummary = {
    locality: code, refuseAfterSeconds, services: facts.viewsByService, agreements: [...versions.values()].map((rows) => versionSummary(rows, facts)),
  };
  return { code, target: targetOf<LocalityTarget>(localityPath(code), localityTarget(summary)), shares: sharesIn(summary) };
}

/** A published target, read back as it was compiled. */
export function publishedLocality(code: string, target: Target): CompiledLocality {
  return { code, target, shares: sharesIn(summaryIn(parseLocality(target.bytes))) };
}

/** What the rows of one version say together. A pair holds while both its sides do, so providers with the same dates and consumers make one block. */
function versionSummary(rows: readonly ProviderRow[], facts: FactsIndex): AgreementSummary {
  const { agreement, service, version } = rows[0]!;
  const { views: order } = facts.serviceOf(service);
  const blocks = new Map<string, SharedBlock & { readonly providers: string[] }>();
  const parts = new Map<string, readonly (ConsumerRow & { readonly seen: ConsumerViews })[]>();
  for (const consumer of new Set(rows.flatMap((row) => row.consumers))) {
    parts.set(consumer, facts.partsOf(agreement, consumer).map((part) => ({ ...part, seen: { consumer, views: known(part.views, order, service) } })));
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
    for (const [dates, { during, consumers, names }] of byDates) {
      const key = `${dates}|${names.sort().join()}`;
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, { ...during, providers: [row.provider], consumers });
      else if (!block.providers.includes(row.provider)) block.providers.push(row.provider);
    }
  }
  const evidence = evidenceDigest({
    providers: Object.fromEntries([...groupedBy(rows, (row) => row.provider)].map(([provider, of]) => [provider, sortedUnique(of.map((row) => row.evidence))])),
    consumers: Object.fromEntries([...parts].map(([consumer, of]) => [consumer, sortedUnique(of.map((part) => part.evidence))])),
  });
  return { reference: agreement, service, version, evidence, blocks: [...blocks.values()] };
}

function sharesIn({ agreements }: LocalitySummary): ReadonlyMap<string, readonly ConsumerShare[]> {
  const shares = new Map<string, ConsumerShare[]>();
  for (const { service, blocks } of agreements) {
    for (const { providers, consumers } of blocks) {
      for (const { consumer, views } of consumers) {
        const own = shares.get(consumer) ?? [];
        shares.set(consumer, own);
        for (const provider of providers) own.push({ service, provider, views });
      }
    }
  }
  return shares;
}

function known(views: readonly string[], order: readonly string[], service: string): readonly string[] {
  for (const view of views) if (!order.includes(view)) throw new FactsFault(`The service ${service} has no view ${view}.`);
  return order.filter((view) => views.includes(view));
}
