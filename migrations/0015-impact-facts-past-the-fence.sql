-- 0015-impact-facts-past-the-fence.sql
-- Who is shown what an act changes must be told exactly, and some of what decides it stands behind the fence: gates and certificates of the
-- other side, a stop that somebody else imposed on it, the access log. These functions look past the fence and answer with no more than what
-- gateways are told of it anyway (whether a gate holds, a certificate's dates, whom a stop reaches), and with numbers of requests. Locks nothing.

-- Agreements that the acting person may see: the fence of sharing_agreement, for functions that run as the owner.
CREATE FUNCTION accord_sees_agreement(id uuid, locality uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT locality = ANY (accord_localities()) OR accord_reads_nation() OR EXISTS (SELECT FROM agreement_party party WHERE party.agreement_id = id AND party.ods_code = accord_ods())
$$;

-- Until when an organisation is open and, as a provider, hosted, and the certificates its systems ask with; by the rules the publisher compiles by.
CREATE FUNCTION impact_gates(codes text[], at timestamptz) RETURNS TABLE (ods_code text, open_until timestamptz, hosted_until timestamptz, certificates jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT organisation.ods_code, coalesce(organisation_open_until(organisation.ods_code), 'infinity'), coalesce((
      SELECT max(coalesce(upper(run), 'infinity')) FROM unnest((
        SELECT range_agg(tstzmultirange(f.valid_during * tstzrange(NULL, f.ended_at)) - coalesce((
          SELECT range_agg(other.valid_during * tstzrange(NULL, other.ended_at)) FROM gate_fact other
          WHERE other.ods_code = f.ods_code AND other.kind = 'hosting' AND other.confirmed_at IS NOT NULL AND other.value NOT IN ('hosted-centrally', 'streaming') AND other.recorded_at >= f.recorded_at), '{}'))
        FROM gate_fact f WHERE f.ods_code = organisation.ods_code AND f.kind = 'hosting' AND f.confirmed_at IS NOT NULL AND f.value IN ('hosted-centrally', 'streaming'))) run
      WHERE coalesce(lower(run), '-infinity') <= at), '-infinity'),
    coalesce((SELECT jsonb_agg(jsonb_build_object('systemId', system_id, 'from', lower(valid_during), 'until', least(upper(valid_during), revoked_at)) ORDER BY id)
      FROM system_certificate WHERE consumer_ods_code = organisation.ods_code AND confirmed_at IS NOT NULL), '[]')
  FROM organisation
  WHERE organisation.ods_code = ANY (codes) AND (organisation.ods_code = accord_ods()
    OR EXISTS (SELECT FROM agreement_party party WHERE party.ods_code = organisation.ods_code AND accord_sees_agreement(party.agreement_id, party.locality_id)))
$$;

-- Entries of the stop list that bear on agreements the acting person may see, by what a gateway matches; never why, nor by whom.
CREATE FUNCTION impact_stops(agreements uuid[]) RETURNS TABLE (id uuid, from_at timestamptz, scope_kind text, participation_id uuid, consumer_part_id uuid, agreement_id uuid,
  locality_id uuid, service_code text, provider_ods_code text, consumer_ods_code text, system_id uuid, views text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH seen AS MATERIALIZED (SELECT agreement.id, agreement.locality_id FROM sharing_agreement agreement WHERE agreement.id = ANY (agreements) AND accord_sees_agreement(agreement.id, agreement.locality_id)),
  party AS MATERIALIZED (SELECT ods_code FROM agreement_party WHERE agreement_party.agreement_id IN (SELECT seen.id FROM seen))
  SELECT stop.id, stop.from_at, stop.scope_kind, stop.participation_id, stop.consumer_part_id, stop.agreement_id, CASE WHEN stop.scope_kind = 'locality' THEN stop.locality_id END,
    stop.service_code, stop.provider_ods_code, stop.consumer_ods_code, stop.system_id, stop.views
  FROM stop
  WHERE stop.lifted_at IS NULL AND EXISTS (SELECT FROM seen) AND (stop.agreement_id IS NULL OR stop.agreement_id IN (SELECT seen.id FROM seen))
    AND (stop.scope_kind <> 'locality' OR stop.locality_id IN (SELECT seen.locality_id FROM seen))
    AND (stop.provider_ods_code IS NULL OR stop.provider_ods_code IN (SELECT ods_code FROM party)) AND (stop.consumer_ods_code IS NULL OR stop.consumer_ods_code IN (SELECT ods_code FROM party))
$$;

-- How often, since an instant, what was asked between pairs was answered how; with the instants of the newest. Staff may not read the access log
-- and are shown what an act would have done to real requests: numbers, of pairs their fence shows, and nothing of a patient or a user.
CREATE FUNCTION impact_requests(services text[], providers text[], consumers text[], since timestamptz, until timestamptz)
RETURNS TABLE (service_code text, provider_ods_code text, consumer_ods_code text, views text[], decision text, reason text, requests bigint, newest timestamptz[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH wanted AS MATERIALIZED (SELECT DISTINCT service, provider, consumer FROM unnest(services, providers, consumers) AS named (service, provider, consumer)),
  mine AS MATERIALIZED (
    SELECT wanted.* FROM wanted WHERE EXISTS (
      SELECT FROM agreement_party one JOIN agreement_party other ON other.agreement_id = one.agreement_id AND other.side = 'consumer' AND other.ods_code = wanted.consumer
      WHERE one.side = 'provider' AND one.ods_code = wanted.provider
        AND (one.ods_code = accord_ods() OR other.ods_code = accord_ods() OR one.locality_id = ANY (accord_localities()) OR accord_duty() IN ('auditor-national', 'worker'))))
  SELECT event.service_code, event.provider_ods_code, event.consumer_ods_code, event.views, event.decision, event.reason, count(*), (array_agg(event.occurred_at ORDER BY event.occurred_at DESC))[1:10]
  FROM access_event event JOIN mine ON mine.service = event.service_code AND mine.provider = event.provider_ods_code AND mine.consumer = event.consumer_ods_code
  WHERE event.occurred_at >= since AND event.occurred_at < until
  GROUP BY 1, 2, 3, 4, 5, 6
$$;
REVOKE EXECUTE ON FUNCTION impact_gates(text[], timestamptz), impact_stops(uuid[]), impact_requests(text[], text[], text[], timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION impact_gates(text[], timestamptz), impact_stops(uuid[]), impact_requests(text[], text[], text[], timestamptz, timestamptz) TO accord_api, accord_worker;
