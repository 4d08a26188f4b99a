-- 0034-activations-when-a-provider-is-hosted.sql
-- R11. When a provider is hosted was said three times in SQL: to the publisher, to whoever previews an act, and to whoever asks of a past day. It is
-- said here alone; in TypeScript hostedDuring says the same of facts that are not recorded yet, and a spec holds both to each other. Locks nothing.

-- When a provider is hosted, by what had been confirmed and ended until an instant ('infinity': by all there is). Of facts that hold at once the one
-- recorded last counts, and of two recorded together the one that says no. Reads with the rights of whoever asks. Both tell rows, so that they are
-- planned within the statement that asks of thousands, and not called for each.
CREATE FUNCTION hosted_during(code text, known_at timestamptz) RETURNS TABLE (from_at timestamptz, until_at timestamptz) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT lower(run), upper(run) FROM unnest((
    WITH known AS (
      SELECT value IN ('hosted-centrally', 'streaming') AS hosts, recorded_at, valid_during * tstzrange(NULL, CASE WHEN ended_at <= known_at THEN ended_at END) AS during
      FROM gate_fact WHERE ods_code = code AND kind = 'hosting' AND confirmed_at <= known_at)
    SELECT range_agg(tstzmultirange(fact.during) - coalesce((SELECT range_agg(other.during) FROM known other WHERE NOT other.hosts AND other.recorded_at >= fact.recorded_at), '{}'))
    FROM known fact WHERE fact.hosts)) run
$$;
-- Until when: the end of the time without a gap that holds an instant, else of the one before it; '-infinity' without any.
CREATE FUNCTION hosted_until(code text, at timestamptz) RETURNS SETOF timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(max(coalesce(until_at, 'infinity')), '-infinity') FROM hosted_during(code, 'infinity') WHERE from_at <= at
$$;

CREATE OR REPLACE FUNCTION hosting_as_known(codes text[], known_at timestamptz) RETURNS TABLE (ods_code text, from_at timestamptz, until_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT asked.code, hosted.* FROM (SELECT DISTINCT unnest(codes)) AS asked (code) CROSS JOIN LATERAL hosted_during(asked.code, known_at) hosted WHERE accord_meets(asked.code)
$$;

CREATE OR REPLACE FUNCTION impact_gates(codes text[], at timestamptz) RETURNS TABLE (ods_code text, open_until timestamptz, hosted_until timestamptz, certificates jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT organisation.ods_code, coalesce(organisation_open_until(organisation.ods_code), 'infinity'), (SELECT hosted FROM hosted_until(organisation.ods_code, at) hosted),
    coalesce((SELECT jsonb_agg(jsonb_build_object('systemId', system_id, 'from', lower(valid_during), 'until', least(upper(valid_during), revoked_at)) ORDER BY id)
      FROM system_certificate WHERE consumer_ods_code = organisation.ods_code AND confirmed_at IS NOT NULL), '[]')
  FROM organisation
  WHERE organisation.ods_code = ANY (codes) AND (organisation.ods_code = accord_ods()
    OR EXISTS (SELECT FROM agreement_party party WHERE party.ods_code = organisation.ods_code AND accord_sees_agreement(party.agreement_id, party.locality_id)))
$$;
