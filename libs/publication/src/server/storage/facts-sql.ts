/** Instants as the summaries write them. */
const iso = (instant: string): string => `to_char((${instant}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Looks each row up by key, whatever the planner believes of the tables (OFFSET 0 keeps it from rearranging): they grow by thousands
 * of rows between two of its statistics, and a guess of one row then costs minutes.
 *
 * Everything the publisher needs, in one statement and so in one snapshot, each list in an order that stays: which announcements wait, which localities they name,
 * and the facts of those localities at the instant $3; every locality where $1 says so or an announcement is of the kinds in $2,
 * and all agreements of the localities in $4.
 */
export const FACTS = `
WITH pending AS MATERIALIZED (
  SELECT id, type, locality_ids, payload ->> 'consumerOdsCode' AS consumer, payload ->> 'onlyAgreement' AS agreement,
    -- What may alter more than the localities it names: every summary, the callers, or the stop list.
    split_part(type, '.', 1) = ANY ($2::text[]) OR type = 'stop.lifted' OR payload ->> 'consumerOdsCode' IS NOT NULL OR payload ->> 'stop' IS NOT NULL AS national
  FROM outbox WHERE published_in IS NULL
), scope AS (
  SELECT $1::boolean OR EXISTS (SELECT FROM pending WHERE split_part(type, '.', 1) = ANY ($2::text[])) AS everything
), wanted AS MATERIALIZED (
  -- Where every announcement names the one agreement that it alters, only the rows of these are read.
  SELECT id, code, (SELECT CASE WHEN (SELECT everything FROM scope) OR code = ANY ($4::text[]) OR bool_or(p.agreement IS NULL) THEN NULL ELSE array_agg(DISTINCT p.agreement::uuid) END
    FROM pending p WHERE locality.id = ANY (p.locality_ids)) AS agreements
  FROM locality
  WHERE (SELECT everything FROM scope) OR id IN (SELECT unnest(locality_ids) FROM pending)
), site AS MATERIALIZED (
  -- R11: closure freezes at its instant, lost hosting stops at once; who never had the fact never shares. Asked once for each, not in each agreement.
  SELECT w.id AS locality_id, w.code AS locality, w.agreements, p.provider_ods_code, organisation_open_until(p.provider_ods_code) AS closed_at, hosted.until AS hosted_until
  FROM wanted w
  CROSS JOIN LATERAL (SELECT DISTINCT provider_ods_code FROM participation
    WHERE locality_id = w.id AND state IN ('live', 'suspended') AND (w.agreements IS NULL OR agreement_id = ANY (w.agreements)) OFFSET 0) p
  CROSS JOIN LATERAL hosted_until(p.provider_ods_code, $3::timestamptz) AS hosted (until)
), side AS MATERIALIZED (
  SELECT p.id, w.locality, a.reference, a.service_code, v.number AS version, p.provider_ods_code, e.document_sha256, w.closed_at, w.hosted_until
  FROM site w
  CROSS JOIN LATERAL (SELECT * FROM participation
    WHERE provider_ods_code = w.provider_ods_code AND locality_id = w.locality_id AND state IN ('live', 'suspended') AND (w.agreements IS NULL OR agreement_id = ANY (w.agreements)) OFFSET 0) p
  CROSS JOIN LATERAL (SELECT reference, service_code FROM sharing_agreement WHERE id = p.agreement_id AND state IN ('open', 'closed') OFFSET 0) a
  CROSS JOIN LATERAL (SELECT number FROM agreement_version WHERE id = p.agreement_version_id OFFSET 0) v
  CROSS JOIN LATERAL (SELECT document_sha256 FROM evidence WHERE id = p.evidence_id OFFSET 0) e
), provider AS MATERIALIZED (
  SELECT s.*, held.* FROM side s
  CROSS JOIN LATERAL (
    SELECT lower(pair.held_during) AS held_from, least(upper(pair.held_during), s.closed_at, s.hosted_until) AS held_until,
      array_agg(pair.consumer_ods_code ORDER BY pair.consumer_ods_code) AS consumers, array_agg(pair.consumer_part_id) AS parts
    FROM pair
    -- What was held by a set that was cut over since, is nobody's any more.
    CROSS JOIN LATERAL (SELECT FROM consumer_part c WHERE c.id = pair.consumer_part_id AND c.view_set_id = pair.view_set_id AND c.state IN ('live', 'suspended') OFFSET 0) c
    WHERE pair.participation_id = s.id AND NOT isempty(pair.held_during)
    GROUP BY 1, 2) held
  WHERE held_from < held_until
), part AS MATERIALIZED (
  SELECT a.reference, c.consumer_ods_code, s.views, e.document_sha256,
    greatest(lower(v.during), lower(s.current_during)) AS part_from, least(upper(v.during), upper(s.current_during), organisation_open_until(c.consumer_ods_code)) AS part_until
  FROM (SELECT DISTINCT unnest(parts) AS id FROM provider) named
  CROSS JOIN LATERAL (SELECT * FROM consumer_part WHERE id = named.id OFFSET 0) c
  CROSS JOIN LATERAL (SELECT reference FROM sharing_agreement WHERE id = c.agreement_id OFFSET 0) a
  CROSS JOIN LATERAL (SELECT during FROM agreement_version WHERE id = c.agreement_version_id OFFSET 0) v
  CROSS JOIN LATERAL (SELECT views, current_during FROM view_set WHERE id = c.view_set_id OFFSET 0) s
  CROSS JOIN LATERAL (SELECT document_sha256 FROM evidence WHERE id = c.evidence_id OFFSET 0) e
), certificate AS (
  SELECT consumer_ods_code, system_id, sha256, lower(valid_during) AS valid_from, least(upper(valid_during), revoked_at) AS valid_until
  FROM system_certificate
  -- Of every consumer, for every gateway: one is known by its certificate before and after anything is agreed. Read only where one changed.
  WHERE confirmed_at IS NOT NULL AND ((SELECT everything FROM scope) OR EXISTS (SELECT FROM pending WHERE consumer IS NOT NULL))
)
SELECT
  (SELECT everything FROM scope) AS everything,
  coalesce((SELECT json_agg(json_build_object('id', id, 'isNational', national, 'localities', ARRAY(SELECT code FROM locality WHERE locality.id = ANY (pending.locality_ids)))) FROM pending), '[]') AS pending,
  coalesce((SELECT json_agg(json_build_object('code', code, 'agreements', (SELECT json_agg(reference) FROM sharing_agreement a WHERE a.id = ANY (wanted.agreements))) ORDER BY code) FROM wanted), '[]') AS localities,
  coalesce((SELECT json_agg(json_build_object('code', code,
    'views', (SELECT json_agg(v.code ORDER BY v.position) FROM service_view v WHERE v.service_code = service.code)))
    FROM service WHERE EXISTS (SELECT FROM service_view v WHERE v.service_code = service.code)), '[]') AS services,
  coalesce((SELECT json_agg(json_build_object('locality', locality, 'agreement', reference, 'service', service_code, 'version', version,
    'provider', provider_ods_code, 'from', ${iso('held_from')}, 'until', ${iso('held_until')}, 'evidence', document_sha256, 'consumers', consumers)
    ORDER BY reference, provider_ods_code, held_from) FROM provider), '[]') AS providers,
  coalesce((SELECT json_agg(json_build_object('agreement', reference, 'consumer', consumer_ods_code, 'views', views,
    'from', ${iso('part_from')}, 'until', ${iso('part_until')}, 'evidence', document_sha256)
    ORDER BY reference, consumer_ods_code, part_from) FROM part WHERE part_from < part_until), '[]') AS consumers,
  CASE WHEN (SELECT everything FROM scope) OR EXISTS (SELECT FROM pending WHERE consumer IS NOT NULL)
    THEN coalesce((SELECT json_agg(json_build_object('consumer', consumer_ods_code, 'system', system_id, 'sha256', sha256,
    'from', ${iso('valid_from')}, 'until', ${iso('valid_until')})) FROM certificate WHERE valid_from < valid_until), '[]') END AS certificates,
  coalesce((SELECT json_agg(json_build_object('id', stop.id, 'from', ${iso('stop.from_at')}, 'scope', json_strip_nulls(json_build_object(
      'agreement', a.reference, 'provider', stop.provider_ods_code, 'consumer', stop.consumer_ods_code, 'service', stop.service_code,
      'views', stop.views, 'system', stop.system_id, 'locality', CASE WHEN stop.scope_kind = 'locality' THEN l.code END))))
    FROM stop
    LEFT JOIN sharing_agreement a ON a.id = stop.agreement_id
    LEFT JOIN locality l ON l.id = stop.locality_id
    WHERE stop.lifted_at IS NULL
      -- Whoever rejoined has a new participation; what stopped or ended the old one must not reach it, or nobody could lift it ever again.
      AND NOT (stop.scope_kind = 'participation' AND EXISTS (SELECT FROM participation again
        WHERE again.agreement_id = stop.agreement_id AND again.provider_ods_code = stop.provider_ods_code AND again.id <> stop.participation_id AND again.state IN ('live', 'suspended')))
      AND NOT (stop.kind = 'withdrawal' AND stop.scope_kind = 'pair' AND EXISTS (SELECT FROM participation again JOIN pair ON pair.participation_id = again.id AND pair.consumer_ods_code = stop.consumer_ods_code
        WHERE again.agreement_id = stop.agreement_id AND again.provider_ods_code = stop.provider_ods_code AND again.recorded_at > stop.imposed_at AND again.state IN ('live', 'suspended')))
      AND NOT (stop.scope_kind = 'part' AND EXISTS (SELECT FROM consumer_part again
        WHERE again.agreement_id = stop.agreement_id AND again.consumer_ods_code = stop.consumer_ods_code AND again.id <> stop.consumer_part_id AND again.state IN ('live', 'suspended')))
  ), '[]') AS stops`;
