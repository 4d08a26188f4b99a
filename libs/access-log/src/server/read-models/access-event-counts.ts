import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { MOST_EVENTS_COUNTED, type AccessEventFacets, type Facet, type FacetValue, type RecordedSearch, type TimeCounted } from '../../contract/index.js';
import { MATCHES, matchesOf } from './matching-events.js';

// The newest first, where there are more than are counted. No column that names a person is read.
const hit = (columns: string): string => `WITH hit AS MATERIALIZED (SELECT ${columns} FROM access_event WHERE ${MATCHES} ORDER BY occurred_at DESC LIMIT $16)`;

const BY_DAY = `${hit('occurred_at, decision')}
  SELECT (occurred_at AT TIME ZONE 'Europe/London')::date::text AS at, count(*) FILTER (WHERE decision = 'permit')::int AS permitted,
    count(*) FILTER (WHERE decision <> 'permit')::int AS refused
  FROM hit GROUP BY 1 ORDER BY 1`;

// London is ahead of UTC by whole hours, so that an hour is the same in both.
const BY_HOUR = `${hit('occurred_at, decision')}
  SELECT to_char(date_trunc('hour', occurred_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, count(*) FILTER (WHERE decision = 'permit')::int AS permitted,
    count(*) FILTER (WHERE decision <> 'permit')::int AS refused
  FROM hit GROUP BY 1 ORDER BY 1`;

const FACETS = `${hit('decision, reason, views, consumer_ods_code, provider_ods_code')},
  counted AS (
    SELECT 'decision' AS facet, decision AS value, count(*)::int AS total FROM hit GROUP BY decision
    UNION ALL SELECT 'reason', reason, count(*)::int FROM hit GROUP BY reason
    UNION ALL SELECT 'view', view, sum(times)::int FROM (SELECT views, count(*) AS times FROM hit GROUP BY views) asked
      CROSS JOIN LATERAL (SELECT DISTINCT unnest(views) AS view) each GROUP BY view
    UNION ALL SELECT 'consumer', consumer_ods_code, count(*)::int FROM hit WHERE consumer_ods_code IS NOT NULL GROUP BY consumer_ods_code
    UNION ALL SELECT 'provider', provider_ods_code, count(*)::int FROM hit WHERE provider_ods_code IS NOT NULL GROUP BY provider_ods_code),
  ranked AS (SELECT *, row_number() OVER (PARTITION BY facet ORDER BY total DESC, value) AS place FROM counted)
  SELECT facet, value, organisation.name, total FROM ranked
  LEFT JOIN organisation ON facet IN ('consumer', 'provider') AND organisation.ods_code = value
  WHERE place <= 12
  UNION ALL SELECT 'all', '', NULL, count(*)::int FROM hit
  ORDER BY 1, 4 DESC, 2`;

/** Counts what a search finds, under the fence of the search. */
@Injectable()
export class AccessEventCounts {
  byDay(tx: Tx, search: RecordedSearch): Promise<TimeCounted[]> {
    return sql<TimeCounted>(tx, BY_DAY, [...matchesOf(search), MOST_EVENTS_COUNTED]);
  }

  byHour(tx: Tx, search: RecordedSearch): Promise<TimeCounted[]> {
    return sql<TimeCounted>(tx, BY_HOUR, [...matchesOf(search), MOST_EVENTS_COUNTED]);
  }

  async facets(tx: Tx, search: RecordedSearch): Promise<AccessEventFacets> {
    const rows = await sql<{ facet: Facet | 'all' } & FacetValue>(tx, FACETS, [...matchesOf(search), MOST_EVENTS_COUNTED]);
    const of = (facet: Facet): readonly FacetValue[] => rows.filter((row) => row.facet === facet).map(({ value, name, total }) => ({ value, name, total }));
    const total = rows.find((row) => row.facet === 'all')?.total ?? 0;
    return { facets: { decision: of('decision'), reason: of('reason'), view: of('view'), consumer: of('consumer'), provider: of('provider') }, total, isWhole: total < MOST_EVENTS_COUNTED };
  }
}
