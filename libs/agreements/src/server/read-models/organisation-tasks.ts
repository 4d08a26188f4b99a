import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { OrganisationTasks, type OrganisationTask } from '@accord/agreements';

/** How far ahead a closing day asks for something: as far as the first reminder of a review. */
const AHEAD = `interval '90 days'`;

/** An instant as a word that no setting changes. */
const FACT = (at: string): string => `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')`;

/**
 * Parts that are not over, by organisation and locality, in agreements that run; row-level security leaves to staff those of their
 * localities. Then what the directory says of these organisations: each fact asks once, until somebody has decided about that very fact.
 */
const TASKS = `
WITH part AS MATERIALIZED (
  SELECT provider_ods_code AS ods_code, locality_id, agreement_id, agreement_version_id, state, 'provider' AS side FROM participation WHERE state IN ('signed', 'verified', 'approved', 'live', 'suspended') AND ($2::text IS NULL OR provider_ods_code = $2)
  UNION ALL SELECT consumer_ods_code, locality_id, agreement_id, agreement_version_id, state, 'consumer' FROM consumer_part WHERE state IN ('accepted', 'verified', 'approved', 'live', 'suspended') AND ($2::text IS NULL OR consumer_ods_code = $2)
), standing AS MATERIALIZED (
  SELECT part.ods_code, part.locality_id, count(*)::int AS parts, (count(*) FILTER (WHERE part.state IN ('live', 'suspended')))::int AS live, bool_or(side = 'provider') AS shares,
    json_agg(DISTINCT jsonb_build_object('id', agreement.id, 'reference', agreement.reference)) AS agreements
  FROM part JOIN sharing_agreement agreement ON agreement.id = part.agreement_id AND agreement.state IN ('open', 'closed')
  JOIN agreement_version version ON version.id = part.agreement_version_id AND upper(version.during) > $1::timestamptz
  GROUP BY part.ods_code, part.locality_id
), asked AS (
  SELECT 'closed' AS kind, standing.*, organisation_open_until(ods_code) AS since, ${FACT('organisation_open_until(ods_code)')} AS fact, NULL::uuid AS moved_to FROM standing
    WHERE organisation_open_until(ods_code) <= $1::timestamptz + ${AHEAD} AND isfinite(organisation_open_until(ods_code))
  -- Membership is dated; the agreement stays where it was made until somebody moves it.
  UNION ALL SELECT 'moved', standing.*, lower(member.during), member.locality_id || ' ' || ${FACT('lower(member.during)')}, member.locality_id FROM standing
    JOIN locality_membership member ON member.ods_code = standing.ods_code AND member.during @> $1::timestamptz AND member.locality_id <> standing.locality_id WHERE standing.shares
  UNION ALL SELECT 'absent', standing.*, task.opened_at, task.import_id::text, NULL FROM standing
    JOIN directory_task task ON task.ods_code = standing.ods_code AND task.kind = 'absent-from-edition' AND task.closed_at IS NULL
)
SELECT asked.kind, asked.ods_code AS "odsCode", organisation.name, asked.locality_id AS "localityId", locality.name AS "localityName", asked.fact, asked.since, asked.parts, asked.live, asked.agreements,
  (SELECT json_build_object('name', there.name, 'code', there.code) FROM locality there WHERE there.id = asked.moved_to) AS "movedTo",
  CASE WHEN asked.kind = 'closed' AND coalesce(organisation.postcode, '') <> '' THEN coalesce((SELECT json_agg(json_build_object('odsCode', other.ods_code, 'name', other.name) ORDER BY other.ods_code) FROM organisation other
    WHERE other.postcode = organisation.postcode AND other.address = organisation.address AND other.ods_code <> organisation.ods_code AND other.status = 'A' AND other.prescribing_setting IS NOT DISTINCT FROM organisation.prescribing_setting), '[]') ELSE '[]' END AS successors
FROM asked
JOIN organisation ON organisation.ods_code = asked.ods_code
JOIN locality ON locality.id = asked.locality_id
WHERE NOT EXISTS (SELECT FROM organisation_task_decision decided WHERE decided.kind = asked.kind AND decided.ods_code = asked.ods_code AND decided.locality_id = asked.locality_id AND decided.fact = asked.fact)
ORDER BY asked.since, asked.ods_code, asked.kind LIMIT 200`;

@Injectable()
export class DerivedOrganisationTasks extends OrganisationTasks {
  async toSettle(tx: Tx, odsCode: string | null = null): Promise<readonly OrganisationTask[]> {
    return sql<OrganisationTask>(tx, TASKS, [timeOf(tx), odsCode]);
  }
}
