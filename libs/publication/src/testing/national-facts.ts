import type { ConsumerRow, Facts, ProviderRow } from '../server/domain/facts.js';
import { groupedBy } from '../server/domain/order.js';

export const DCR_VIEWS = [
  'summary', 'problems', 'diagnosis', 'medication', 'risks-and-warnings', 'procedures', 'investigations', 'examinations', 'events', 'demographics',
] as const;

export interface NationSize {
  readonly localities: number;
  readonly providers: number;
  readonly consumers: number;
}

export const NATION: NationSize = { localities: 104, providers: 6_303, consumers: 1_209 };

const during = { from: '2026-01-01T00:00:00.000Z', until: '2028-01-01T00:00:00.000Z' };

/** An invented nation: one agreement per locality between its practices and its consumers, view sets differing between consumers. */
export function nationalFacts(size: NationSize = NATION): Facts {
  const localities = Array.from({ length: size.localities }, (_, at) => ({ code: `TSTL${numbered(at)}`, refuseAfterSeconds: 86_400, agreements: null }));
  const localityOf = (at: number) => localities[at % size.localities]!.code;
  const agreementOf = (at: number) => `DCR-${localityOf(at)}-0001`;
  const consumersOf = groupedBy(Array.from({ length: size.consumers }, (_, at) => at), (at) => agreementOf(at));
  const providers = Array.from({ length: size.providers }, (_, at): ProviderRow => ({
    locality: localityOf(at), agreement: agreementOf(at), service: 'DCR', version: 1, provider: `TSTP${numbered(at)}`, ...during, evidence: evidence(at),
    consumers: (consumersOf.get(agreementOf(at)) ?? []).map((consumer) => `TSTV${numbered(consumer)}`),
  }));
  const consumers = Array.from({ length: size.consumers }, (_, at): ConsumerRow => ({
    agreement: agreementOf(at), consumer: `TSTV${numbered(at)}`, views: viewsOf(at), ...during, evidence: evidence(at + size.providers),
  }));
  return {
    localities, providers, consumers,
    services: [{ code: 'DCR', views: DCR_VIEWS }],
    certificates: consumers.map(({ consumer }, at) => ({ consumer, system: `system-${at}`, sha256: evidence(at + 50_000), ...during })),
  };
}

function viewsOf(at: number): readonly string[] {
  const mask = (at * 37) % 1_023 + 1;
  return DCR_VIEWS.filter((_, view) => mask & (1 << view));
}

const numbered = (at: number): string => String(at).padStart(5, '0');
const evidence = (at: number): string => at.toString(16).padStart(64, '0');
