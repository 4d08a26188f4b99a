import { LOCALITY_FORMAT, localityPath, type AgreementVersionSummary, type LocalityTarget, type SummaryPart, type SummarySystem } from '@accord/enforcement';
import { common, factored, type Factored, type Interval } from './factoring.js';
import type { CallerRow, CertificateRow, ConsumerRow, Facts, LocalityRow, ProviderRow, ServiceRow } from './facts.js';
import { compare, groupedBy, positions, sortedBy, sortedUnique } from './order.js';
import { targetOf, type Target } from './target.js';

/** What one locality asks of a consumer's configuration: whom it may ask, and for which views. */
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
  private readonly callers: ReadonlyMap<string, readonly CallerRow[]>;
  private readonly certificates: ReadonlyMap<string, readonly CertificateRow[]>;

  constructor(facts: Facts) {
    this.localities = facts.localities;
    this.services = new Map(sortedBy(facts.services, (row) => row.code).map((row) => [row.code, row]));
    this.providers = groupedBy(facts.providers, (row) => row.locality);
    this.consumers = groupedBy(facts.consumers, (row) => `${row.agreement}|${row.consumer}`);
    this.callers = groupedBy(facts.callers, (row) => row.locality);
    this.certificates = groupedBy(facts.certificates, (row) => row.consumer);
  }

  providersIn(locality: string): readonly ProviderRow[] { return this.providers.get(locality) ?? []; }
  partsOf(agreement: string, consumer: string): readonly ConsumerRow[] { return this.consumers.get(`${agreement}|${consumer}`) ?? []; }
  callersIn(locality: string): readonly CallerRow[] { return this.callers.get(locality) ?? []; }
  certificatesOf(consumer: string): readonly CertificateRow[] { return this.certificates.get(consumer) ?? []; }

  get viewsByService(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries([...this.services.values()].map((service) => [service.code, service.views]));
  }

  serviceOf(code: string): ServiceRow {
    const service = this.services.get(code);
    if (!service) throw new FactsFault(`No service ${code} among the facts.`);
    return service;
  }
}

/** The summary of every agreement that reaches a locality, factored: providers × consumers, less those who do not share. */
export function compileLocality(locality: LocalityRow, facts: FactsIndex): CompiledLocality {
  const rows = facts.providersIn(locality.code);
  const providers = sortedUnique(rows.map((row) => row.provider));
  const consumers = sortedUnique([...rows.flatMap((row) => row.consumers), ...facts.callersIn(locality.code).map((row) => row.consumer)]);
  const book = { facts, providerAt: positions(providers), consumerAt: positions(consumers) };

  const agreements = sortedBy([...groupedBy(rows, (row) => row.agreement).values()], (of) => of[0]!.agreement).map((of) => ({
    reference: of[0]!.agreement,
    service: of[0]!.service,
    versions: [...groupedBy(of, (row) => String(row.version)).values()]
      .sort((a, b) => a[0]!.version - b[0]!.version)
      .flatMap((signed) => factored(signed).flatMap((product) => versionSummaries(signed, product, book))),
  }));

  const target = targetOf<LocalityTarget>(localityPath(locality.code), {
    format: LOCALITY_FORMAT,
    locality: locality.code,
    refuseAfterSeconds: locality.refuseAfterSeconds,
    services: facts.viewsByService,
    consumers: consumers.map((code) => ({ code, systems: systemsOf(facts.certificatesOf(code)) })),
    providers,
    agreements,
  });
  return { code: locality.code, target, shares: sharesOf(rows, facts) };
}

/** A published target, read back as it was compiled. */
export function publishedLocality(code: string, target: Target): CompiledLocality {
  const { services, providers, consumers, agreements } = JSON.parse(target.bytes.toString()) as LocalityTarget;
  const shares = agreements.flatMap(({ service, versions }) => versions.flatMap((version) => version.providers.flatMap(({ p }) => version.consumers
    .filter(({ c }) => !version.without.some(([provider, consumer]) => provider === p && consumer === c))
    .map(({ c, views }) => ({ consumer: consumers[c]!.code, service, provider: providers[p]!, views: views.map((at) => services[service]![at]!) })))));
  return { code, target, shares };
}

interface Book {
  readonly facts: FactsIndex;
  readonly providerAt: ReadonlyMap<string, number>;
  readonly consumerAt: ReadonlyMap<string, number>;
}

interface Listed extends SummaryPart {
  readonly consumer: string;
}

/** A product as blocks that name each consumer once: one, unless a consumer's view set changes while its pairs are held. */
function versionSummaries(signed: readonly ProviderRow[], product: Factored, book: Book): AgreementVersionSummary[] {
  const { version } = signed[0]!;
  const evidenceOf = new Map(signed.map((row) => [row.provider, row.evidence]));
  const providers = [...product.providers].map(([provider, { from, until }]) => ({ p: book.providerAt.get(provider)!, from, until, evidence: evidenceOf.get(provider)! }));
  const blocks: Listed[][] = [];
  for (const [consumer, held] of product.consumers) {
    listedParts(signed[0]!, consumer, held, book).forEach((part, nth) => (blocks[nth] ??= []).push(part));
  }
  return blocks.map((listed) => {
    const here = new Set(listed.map((part) => part.consumer));
    return {
      version, providers,
      consumers: listed.map(({ c, views, from, until, evidence }) => ({ c, views, from, until, evidence })),
      without: product.without.filter(([, consumer]) => here.has(consumer)).map(([provider, consumer]) => [book.providerAt.get(provider)!, book.consumerAt.get(consumer)!] as const),
    };
  });
}

function listedParts({ agreement, service }: ProviderRow, consumer: string, held: Interval, { facts, consumerAt }: Book): Listed[] {
  return sortedBy(facts.partsOf(agreement, consumer), (part) => part.from)
    .map((part) => ({ part, during: common(held, part) }))
    .filter(({ during }) => during.from < during.until)
    .map(({ part, during }) => ({ consumer, c: consumerAt.get(consumer)!, views: positionsIn(facts.serviceOf(service), part.views), ...during, evidence: part.evidence }));
}

function sharesOf(rows: readonly ProviderRow[], facts: FactsIndex): ConsumerShare[] {
  return rows.flatMap(({ agreement, service, provider, consumers }) => consumers.flatMap((consumer) =>
    facts.partsOf(agreement, consumer).map(({ views }) => ({ consumer, service, provider, views }))));
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
