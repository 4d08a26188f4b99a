export const SIGNED_PAGE = (evidence: string): string => `CASE WHEN ${evidence}.id IS NOT NULL THEN json_build_object('id', ${evidence}.id, 'sha256', ${evidence}.document_sha256, 'page', ${evidence}.signed_page) END`;
export const STOP_REASON = 'CASE WHEN accord_reads_stop_reason(stop.imposed_side, stop.imposed_for) THEN stop.reason END';

/** Which agreements name both sides, with what stands of them at $4. Whoever rejoined has a new part; the one that ended is asked only where no other followed. */
const pairs = (openUntil: (code: string) => string): string => `
  provider AS (
    SELECT DISTINCT ON (agreement_id, provider_ods_code) * FROM participation
    WHERE service_code = $1 AND ($2::text IS NULL OR provider_ods_code = $2)
      AND ($3::text IS NULL OR agreement_id IN (SELECT agreement_id FROM consumer_part WHERE consumer_ods_code = $3))
    ORDER BY agreement_id, provider_ods_code, state IN ('withdrawn', 'declined'), recorded_at DESC
  ), part AS (
    SELECT DISTINCT ON (agreement_id, consumer_ods_code) * FROM consumer_part
    WHERE service_code = $1 AND ($3::text IS NULL OR consumer_ods_code = $3) AND agreement_id IN (SELECT agreement_id FROM provider)
    ORDER BY agreement_id, consumer_ods_code, state IN ('left', 'declined'), recorded_at DESC
  )
  SELECT a.id AS "agreementId", CASE WHEN a.ended_at > $4::timestamptz THEN 'open' ELSE a.state END AS "agreementState", a.reference, l.code AS "localityCode", p.id AS "participationId", c.id AS "partId",
    p.provider_ods_code AS "providerOdsCode", po.name AS "providerName",
    c.consumer_ods_code AS "consumerOdsCode", co.name AS "consumerName", p.state AS participation, c.state AS part, p.state_at AS "participationAt", c.state_at AS "partAt", s.views,
    signed.number AS "providerVersion", accepted.number AS "consumerVersion", greatest(lower(signed.during), lower(accepted.during)) AS "termsFrom", least(upper(signed.during), upper(accepted.during)) AS "termsUntil",
    greatest(lower(pair.held_during), lower(signed.during), lower(accepted.during)) AS "from",
    least(upper(pair.held_during), upper(signed.during), upper(accepted.during), CASE WHEN a.ended_at <= $4::timestamptz THEN a.ended_at END) AS "until",
    EXISTS (SELECT FROM agreement_version_consumer named WHERE named.version_id = p.agreement_version_id AND named.consumer_ods_code = c.consumer_ods_code AND named.view_set_id = c.view_set_id) AS "isNamed",
    pair.participation_id IS NOT NULL AS "isHeld", pair.recorded_at AS "pairRecordedAt", s.current_during @> $4::timestamptz AS "viewSetCurrent",
    ${SIGNED_PAGE('pe')} AS "providerEvidence", ${SIGNED_PAGE('ce')} AS "consumerEvidence",
    coalesce(${openUntil('p.provider_ods_code')}, 'infinity') <= $4::timestamptz AS "providerClosed", coalesce(${openUntil('c.consumer_ods_code')}, 'infinity') <= $4::timestamptz AS "consumerClosed",
    coalesce((SELECT json_agg(json_build_object('id', stop.id, 'from', stop.from_at, 'kind', stop.kind, 'scopeKind', stop.scope_kind, 'imposedSide', stop.imposed_side, 'imposedFor', stop.imposed_for,
        'reason', ${STOP_REASON}) ORDER BY stop.from_at, stop.id)
      FROM stop WHERE stop.imposed_at <= $4::timestamptz AND (stop.lifted_at IS NULL OR stop.lifted_at > $4::timestamptz) AND (stop.participation_id = p.id OR stop.consumer_part_id = c.id)), '[]') AS "ownStops"
  FROM provider p
  JOIN part c ON c.agreement_id = p.agreement_id
  JOIN sharing_agreement a ON a.id = p.agreement_id AND a.state IN ('open', 'closed', 'ended') AND coalesce(a.opened_at, a.drafted_at) <= $4::timestamptz
  JOIN locality l ON l.id = a.locality_id
  JOIN agreement_version signed ON signed.id = p.agreement_version_id
  JOIN agreement_version accepted ON accepted.id = c.agreement_version_id
  JOIN view_set s ON s.id = c.view_set_id
  JOIN organisation po ON po.ods_code = p.provider_ods_code
  JOIN organisation co ON co.ods_code = c.consumer_ods_code
  LEFT JOIN pair ON pair.participation_id = p.id AND pair.consumer_part_id = c.id AND pair.view_set_id = c.view_set_id AND NOT isempty(pair.held_during)
  LEFT JOIN evidence pe ON pe.id = p.evidence_id
  LEFT JOIN evidence ce ON ce.id = c.evidence_id
  ORDER BY p.provider_ods_code, c.consumer_ods_code, a.reference`;

export const PAIRS_NOW = `WITH ${pairs((code) => `organisation_open_until(${code})`)}`;

/** A table as it had been recorded by $4: each row with what it said before it changed. It stands in for the table under its own name. */
const asKnown = (table: string, subject: string, where: string, sameImage = ''): string => `
  ${table} AS (
    SELECT was.* FROM ${table}
    LEFT JOIN LATERAL (SELECT image FROM past_row WHERE kind = '${table}' AND subject = ${subject} ${sameImage} AND until_at > $4::timestamptz ORDER BY past_row.id LIMIT 1) past ON true
    CROSS JOIN LATERAL jsonb_populate_record(${table}, coalesce(past.image, '{}')) was
    WHERE ${table}.recorded_at <= $4::timestamptz AND ${where})`;
const ASKED_ABOUT = '(SELECT agreement_id FROM agreement_party WHERE ods_code = coalesce($2::text, $3::text))';

/** The same statement over what had been recorded by $4; one of $2 and $3 is given. */
export function pairsAsKnown(): string {
  return `WITH ${[
    asKnown('participation', 'participation.id::text', `participation.service_code = $1 AND ($2::text IS NULL OR participation.provider_ods_code = $2) AND participation.agreement_id IN ${ASKED_ABOUT}`),
    asKnown('consumer_part', 'consumer_part.id::text', `consumer_part.service_code = $1 AND ($3::text IS NULL OR consumer_part.consumer_ods_code = $3) AND consumer_part.agreement_id IN ${ASKED_ABOUT}`),
    asKnown('pair', `pair.participation_id || ' ' || pair.consumer_part_id`, `pair.service_code = $1 AND ($2::text IS NULL OR pair.provider_ods_code = $2) AND ($3::text IS NULL OR pair.consumer_ods_code = $3) AND pair.agreement_id IN ${ASKED_ABOUT}`,
      // Two sides have a pair for each set they agreed to.
      `AND image ->> 'view_set_id' = pair.view_set_id::text`),
    asKnown('view_set', 'view_set.id::text', 'view_set.service_code = $1'),
  ].join(',')}, ${pairs((code) => `organisation_open_until_as_known(${code}, $4::timestamptz)`)}`;
}
