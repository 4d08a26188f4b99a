-- 0028-systems-machine-identity.sql
-- A revoked certificate ends the event streams it holds open at once: whoever revokes, in whatever way, the feed is woken at COMMIT.
CREATE FUNCTION wake_at_revocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('accord_revocation', '');
  RETURN NULL;
END $$;
CREATE TRIGGER gateway_revocation_wakes AFTER UPDATE OF revoked_at ON gateway FOR EACH STATEMENT EXECUTE FUNCTION wake_at_revocation();
CREATE TRIGGER gateway_certificate_revocation_wakes AFTER UPDATE OF revoked_at ON gateway_certificate FOR EACH STATEMENT EXECUTE FUNCTION wake_at_revocation();
CREATE TRIGGER system_certificate_revocation_wakes AFTER UPDATE OF revoked_at ON system_certificate FOR EACH STATEMENT EXECUTE FUNCTION wake_at_revocation();

-- For development the operator issues a certificate at the command line and registers it in the same act. The operator is nobody who signs in, so nobody
-- is named, and whoever confirms it is the second person; as with a directory import. Who registers names themselves, and nobody else.
ALTER TABLE system_certificate ALTER COLUMN registered_by DROP NOT NULL;
ALTER TABLE gateway ALTER COLUMN registered_by DROP NOT NULL;
ALTER POLICY consumer_system_mine ON consumer_system WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker', 'operator')
  OR ((SELECT accord_duty()) = 'viewer-governance-lead' AND consumer_ods_code = (SELECT accord_ods())));
ALTER POLICY system_certificate_mine ON system_certificate WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker')
  OR ((SELECT accord_duty()) = 'viewer-governance-lead' AND consumer_ods_code = (SELECT accord_ods()))
  OR ((SELECT accord_duty()) = 'operator' AND confirmed_at IS NULL AND revoked_at IS NULL));
CREATE POLICY system_certificate_registered ON system_certificate AS RESTRICTIVE FOR INSERT TO accord_api, accord_worker WITH CHECK (
  (SELECT accord_duty()) = 'worker' OR registered_by = (SELECT accord_person()) OR ((SELECT accord_duty()) = 'operator' AND registered_by IS NULL));
ALTER POLICY gateway_register ON gateway WITH CHECK (confirmed_at IS NULL AND ((SELECT accord_duty()) = 'worker'
  OR ((SELECT accord_duty()) = 'system-administrator' AND registered_by = (SELECT accord_person())) OR ((SELECT accord_duty()) = 'operator' AND registered_by IS NULL)));
ALTER POLICY gateway_certificate_register ON gateway_certificate WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker', 'operator'));
ALTER POLICY gateway_locality_register ON gateway_locality WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker', 'operator'));

-- What a running feed presents and by which authority it judges, noted by itself every few minutes, so that people are warned before it ends.
CREATE TABLE feed_certificate (
  purpose text NOT NULL CHECK (purpose IN ('server', 'authority', 'publisher', 'reconciler')),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  subject text NOT NULL,
  valid_during tstzrange NOT NULL CHECK (NOT isempty(valid_during)),
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (purpose, sha256)
);
ALTER TABLE feed_certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed_certificate FORCE ROW LEVEL SECURITY;
CREATE POLICY feed_certificate_owner ON feed_certificate TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY feed_certificate_note ON feed_certificate TO accord_feed USING (true) WITH CHECK (true);
CREATE POLICY feed_certificate_seen ON feed_certificate FOR SELECT TO accord_api, accord_worker USING ((SELECT accord_reads_registers()));
GRANT SELECT, INSERT ON feed_certificate TO accord_feed;
GRANT UPDATE (seen_at) ON feed_certificate TO accord_feed;
GRANT SELECT ON feed_certificate TO accord_api, accord_worker;
