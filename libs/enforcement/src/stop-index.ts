import type { Codes } from './codes.js';
import type { StopScope, StopsTarget } from './format.js';
import { millis } from './reading.js';

export interface Stop {
  readonly from: number;
  readonly scope: StopScope;
}

const ALL_VIEWS = -1;

/** Stops filed under the narrowest thing they name, so that a decision looks at few of them. */
export class StopIndex {
  readonly everywhere: Stop[] = [];
  readonly byProvider = new Map<string, Stop[]>();
  readonly byAgreement = new Map<string, Stop[]>();
  readonly byConsumer = new Map<string, Stop[]>();
  readonly isEmpty: boolean;
  /** A stop already in force when the list was made is in force here, however slow this machine's clock is. */
  readonly madeAt: number;

  /** @param late what a newer list stops as well; what that no longer stops goes on being stopped */
  constructor(target: StopsTarget, late?: StopsTarget) {
    const entries = [...target.entries, ...late?.entries ?? []];
    this.isEmpty = entries.length === 0;
    this.madeAt = millis((late ?? target).publishedAt);
    for (const { from, scope } of entries) {
      const stop: Stop = { from: millis(from), scope };
      if (scope.provider !== undefined) file(this.byProvider, scope.provider, stop);
      else if (scope.agreement !== undefined) file(this.byAgreement, scope.agreement, stop);
      else if (scope.consumer !== undefined) file(this.byConsumer, scope.consumer, stop);
      else this.everywhere.push(stop);
    }
  }
}

function file(drawer: Map<string, Stop[]>, key: string, stop: Stop): void {
  const filed = drawer.get(key);
  if (filed === undefined) drawer.set(key, [stop]);
  else filed.push(stop);
}

export interface StopQuestion {
  agreement: string;
  provider: string;
  consumer: string;
  service: string;
  systems: readonly string[];
  locality: string;
  /** Bits of the service's views by code. */
  views: Codes | undefined;
  at: number;
}

/** The views that these stops stop, as bits. */
export function stoppedViews(stops: readonly Stop[] | undefined, ask: StopQuestion): number {
  if (stops === undefined) return 0;
  let stopped = 0;
  for (const { from, scope } of stops) {
    if (from > ask.at || !matches(scope, ask)) continue;
    if (scope.views === undefined) return ALL_VIEWS;
    for (const view of scope.views) {
      const bit = ask.views?.find(view) ?? -1;
      if (bit >= 0) stopped |= 1 << bit;
    }
  }
  return stopped;
}

function matches(scope: StopScope, ask: StopQuestion): boolean {
  return (scope.provider === undefined || scope.provider === ask.provider)
    && (scope.agreement === undefined || scope.agreement === ask.agreement)
    && (scope.consumer === undefined || scope.consumer === ask.consumer)
    && (scope.service === undefined || scope.service === ask.service)
    && (scope.locality === undefined || scope.locality === ask.locality)
    && (scope.system === undefined || ask.systems.includes(scope.system));
}
