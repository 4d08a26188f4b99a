-- 0021-agreements-stops-are-imposed-by-people.sql
-- Entries of the stop list are acts of people. A gate that fails writes none: a pair is in force while its gates hold (design section 5), so
-- publications end it at that instant and take it up again when the same gate passes again, by itself (R5, R11). The side "gate", which nobody
-- ever wrote, goes, and no process imposes in anybody's name. What is final is final on both sides, the entry and the state; and only a viewing
-- organisation leaves. Locks stop (hundreds of rows) and consumer_part for milliseconds.
ALTER TABLE stop DROP CONSTRAINT stop_imposed_side_check, DROP CONSTRAINT stop_by_a_person, DROP CONSTRAINT stop_lifted_by_two;
ALTER TABLE stop ADD CONSTRAINT stop_imposed_side_check CHECK (imposed_side IN ('controller', 'viewing-organisation', 'privacy-officer', 'staff')),
  ADD CONSTRAINT stop_by_a_person CHECK (imposed_by IS NOT NULL),
  ADD CONSTRAINT stop_lifted_by_two CHECK (lifted_at IS NULL OR (lifted_by IS NOT NULL AND resume_asked_by IS NOT NULL AND lifted_by <> resume_asked_by));
ALTER POLICY stop_by_who_acts ON stop TO accord_api, accord_worker;

CREATE OR REPLACE FUNCTION stop_lifted_by_its_side() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.resume_asked_by IS NOT NULL AND (NEW.resume_asked_by, NEW.resume_asked_at) IS DISTINCT FROM (OLD.resume_asked_by, OLD.resume_asked_at) AND (
    NEW.resume_asked_by IS DISTINCT FROM accord_person()
    OR NOT accord_duty() = ANY (CASE NEW.imposed_side WHEN 'controller' THEN ARRAY['signatory', 'practice-governance-lead'] WHEN 'viewing-organisation' THEN ARRAY['viewer-governance-lead']
      WHEN 'privacy-officer' THEN ARRAY['privacy-officer'] ELSE ARRAY['activation-officer'] END)
    OR (NEW.imposed_side <> 'staff' AND accord_ods() IS DISTINCT FROM NEW.imposed_for)) THEN
    RAISE EXCEPTION 'asked for by another side' USING ERRCODE = 'P0001', CONSTRAINT = 'stop_lifted_by_its_side';
  END IF;
  IF NEW.lifted_at IS NOT NULL AND (NEW.lifted_by IS DISTINCT FROM accord_person() OR accord_duty() <> 'approver' OR OLD.resume_asked_by IS NULL
    OR OLD.resume_asked_by IS DISTINCT FROM NEW.resume_asked_by) THEN
    RAISE EXCEPTION 'an approver lifts what its own side has asked to lift' USING ERRCODE = 'P0001', CONSTRAINT = 'stop_lifted_by_its_side';
  END IF;
  RETURN NULL;
END $$;

-- As 0007 has it, and of what is final besides: or a gateway would refuse for ever what the states say is shared.
CREATE OR REPLACE FUNCTION state_agrees() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE state_now text; left_standing boolean;
BEGIN
  IF NEW.scope_kind = 'participation' THEN
    SELECT state INTO state_now FROM participation WHERE id = NEW.participation_id;
    SELECT EXISTS (SELECT FROM stop WHERE participation_id = NEW.participation_id AND scope_kind = 'participation' AND kind = 'suspension' AND lifted_at IS NULL) INTO left_standing;
  ELSIF NEW.scope_kind = 'part' THEN
    SELECT state INTO state_now FROM consumer_part WHERE id = NEW.consumer_part_id;
    SELECT EXISTS (SELECT FROM stop WHERE consumer_part_id = NEW.consumer_part_id AND scope_kind = 'part' AND kind = 'suspension' AND lifted_at IS NULL) INTO left_standing;
  ELSIF NEW.kind = 'end' THEN
    SELECT state INTO state_now FROM sharing_agreement WHERE id = NEW.agreement_id;
  ELSE RETURN NULL; END IF;
  IF state_now = 'suspended' AND NOT left_standing THEN
    RAISE EXCEPTION 'suspended by nothing' USING ERRCODE = 'P0001', CONSTRAINT = 'one_act_one_stop';
  END IF;
  IF state_now = 'live' AND left_standing THEN
    RAISE EXCEPTION 'live and stopped' USING ERRCODE = 'P0001', CONSTRAINT = 'one_act_one_stop';
  END IF;
  IF state_now <> (CASE NEW.kind WHEN 'withdrawal' THEN 'withdrawn' WHEN 'leaving' THEN 'left' WHEN 'end' THEN 'ended' END) THEN
    RAISE EXCEPTION 'stopped for good and %', state_now USING ERRCODE = 'P0001', CONSTRAINT = 'one_act_one_stop';
  END IF;
  RETURN NULL;
END $$;

-- R5, of the other side: only the viewing organisation itself leaves, also where it never was live and leaves without an entry.
CREATE FUNCTION viewer_leaves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF accord_duty() <> 'nobody' AND NOT (accord_duty() = 'viewer-governance-lead' AND accord_ods() IS NOT DISTINCT FROM NEW.consumer_ods_code) THEN
    RAISE EXCEPTION 'only the viewing organisation leaves' USING ERRCODE = 'P0001', CONSTRAINT = 'only_the_viewing_organisation_leaves';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER consumer_part_viewer_leaves AFTER UPDATE ON consumer_part DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'left' AND OLD.state <> 'left') EXECUTE FUNCTION viewer_leaves();

-- What an import of the directory must be told looks past the fence: nobody but who imports hears it.
CREATE OR REPLACE FUNCTION live_sharing_of(codes text[], at timestamptz) RETURNS TABLE (ods_code text, side text, agreement_reference text, pairs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT party.ods_code, party.side, sharing_agreement.reference, count(pair.participation_id) FROM (
      SELECT id, agreement_id, provider_ods_code AS ods_code, 'provider' AS side FROM participation WHERE provider_ods_code = ANY (codes) AND state IN ('live', 'suspended')
      UNION ALL SELECT id, agreement_id, consumer_ods_code, 'consumer' FROM consumer_part WHERE consumer_ods_code = ANY (codes) AND state IN ('live', 'suspended')) party
    JOIN sharing_agreement ON sharing_agreement.id = party.agreement_id
    LEFT JOIN pair ON (pair.participation_id = party.id OR pair.consumer_part_id = party.id) AND pair.held_during @> at
    WHERE accord_duty() IN ('system-administrator', 'operator', 'worker')
    GROUP BY party.ods_code, party.side, sharing_agreement.reference
$$;

-- As 0015 has it, but for a withdrawal from one viewer: the pair is let go with it, so its entry adds nothing to what the pair says; and whoever is
-- invited again after it has another participation, which gateways are not told to stop.
CREATE OR REPLACE FUNCTION impact_stops(agreements uuid[]) RETURNS TABLE (id uuid, from_at timestamptz, scope_kind text, participation_id uuid, consumer_part_id uuid, agreement_id uuid,
  locality_id uuid, service_code text, provider_ods_code text, consumer_ods_code text, system_id uuid, views text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH seen AS MATERIALIZED (SELECT agreement.id, agreement.locality_id FROM sharing_agreement agreement WHERE agreement.id = ANY (agreements) AND accord_sees_agreement(agreement.id, agreement.locality_id)),
  party AS MATERIALIZED (SELECT ods_code FROM agreement_party WHERE agreement_party.agreement_id IN (SELECT seen.id FROM seen))
  SELECT stop.id, stop.from_at, stop.scope_kind, stop.participation_id, stop.consumer_part_id, stop.agreement_id, CASE WHEN stop.scope_kind = 'locality' THEN stop.locality_id END,
    stop.service_code, stop.provider_ods_code, stop.consumer_ods_code, stop.system_id, stop.views
  FROM stop
  WHERE stop.lifted_at IS NULL AND NOT (stop.kind = 'withdrawal' AND stop.scope_kind = 'pair')
    AND EXISTS (SELECT FROM seen) AND (stop.agreement_id IS NULL OR stop.agreement_id IN (SELECT seen.id FROM seen))
    AND (stop.scope_kind <> 'locality' OR stop.locality_id IN (SELECT seen.locality_id FROM seen))
    AND (stop.provider_ods_code IS NULL OR stop.provider_ods_code IN (SELECT ods_code FROM party)) AND (stop.consumer_ods_code IS NULL OR stop.consumer_ods_code IN (SELECT ods_code FROM party))
$$;
