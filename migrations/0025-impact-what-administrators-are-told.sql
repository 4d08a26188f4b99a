-- 0025-impact-what-administrators-are-told.sql
-- Whoever approves an import of the directory or revokes a certificate is shown first who would stop seeing what. A system administrator reads
-- no agreement, so what these two acts may touch is told past the fence: who shares what with whom, and numbers of requests. Locks nothing.

-- Agreements that the acting person may see, and for an administrator any: for functions that run as the owner.
CREATE OR REPLACE FUNCTION accord_sees_agreement(id uuid, locality uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT locality = ANY (accord_localities()) OR accord_reads_nation() OR accord_duty() = 'system-administrator'
    OR EXISTS (SELECT FROM agreement_party party WHERE party.agreement_id = id AND party.ods_code = accord_ods())
$$;

-- Pairs of these organisations held now or later, with both their sides and their view sets; nothing of terms, evidence or people.
CREATE FUNCTION impact_held_by(codes text[], at timestamptz) RETURNS TABLE (agreements uuid[], pairs jsonb, providers jsonb, consumers jsonb, sets jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH held AS MATERIALIZED (
    SELECT * FROM pair WHERE accord_duty() = 'system-administrator' AND (provider_ods_code = ANY (codes) OR consumer_ods_code = ANY (codes)) AND NOT isempty(held_during) AND upper(held_during) > at)
  SELECT ARRAY(SELECT DISTINCT agreement_id FROM held),
    coalesce((SELECT jsonb_agg(jsonb_build_object('participationId', participation_id, 'consumerPartId', consumer_part_id, 'viewSetId', view_set_id, 'from', lower(held_during), 'until', upper(held_during))) FROM held), '[]'),
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', side.id, 'agreementId', side.agreement_id, 'serviceCode', side.service_code, 'localityId', side.locality_id, 'odsCode', side.provider_ods_code,
      'state', side.state, 'version', signed.number, 'from', lower(signed.during), 'until', upper(signed.during)))
      FROM participation side JOIN agreement_version signed ON signed.id = side.agreement_version_id WHERE side.id IN (SELECT participation_id FROM held)), '[]'),
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', side.id, 'agreementId', side.agreement_id, 'odsCode', side.consumer_ods_code, 'state', side.state, 'viewSetId', side.view_set_id,
      'version', signed.number, 'from', lower(signed.during), 'until', upper(signed.during)))
      FROM consumer_part side JOIN agreement_version signed ON signed.id = side.agreement_version_id WHERE side.id IN (SELECT consumer_part_id FROM held)), '[]'),
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'views', views, 'from', lower(current_during), 'until', upper(current_during))) FROM view_set WHERE id IN (SELECT view_set_id FROM held)), '[]')
$$;
REVOKE EXECUTE ON FUNCTION impact_held_by(text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION impact_held_by(text[], timestamptz) TO accord_api;

-- As 0015 has it, and for an administrator too.
CREATE OR REPLACE FUNCTION impact_requests(services text[], providers text[], consumers text[], since timestamptz, until timestamptz)
RETURNS TABLE (service_code text, provider_ods_code text, consumer_ods_code text, views text[], decision text, reason text, requests bigint, newest timestamptz[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH wanted AS MATERIALIZED (SELECT DISTINCT service, provider, consumer FROM unnest(services, providers, consumers) AS named (service, provider, consumer)),
  mine AS MATERIALIZED (
    SELECT wanted.* FROM wanted WHERE EXISTS (
      SELECT FROM agreement_party one JOIN agreement_party other ON other.agreement_id = one.agreement_id AND other.side = 'consumer' AND other.ods_code = wanted.consumer
      WHERE one.side = 'provider' AND one.ods_code = wanted.provider
        AND (one.ods_code = accord_ods() OR other.ods_code = accord_ods() OR one.locality_id = ANY (accord_localities()) OR accord_duty() IN ('auditor-national', 'worker', 'system-administrator'))))
  SELECT event.service_code, event.provider_ods_code, event.consumer_ods_code, event.views, event.decision, event.reason, count(*), (array_agg(event.occurred_at ORDER BY event.occurred_at DESC))[1:10]
  FROM access_event event JOIN mine ON mine.service = event.service_code AND mine.provider = event.provider_ods_code AND mine.consumer = event.consumer_ods_code
  WHERE event.occurred_at >= since AND event.occurred_at < until
  GROUP BY 1, 2, 3, 4, 5, 6
$$;
