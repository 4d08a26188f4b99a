import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { DashboardCounts, DashboardPeriod, NamedTrend, RecordedReading, Trend } from '../../contract/index.js';

// $1 begins the days before, $2 the days asked for, $3 ends them. One walk over both; no column that names a person is read.
const COUNTS = `WITH hit AS MATERIALIZED (
    SELECT (occurred_at AT TIME ZONE 'Europe/London')::date AS day, occurred_at >= $2 AS is_now, decision, reason, consumer_ods_code, flags FROM access_event
    WHERE occurred_at >= $1 AND occurred_at < $3 AND ($4::text = 'nation' OR consumer_ods_code = $5::text OR ($4 = 'either' AND provider_ods_code = $5))),
  counted AS (
    SELECT 'decision' AS kind, decision AS value, count(*) FILTER (WHERE is_now)::int AS now, count(*) FILTER (WHERE NOT is_now)::int AS before FROM hit GROUP BY decision
    UNION ALL SELECT 'reason', reason, count(*) FILTER (WHERE is_now)::int, count(*) FILTER (WHERE NOT is_now)::int FROM hit WHERE decision = 'refuse' GROUP BY reason
    UNION ALL SELECT 'flag', flag, count(*) FILTER (WHERE is_now)::int, count(*) FILTER (WHERE NOT is_now)::int FROM hit CROSS JOIN LATERAL unnest(flags) flag GROUP BY flag
    UNION ALL SELECT 'day', day::text, count(*) FILTER (WHERE decision = 'permit')::int, count(*) FILTER (WHERE decision <> 'permit')::int FROM hit WHERE is_now GROUP BY day
    UNION ALL (SELECT 'consumer', consumer_ods_code, count(*) FILTER (WHERE is_now)::int, count(*) FILTER (WHERE NOT is_now)::int FROM hit WHERE consumer_ods_code IS NOT NULL
      GROUP BY consumer_ods_code HAVING count(*) FILTER (WHERE is_now) > 0 ORDER BY 3 DESC, 2 LIMIT 10))
  SELECT counted.*, organisation.name FROM counted LEFT JOIN organisation ON kind = 'consumer' AND organisation.ods_code = value
  ORDER BY kind, CASE kind WHEN 'day' THEN value END, now DESC, value`;

/** What happened in a period and in the one before, counted. */
@Injectable()
export class AccessDashboards {
  async count(tx: Tx, { previousFrom, from, until }: DashboardPeriod, { reach, odsCode }: RecordedReading): Promise<DashboardCounts> {
    const rows = await sql<{ kind: string } & NamedTrend>(tx, COUNTS, [previousFrom, from, until, reach, odsCode]);
    const of = (kind: string): NamedTrend[] => rows.filter((row) => row.kind === kind).map(({ value, name, now, before }) => ({ value, name, now, before }));
    const decided = (decision: string): Trend => {
      const found = of('decision').find(({ value }) => value === decision);
      return { now: found?.now ?? 0, before: found?.before ?? 0 };
    };
    return {
      permitted: decided('permit'), refused: decided('refuse'), reasons: of('reason'), flags: of('flag'), consumers: of('consumer'),
      days: new Map(of('day').map(({ value, now, before }) => [value, { permitted: now, refused: before }])),
    };
  }
}
