-- 0011-agreements-versions-in-their-locality.sql
-- A version, and whom it names, know the locality of their agreement, so that row-level security judges each row by itself where staff of
-- that locality read: going up to the agreement for each practice of a list cost more than the list. Written by the database alone.
ALTER TABLE sharing_agreement ADD CONSTRAINT sharing_agreement_placed UNIQUE (id, locality_id);
ALTER TABLE agreement_version ADD locality_id uuid, ADD CONSTRAINT agreement_version_placed UNIQUE (id, locality_id);
ALTER TABLE agreement_version_provider ADD locality_id uuid;
ALTER TABLE agreement_version_consumer ADD locality_id uuid;

ALTER TABLE agreement_version DISABLE TRIGGER USER;
ALTER TABLE agreement_version_provider DISABLE TRIGGER USER;
ALTER TABLE agreement_version_consumer DISABLE TRIGGER USER;
UPDATE agreement_version SET locality_id = agreement.locality_id FROM sharing_agreement agreement WHERE agreement.id = agreement_id;
UPDATE agreement_version_provider named SET locality_id = version.locality_id FROM agreement_version version WHERE version.id = version_id;
UPDATE agreement_version_consumer named SET locality_id = version.locality_id FROM agreement_version version WHERE version.id = version_id;
ALTER TABLE agreement_version ENABLE TRIGGER USER;
ALTER TABLE agreement_version_provider ENABLE TRIGGER USER;
ALTER TABLE agreement_version_consumer ENABLE TRIGGER USER;

CREATE FUNCTION place_agreement_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_TABLE_NAME = 'agreement_version' THEN NEW.locality_id := (SELECT locality_id FROM sharing_agreement WHERE id = NEW.agreement_id);
  ELSE NEW.locality_id := (SELECT locality_id FROM agreement_version WHERE id = NEW.version_id); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_version_is_placed BEFORE INSERT OR UPDATE ON agreement_version FOR EACH ROW EXECUTE FUNCTION place_agreement_version();
CREATE TRIGGER agreement_version_provider_is_placed BEFORE INSERT OR UPDATE ON agreement_version_provider FOR EACH ROW EXECUTE FUNCTION place_agreement_version();
CREATE TRIGGER agreement_version_consumer_is_placed BEFORE INSERT OR UPDATE ON agreement_version_consumer FOR EACH ROW EXECUTE FUNCTION place_agreement_version();
-- Also where a copy of the database is written from another: what is derived is never taken from outside.
ALTER TABLE agreement_version ENABLE ALWAYS TRIGGER agreement_version_is_placed;
ALTER TABLE agreement_version_provider ENABLE ALWAYS TRIGGER agreement_version_provider_is_placed;
ALTER TABLE agreement_version_consumer ENABLE ALWAYS TRIGGER agreement_version_consumer_is_placed;

-- Keyed to where the agreement is: neither can come to say something else.
ALTER TABLE agreement_version ALTER locality_id SET NOT NULL, ADD FOREIGN KEY (agreement_id, locality_id) REFERENCES sharing_agreement (id, locality_id);
ALTER TABLE agreement_version_provider ALTER locality_id SET NOT NULL, ADD FOREIGN KEY (version_id, locality_id) REFERENCES agreement_version (id, locality_id);
ALTER TABLE agreement_version_consumer ALTER locality_id SET NOT NULL, ADD FOREIGN KEY (version_id, locality_id) REFERENCES agreement_version (id, locality_id);

ALTER POLICY agreement_version_mine ON agreement_version USING (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
  OR agreement_id IN (SELECT party.agreement_id FROM agreement_party party WHERE party.ods_code = (SELECT accord_ods())));
ALTER POLICY agreement_version_provider_mine ON agreement_version_provider USING (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
  OR EXISTS (SELECT FROM agreement_version WHERE agreement_version.id = version_id OFFSET 0));
ALTER POLICY agreement_version_consumer_mine ON agreement_version_consumer USING (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
  OR EXISTS (SELECT FROM agreement_version WHERE agreement_version.id = version_id OFFSET 0));
