import type { CallersTarget, LocalitySummary, StopEntry } from '@accord/enforcement';
import type { StandingStop } from '@accord/agreements';

/** One provider and one consumer under one agreement. */
export interface PairNamed {
  readonly locality: string;
  readonly reference: string;
  readonly service: string;
  readonly provider: string;
  readonly consumer: string;
}

interface Listed { readonly from: number; readonly until: number }

/** What gateways hold: the summaries of localities and the stop list, asked pair by pair. */
export class PublishedPairs {
  private readonly pairs = new Map<string, Listed[]>();
  private readonly certificates = new Map<string, { readonly system: string; readonly from: number; readonly until: number }[]>();

  constructor(
    localities: readonly LocalitySummary[], callers: readonly CallersTarget[], private readonly stops: readonly StopEntry[],
    wanted: { readonly provider: string | null; readonly consumer: string | null },
  ) {
    for (const target of callers) this.readCertificates(target, wanted.consumer);
    for (const summary of localities) this.readPairs(summary, wanted);
  }

  /** Whether gateways are told of the pair for this instant. */
  isListed(pair: PairNamed, at: Date): boolean {
    return this.pairs.get(keyOf(pair))?.some(({ from, until }) => at.getTime() >= from && at.getTime() < until) ?? false;
  }

  /** Entries that stop the pair, whichever system asks. */
  stopsOn(pair: PairNamed): readonly StandingStop[] {
    return this.stops.filter((stop) => stop.scope.system === undefined && matches(stop, pair))
      .map((stop) => ({ id: stop.id, from: new Date(stop.from), views: stop.scope.views ?? null }));
  }

  /** Whether some system of the consumer may ask: it holds a certificate inside its dates and is not stopped itself. */
  hasCertificate(pair: PairNamed, at: Date): boolean {
    const now = at.getTime();
    return this.certificates.get(pair.consumer)?.some(({ system, from, until }) => now >= from && now < until
      && !this.stops.some((stop) => stop.scope.system === system && Date.parse(stop.from) <= now && matches(stop, pair))) ?? false;
  }

  /** When the last certificate known to gateways ended; null where none ever was. */
  certificateEnded(consumer: string): Date | null {
    const ends = this.certificates.get(consumer)?.map(({ until }) => until) ?? [];
    return ends.length === 0 ? null : new Date(Math.max(...ends));
  }

  private readCertificates({ consumers }: CallersTarget, wanted: string | null): void {
    for (const { code, systems } of consumers) {
      if (wanted !== null && wanted !== code) continue;
      const held = this.certificates.get(code) ?? [];
      this.certificates.set(code, held);
      for (const { id, certificates } of systems) for (const { from, until } of certificates) held.push({ system: id, from: Date.parse(from), until: Date.parse(until) });
    }
  }

  private readPairs({ locality, agreements }: LocalitySummary, wanted: { readonly provider: string | null; readonly consumer: string | null }): void {
    for (const { reference, service, blocks } of agreements) {
      for (const { from, until, providers, consumers } of blocks) {
        for (const provider of providers) {
          if (wanted.provider !== null && wanted.provider !== provider) continue;
          for (const { consumer } of consumers) {
            if (wanted.consumer !== null && wanted.consumer !== consumer) continue;
            const key = keyOf({ locality, reference, service, provider, consumer });
            const held = this.pairs.get(key) ?? [];
            this.pairs.set(key, held);
            held.push({ from: Date.parse(from), until: Date.parse(until) });
          }
        }
      }
    }
  }
}

const keyOf = ({ reference, provider, consumer }: PairNamed): string => `${reference}|${provider}|${consumer}`;

function matches({ scope }: StopEntry, pair: PairNamed): boolean {
  return (scope.agreement === undefined || scope.agreement === pair.reference) && (scope.provider === undefined || scope.provider === pair.provider)
    && (scope.consumer === undefined || scope.consumer === pair.consumer) && (scope.service === undefined || scope.service === pair.service)
    && (scope.locality === undefined || scope.locality === pair.locality);
}
