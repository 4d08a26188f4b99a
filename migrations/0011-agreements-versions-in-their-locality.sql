-- 0011-agreements-versions-in-their-locality.sql
-- A version, and whom it names, know their agreement and its locality, so that row-level security judges each row by itself, as it does
-- the parts: going up to the agreement for each practice of a list cost more than the list. Written by the database alone.
ALTER TABLE sharing_agreement ADD CONSTRAINT sharing_agreement_placed UNIQUE (id, locality_id);
ALTER TABLE agreement_version ADD locality_id uuid, ADD CONSTRAINT agreement_version_placed UNIQUE (id, agreement_id, locality_id);
ALTER TABLE agreement_version_provider ADD agreement_id uuid, ADD locality_id uuid;
ALTER TABLE agreement_version_consumer ADD agreement_id uuid, ADD locality_id uuid;

ALTER TABLE agreement_version DISABLE TRIGGER USER;
ALTER TABLE agreement_version_provider DISABLE TRIGGER USER;
ALTER TABLE agreement_version_consumer DISABLE TRIGGER USER;
UPDATE agreement_version SET locality_id = agreement.locality_id FROM sharing_agreement agreement WHERE agreement.id = agreement_id;
UPDATE agreement_version_provider named SET agreement_id = version.agreement_id, locality_id = version.locality_id FROM agreement_version version WHERE version.id = version_id;
UPDATE agreement_version_consumer named SET agreement_id = version.agreement_id, locality_id = version.locality_id FROM agreement_version version WHERE version.id = version_id;
ALTER TABLE agreement_version ENABLE TRIGGER USER;
ALTER TABLE agreement_version_provider ENABLE TRIGGER USER;
ALTER TABLE agreement_version_consumer ENABLE TRIGGER USER;

CREATE FUNCTION place_agreement_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_TABLE_NAME = 'agreement_version' THEN NEW.locality_id := (SELECT locality_id FROM sharing_agreement WHERE id = NEW.agreement_id);
  ELSE SELECT agreement_id, locality_id INTO NEW.agreement_id, NEW.locality_id FROM agreement_version WHERE id = NEW.version_id; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_version_is_placed BEFORE INSERT OR UPDATE ON agreement_version FOR EACH ROW EXECUTE FUNCTION place_agreement_version();
CREATE TRIGGER agreement_version_provider_is_placed BEFORE INSERT OR UPDATE ON agreement_version_provider FOR EACH ROW EXECUTE FUNCTION place_agreement_version();
CREATE TRIGGER agreement_version_consumer_is_placed BEFORE INSERT OR UPDATE ON agreement_version_consumer FOR EACH ROW EXECUTE FUNCTION place_agreement_version();
-- Also where a copy of the database is written from another: what is derived is never taken from outside.
ALTER TABLE agreement_version ENABLE ALWAYS TRIGGER agreement_version_is_placed;
ALTER TABLE agreement_version_provider ENABLE ALWAYS TRIGGER agreement_version_provider_is_placed;
ALTER TABLE agreement_version_consumer ENABLE ALWAYS TRIGGER agreement_version_consumer_is_placed;

-- Keyed to the agreement and its place: the one cannot come to say something else than the other.
ALTER TABLE agreement_version ALTER locality_id SET NOT NULL, ADD FOREIGN KEY (agreement_id, locality_id) REFERENCES sharing_agreement (id, locality_id);
ALTER TABLE agreement_version_provider ALTER agreement_id SET NOT NULL, ALTER locality_id SET NOT NULL,
  ADD FOREIGN KEY (version_id, agreement_id, locality_id) REFERENCES agreement_version (id, agreement_id, locality_id);
ALTER TABLE agreement_version_consumer ALTER agreement_id SET NOT NULL, ALTER locality_id SET NOT NULL,
  ADD FOREIGN KEY (version_id, agreement_id, locality_id) REFERENCES agreement_version (id, agreement_id, locality_id);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['agreement_version', 'agreement_version_provider', 'agreement_version_consumer'] LOOP
    EXECUTE format('ALTER POLICY %I ON %I USING (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
      OR agreement_id IN (SELECT party.agreement_id FROM agreement_party party WHERE party.ods_code = (SELECT accord_ods())))', name || '_mine', name);
  END LOOP;
END $$;
