export const HISTOGRAM_UNITS = ['hour', 'day', 'week', 'month'] as const;
export type HistogramUnit = (typeof HISTOGRAM_UNITS)[number];

/** Counts look no further back than the newest so many events. */
export const MOST_EVENTS_COUNTED = 250_000;

/** One bar: how many events, and the time to narrow a search to so that it finds them. */
export interface HistogramBar {
  /** A London day or an instant, as a search takes them: a day as the end is inclusive, an instant is not. */
  readonly from: string;
  readonly until: string;
  readonly permitted: number;
  readonly refused: number;
}

/** The whole result of a search over time, bars without events included. */
export interface AccessEventHistogram {
  readonly unit: HistogramUnit;
  readonly bars: readonly HistogramBar[];
  readonly total: number;
  /** False where there are more events than are counted: then these are the newest. */
  readonly isWhole: boolean;
}

export const FACETS = ['decision', 'reason', 'view', 'consumer', 'provider'] as const;
export type Facet = (typeof FACETS)[number];

export interface FacetValue {
  readonly value: string;
  /** What it is called, where it has a name of its own. */
  readonly name: string | null;
  readonly total: number;
}

/** What a search found, by what it may be narrowed to. At most twelve of each, the most frequent first. */
export interface AccessEventFacets {
  readonly facets: Readonly<Record<Facet, readonly FacetValue[]>>;
  readonly total: number;
  readonly isWhole: boolean;
}

/** How many now, and how many in as many days before. */
export interface Trend {
  readonly now: number;
  readonly before: number;
}

export interface NamedTrend extends Trend {
  readonly value: string;
  readonly name: string | null;
}

/** What happened between two days, both inclusive, beside as many days before. */
export interface AccessDashboard {
  readonly from: string;
  readonly until: string;
  readonly previousFrom: string;
  readonly previousUntil: string;
  readonly permitted: Trend;
  readonly refused: Trend;
  readonly days: readonly { readonly day: string; readonly permitted: number; readonly refused: number }[];
  readonly reasons: readonly NamedTrend[];
  readonly flags: readonly NamedTrend[];
  readonly consumers: readonly NamedTrend[];
}

/** A dashboard covers no more days than this. */
export const MOST_DAYS_OF_A_DASHBOARD = 92;

export interface DashboardPeriod {
  readonly previousFrom: Date;
  readonly from: Date;
  readonly until: Date;
}

export interface DashboardCounts {
  readonly permitted: Trend;
  readonly refused: Trend;
  readonly days: ReadonlyMap<string, { readonly permitted: number; readonly refused: number }>;
  readonly reasons: readonly NamedTrend[];
  readonly flags: readonly NamedTrend[];
  readonly consumers: readonly NamedTrend[];
}

export interface TimeCounted {
  /** A London day, or the instant an hour begins. */
  readonly at: string;
  readonly permitted: number;
  readonly refused: number;
}
