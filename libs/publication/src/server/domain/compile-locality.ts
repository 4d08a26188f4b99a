import { LOCALITY_FORMAT, localityPath, type AgreementVersionSummary, type LocalityTarget, type SummarySystem } from '@accord/enforcement';
import type { CertificateRow, ConsumerRow, Facts, LocalityRow, ProviderRow, ServiceRow } from './facts.js';
import { targetOf, type Target } from './target.js';

/** What one locality asks of a consumer's configuration: per service, whom it may ask and for which views. */
export interface ConsumerShare {
  readonly consumer: string;
  readonly service: string;
  readonly provider: string;
  readonly views: readonly string[];
}

export interface CompiledLocality {
  readonly code: string;
  readonly target: Target;
  readonly shares: readonly ConsumerShare[];
}

export class FactsFault extends Error {}

/** Facts gathered once by what the compiler asks of them, so that a locality costs only its own rows. */
export class FactsIndex {
  readonly localities: readonly LocalityRow[];
  private readonly services: ReadonlyMap<string, ServiceRow>;
  private readonly providers: ReadonlyMap<string, readonly ProviderRow[]>;
  private readonly consumers: ReadonlyMap<string, readonly ConsumerRow[]>;
  private readonly without: ReadonlySet<string>;
  private readonly certificates: ReadonlyMap<string, readonly CertificateRow[]>;

  constructor(facts: Facts) {
    this.localities = facts.localities;
    this.services = new Map(facts.services.map((row) => [row.code, row]));
    this.providers = groupedBy(facts.providers, (row) => row.locality);
    this.consumers = groupedBy(facts.consumers, (row) => versionKey(row));
    this.without = new Set(facts.without.map((row) => `${versionKey(row)}|${row.provider}|${row.consumer}`));
    this.certificates = groupedBy(facts.certificates, (row) => row.consumer);
  }

  providersIn(locality: string): readonly ProviderRow[] { return this.providers.get(locality) ?? []; }
  consumersOf(version: { agreement: string; version: number }): readonly ConsumerRow[] { return this.consumers.get(versionKey(version)) ?? []; }
  certificatesOf(consumer: string): readonly CertificateRow[] { return this.certificates.get(consumer) ?? []; }

  get viewsByService(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries([...this.services.values()].map((service) => [service.code, service.views]));
  }

  serviceOf(code: string): ServiceRow {
    const service = this.services.get(code);
    if (!service) throw new FactsFault(`No service ${code} among the facts.`);
    return service;
  }

  shares(version: { agreement: string; version: number }, provider: string, consumer: string): boolean {
    return !this.without.has(`${versionKey(version)}|${provider}|${consumer}`);
  }
}

/** The summary of every agreement that reaches a locality, factored: providers × consumers, less those who do not share. */
export function compileLocality(locality: LocalityRow, facts: FactsIndex): CompiledLocality {
  const rows = facts.providersIn(locality.code);
  const providers = sortedUnique(rows.map((row) => row.provider));
  const versions = [...groupedBy(rows, versionKey).values()].sort(byAgreementAndVersion);
  const consumers = sortedUnique(versions.flatMap((of) => facts.consumersOf(of[0]!).map((row) => row.consumer)));
  const providerAt = positions(providers);
  const consumerAt = positions(consumers);
  const shares: ConsumerShare[] = [];
  const agreements = new Map<string, { reference: string; service: string; versions: AgreementVersionSummary[] }>();

  for (const signed of versions) {
    const first = signed[0]!;
    const parts = [...facts.consumersOf(first)].sort(byConsumerAndStart);
    if (parts.length === 0) continue;
    const without: [number, number][] = [];
    for (const { provider } of sortedBy(signed, (row) => row.provider)) {
      for (const part of parts) {
        if (facts.shares(first, provider, part.consumer)) {
          shares.push({ consumer: part.consumer, service: first.service, provider, views: part.views });
        } else {
          without.push([providerAt.get(provider)!, consumerAt.get(part.consumer)!]);
        }
      }
    }
    const agreement = agreements.get(first.agreement) ?? { reference: first.agreement, service: first.service, versions: [] };
    agreements.set(first.agreement, agreement);
    agreement.versions.push({
      version: first.version,
      providers: sortedBy(signed, (row) => `${row.provider}|${row.from}`).map((row) => ({
        p: providerAt.get(row.provider)!, from: row.from, until: row.until, evidence: row.evidence,
      })),
      consumers: parts.map((row) => ({
        c: consumerAt.get(row.consumer)!, views: positionsIn(facts.serviceOf(first.service), row.views), from: row.from, until: row.until, evidence: row.evidence,
      })),
      without: uniquePairs(without),
    });
  }

  const target = targetOf<LocalityTarget>(localityPath(locality.code), {
    format: LOCALITY_FORMAT,
    locality: locality.code,
    refuseAfterSeconds: locality.refuseAfterSeconds,
    services: facts.viewsByService,
    consumers: consumers.map((code) => ({ code, systems: systemsOf(facts.certificatesOf(code)) })),
    providers,
    agreements: [...agreements.values()],
  });
  return { code: locality.code, target, shares };
}

function systemsOf(rows: readonly CertificateRow[]): SummarySystem[] {
  return [...groupedBy(rows, (row) => row.system)].sort(([a], [b]) => compare(a, b)).map(([id, certificates]) => ({
    id,
    certificates: sortedBy(certificates, (row) => `${row.from}|${row.sha256}`).map(({ sha256, from, until }) => ({ sha256, from, until })),
  }));
}

function positionsIn(service: ServiceRow, views: readonly string[]): number[] {
  return views.map((view) => {
    const at = service.views.indexOf(view);
    if (at < 0) throw new FactsFault(`The service ${service.code} has no view ${view}.`);
    return at;
  }).sort((a, b) => a - b);
}

function positions(codes: readonly string[]): ReadonlyMap<string, number> {
  return new Map(codes.map((code, at) => [code, at]));
}

function versionKey(row: { agreement: string; version: number }): string {
  return `${row.agreement}|${row.version}`;
}

function byAgreementAndVersion(a: readonly ProviderRow[], b: readonly ProviderRow[]): number {
  return compare(a[0]!.agreement, b[0]!.agreement) || a[0]!.version - b[0]!.version;
}

function byConsumerAndStart(a: ConsumerRow, b: ConsumerRow): number {
  return compare(a.consumer, b.consumer) || compare(a.from, b.from);
}

function uniquePairs(pairs: readonly [number, number][]): [number, number][] {
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()];
}

export function groupedBy<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

export function sortedUnique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compare);
}

function sortedBy<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  return [...rows].sort((a, b) => compare(key(a), key(b)));
}

/** By code unit, so that every machine sorts alike. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
