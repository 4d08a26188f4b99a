-- 0014-agreements-stops-in-every-scope.sql
-- Suspending and withdrawing in every scope of design section 5. An entry says exactly what it reaches and nothing beside it, because a
-- gateway matches every field present: one too many and the entry stops less than the person meant. Locks stop (hundreds of rows) for milliseconds.
ALTER TABLE stop DROP CONSTRAINT stop_scope_whole;
ALTER TABLE stop ADD CONSTRAINT stop_scope_exact CHECK (CASE scope_kind
  WHEN 'participation' THEN num_nulls(agreement_id, participation_id, provider_ods_code) = 0 AND num_nonnulls(consumer_part_id, consumer_ods_code, system_id, service_code, views) = 0
  WHEN 'part' THEN num_nulls(agreement_id, consumer_part_id, consumer_ods_code) = 0 AND num_nonnulls(participation_id, provider_ods_code, system_id, service_code, views) = 0
  WHEN 'pair' THEN num_nulls(agreement_id, provider_ods_code, consumer_ods_code) = 0 AND num_nonnulls(participation_id, consumer_part_id, system_id, service_code, views) = 0
  WHEN 'provider' THEN provider_ods_code IS NOT NULL AND num_nonnulls(agreement_id, participation_id, consumer_part_id, consumer_ods_code, system_id, service_code, views) = 0
  WHEN 'consumer' THEN consumer_ods_code IS NOT NULL AND num_nonnulls(agreement_id, participation_id, consumer_part_id, provider_ods_code, system_id, service_code, views) = 0
  WHEN 'system' THEN num_nulls(system_id, consumer_ods_code) = 0 AND num_nonnulls(agreement_id, participation_id, consumer_part_id, provider_ods_code, service_code, views) = 0
  WHEN 'agreement' THEN agreement_id IS NOT NULL AND num_nonnulls(participation_id, consumer_part_id, provider_ods_code, consumer_ods_code, system_id, service_code, views) = 0
  WHEN 'locality' THEN locality_id IS NOT NULL AND num_nonnulls(agreement_id, participation_id, consumer_part_id, provider_ods_code, consumer_ods_code, system_id, service_code, views) = 0
  WHEN 'view' THEN num_nulls(consumer_ods_code, service_code, views) = 0 AND coalesce(cardinality(views), 0) = 1
    AND num_nonnulls(agreement_id, participation_id, consumer_part_id, provider_ods_code, system_id) = 0 END);
-- Only a controller withdraws, its participation or its sharing with one consumer; a consumer leaves, staff end, and everybody else only suspends.
ALTER TABLE stop ADD CONSTRAINT stop_kind_fits_scope CHECK (CASE kind
  WHEN 'suspension' THEN true
  WHEN 'withdrawal' THEN scope_kind IN ('participation', 'pair') AND imposed_side = 'controller'
  WHEN 'leaving' THEN scope_kind = 'part' AND imposed_side = 'viewing-organisation'
  WHEN 'end' THEN scope_kind = 'agreement' AND imposed_side = 'staff' END);
ALTER TABLE stop ADD CONSTRAINT stop_of_the_consumers_system FOREIGN KEY (system_id, consumer_ods_code) REFERENCES consumer_system (id, consumer_ods_code);
ALTER TABLE stop ADD CONSTRAINT stop_in_the_agreements_locality FOREIGN KEY (agreement_id, locality_id) REFERENCES sharing_agreement (id, locality_id);
CREATE INDEX stop_by_organisation ON stop (coalesce(provider_ods_code, consumer_ods_code)) WHERE agreement_id IS NULL;

-- R5: lifted by those who imposed it. Whoever asks acts for that side at that moment, and an approver confirms what was asked before. Judged at
-- commit, after the rules on states; nobody but the gate itself lifts a gate's.
CREATE FUNCTION stop_lifted_by_its_side() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.imposed_side = 'gate' THEN RETURN NULL; END IF;
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
CREATE CONSTRAINT TRIGGER stop_steps_of_its_side AFTER UPDATE ON stop DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stop_lifted_by_its_side();

-- A withdrawal from one consumer is final: the pair is let go with it, so that another agreement may hold it, and is not taken hold of again.
CREATE FUNCTION withdrawn_pair_let_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_TABLE_NAME = 'stop' THEN
    IF NEW.kind = 'withdrawal' AND NEW.scope_kind = 'pair' AND EXISTS (SELECT FROM pair WHERE agreement_id = NEW.agreement_id AND provider_ods_code = NEW.provider_ods_code
      AND consumer_ods_code = NEW.consumer_ods_code AND upper(held_during) > NEW.from_at) THEN
      RAISE EXCEPTION 'the pair is held still' USING ERRCODE = 'P0001', CONSTRAINT = 'withdrawn_pair_let_go';
    END IF;
  ELSIF EXISTS (SELECT FROM stop JOIN participation ON participation.id = NEW.participation_id WHERE stop.kind = 'withdrawal' AND stop.scope_kind = 'pair'
    AND stop.agreement_id = NEW.agreement_id AND stop.provider_ods_code = NEW.provider_ods_code AND stop.consumer_ods_code = NEW.consumer_ods_code
    AND stop.imposed_at >= participation.recorded_at AND upper(NEW.held_during) > stop.from_at) THEN
    RAISE EXCEPTION 'this participation withdrew from this consumer' USING ERRCODE = 'P0001', CONSTRAINT = 'withdrawn_pair_let_go';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stop_lets_go AFTER INSERT ON stop DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION withdrawn_pair_let_go();
CREATE CONSTRAINT TRIGGER pair_let_go AFTER INSERT ON pair DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION withdrawn_pair_let_go();

-- Whoever imposes says so of themselves: which side an entry belongs to decides who may lift it.
CREATE POLICY stop_by_who_acts ON stop AS RESTRICTIVE FOR INSERT TO accord_api WITH CHECK (
  imposed_by = (SELECT accord_person()) AND imposed_duty = (SELECT accord_duty()) AND imposed_for IS NOT DISTINCT FROM (SELECT accord_ods())
  AND imposed_side = CASE (SELECT accord_duty()) WHEN 'signatory' THEN 'controller' WHEN 'practice-governance-lead' THEN 'controller'
    WHEN 'viewer-governance-lead' THEN 'viewing-organisation' WHEN 'privacy-officer' THEN 'privacy-officer' WHEN 'activation-officer' THEN 'staff' WHEN 'approver' THEN 'staff' END);
-- R9. An entry wider than one agreement is seen by everybody whose agreements it reaches, or "live" would stand there and nobody could tell why
-- nothing is seen. The tables asked here show each reader their own agreements only. Staff write where they serve the organisation.
ALTER POLICY stop_mine ON stop
  USING (provider_ods_code = (SELECT accord_ods()) OR consumer_ods_code = (SELECT accord_ods()) OR imposed_for = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
    OR agreement_id IN (SELECT agreement_id FROM agreement_party WHERE ods_code = (SELECT accord_ods()))
    OR (agreement_id IS NULL AND (EXISTS (SELECT FROM participation WHERE participation.provider_ods_code = stop.provider_ods_code OFFSET 0)
      OR EXISTS (SELECT FROM consumer_part WHERE consumer_part.consumer_ods_code = stop.consumer_ods_code OFFSET 0)
      OR EXISTS (SELECT FROM agreement_party WHERE agreement_party.locality_id = stop.locality_id AND stop.scope_kind = 'locality' OFFSET 0))))
  WITH CHECK ((imposed_for = (SELECT accord_ods()) AND (provider_ods_code = (SELECT accord_ods()) OR consumer_ods_code = (SELECT accord_ods()))
      AND (SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead', 'privacy-officer'))
    OR ((SELECT accord_duty()) IN ('activation-officer', 'approver')
      AND (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (locality_id IS NULL AND accord_serves(coalesce(provider_ods_code, consumer_ods_code)))))
    OR (SELECT accord_duty()) = 'worker');
