-- 0005-systems-certificates-and-gateways.sql
CREATE TABLE consumer_system (
  id uuid PRIMARY KEY,
  consumer_ods_code text NOT NULL REFERENCES organisation,
  name text NOT NULL,
  recorded_by uuid REFERENCES person,
  recorded_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT consumer_system_named UNIQUE (id, consumer_ods_code)
);
CREATE INDEX consumer_system_by_consumer ON consumer_system (consumer_ods_code);
-- Several at once, to overlap while renewing. A fingerprint belongs to one system for ever.
CREATE TABLE system_certificate (
  id uuid PRIMARY KEY,
  system_id uuid NOT NULL,
  consumer_ods_code text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  pem text NOT NULL,
  subject text NOT NULL,
  valid_during tstzrange NOT NULL CHECK (NOT isempty(valid_during)),
  registered_by uuid NOT NULL REFERENCES person,
  registered_at timestamptz NOT NULL,
  confirmed_by uuid REFERENCES person,
  confirmed_at timestamptz,
  revoked_by uuid REFERENCES person,
  revoked_at timestamptz,
  revoked_reason text,
  version integer NOT NULL DEFAULT 1,
  FOREIGN KEY (system_id, consumer_ods_code) REFERENCES consumer_system (id, consumer_ods_code),
  CONSTRAINT certificate_of_one_system UNIQUE (sha256),
  CONSTRAINT system_certificate_four_eyes CHECK (confirmed_by IS NULL OR confirmed_by <> registered_by),
  CONSTRAINT system_certificate_confirmed_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
  CONSTRAINT system_certificate_revoked_with_reason CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL OR coalesce(revoked_reason, '') <> ''))
);
CREATE INDEX system_certificate_by_system ON system_certificate (system_id);
CREATE CONSTRAINT TRIGGER system_certificate_recorded AFTER INSERT OR UPDATE ON system_certificate DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER system_certificate_announced AFTER INSERT OR UPDATE ON system_certificate DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_outbox();

CREATE TABLE gateway (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name text NOT NULL,
  registered_by uuid NOT NULL REFERENCES person,
  registered_at timestamptz NOT NULL,
  confirmed_by uuid REFERENCES person,
  confirmed_at timestamptz,
  revoked_by uuid REFERENCES person,
  revoked_at timestamptz,
  revoked_reason text,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT gateway_four_eyes CHECK (confirmed_by IS NULL OR confirmed_by <> registered_by),
  CONSTRAINT gateway_confirmed_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
  CONSTRAINT gateway_revoked_with_reason CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL OR coalesce(revoked_reason, '') <> ''))
);
CREATE TABLE gateway_certificate (
  id uuid PRIMARY KEY,
  gateway_id uuid NOT NULL REFERENCES gateway,
  sha256 text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  pem text NOT NULL,
  valid_during tstzrange NOT NULL CHECK (NOT isempty(valid_during)),
  recorded_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE TABLE gateway_locality (
  gateway_id uuid NOT NULL REFERENCES gateway,
  locality_id uuid NOT NULL REFERENCES locality,
  during tstzrange NOT NULL CHECK (NOT isempty(during)),
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (gateway_id, locality_id, during)
);
CREATE CONSTRAINT TRIGGER gateway_recorded AFTER INSERT OR UPDATE ON gateway DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();
-- The second person confirms a gateway with its certificates and localities: none is added once they have.
CREATE FUNCTION gateway_as_confirmed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  -- Waits for whoever is confirming it now.
  PERFORM FROM gateway WHERE id = NEW.gateway_id FOR SHARE;
  IF accord_duty() <> 'worker' AND EXISTS (SELECT FROM gateway WHERE id = NEW.gateway_id AND (confirmed_at IS NOT NULL OR revoked_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'a confirmed gateway stays as it was confirmed' USING ERRCODE = 'P0001', CONSTRAINT = 'gateway_as_confirmed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER gateway_certificate_confirmed BEFORE INSERT ON gateway_certificate FOR EACH ROW EXECUTE FUNCTION gateway_as_confirmed();
CREATE TRIGGER gateway_locality_confirmed BEFORE INSERT ON gateway_locality FOR EACH ROW EXECUTE FUNCTION gateway_as_confirmed();
GRANT SELECT ON consumer_system, system_certificate, gateway, gateway_certificate, gateway_locality TO accord_api, accord_worker, accord_publisher, accord_feed;
GRANT INSERT ON consumer_system, system_certificate, gateway, gateway_certificate, gateway_locality TO accord_api, accord_worker;
GRANT UPDATE (name, version) ON consumer_system TO accord_api, accord_worker;
GRANT UPDATE (confirmed_by, confirmed_at, revoked_by, revoked_at, revoked_reason, version) ON gateway TO accord_api, accord_worker;
GRANT UPDATE (confirmed_by, confirmed_at, revoked_by, revoked_at, revoked_reason, version) ON system_certificate TO accord_api, accord_worker;
GRANT UPDATE (revoked_at) ON gateway_certificate TO accord_api, accord_worker;

ALTER TABLE consumer_system ENABLE ROW LEVEL SECURITY; ALTER TABLE consumer_system FORCE ROW LEVEL SECURITY;
ALTER TABLE system_certificate ENABLE ROW LEVEL SECURITY; ALTER TABLE system_certificate FORCE ROW LEVEL SECURITY;
CREATE POLICY consumer_system_owner ON consumer_system TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY system_certificate_owner ON system_certificate TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY consumer_system_machines ON consumer_system FOR SELECT TO accord_publisher, accord_feed USING (true);
CREATE POLICY system_certificate_machines ON system_certificate FOR SELECT TO accord_publisher, accord_feed USING (true);
CREATE POLICY consumer_system_mine ON consumer_system TO accord_api, accord_worker
  USING (consumer_ods_code = (SELECT accord_ods()) OR (SELECT accord_reads_registers()))
  WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker') OR ((SELECT accord_duty()) = 'viewer-governance-lead' AND consumer_ods_code = (SELECT accord_ods())));
CREATE POLICY system_certificate_mine ON system_certificate TO accord_api, accord_worker
  USING (consumer_ods_code = (SELECT accord_ods()) OR (SELECT accord_reads_registers()))
  WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker') OR ((SELECT accord_duty()) = 'viewer-governance-lead' AND consumer_ods_code = (SELECT accord_ods())));

-- Everybody sees the gateways (whoever stops a sharing is told which have applied it); administrators register and confirm them, and an
-- activation officer may take one that serves their localities out of trust.
ALTER TABLE gateway ENABLE ROW LEVEL SECURITY; ALTER TABLE gateway FORCE ROW LEVEL SECURITY;
ALTER TABLE gateway_certificate ENABLE ROW LEVEL SECURITY; ALTER TABLE gateway_certificate FORCE ROW LEVEL SECURITY;
ALTER TABLE gateway_locality ENABLE ROW LEVEL SECURITY; ALTER TABLE gateway_locality FORCE ROW LEVEL SECURITY;
CREATE POLICY gateway_owner ON gateway TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY gateway_certificate_owner ON gateway_certificate TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY gateway_locality_owner ON gateway_locality TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY gateway_seen ON gateway FOR SELECT TO accord_api, accord_worker, accord_publisher, accord_feed USING (true);
CREATE POLICY gateway_certificate_seen ON gateway_certificate FOR SELECT TO accord_api, accord_worker, accord_publisher, accord_feed USING (true);
CREATE POLICY gateway_locality_seen ON gateway_locality FOR SELECT TO accord_api, accord_worker, accord_publisher, accord_feed USING (true);
CREATE POLICY gateway_register ON gateway FOR INSERT TO accord_api, accord_worker WITH CHECK (confirmed_at IS NULL
  AND ((SELECT accord_duty()) = 'worker' OR ((SELECT accord_duty()) = 'system-administrator' AND registered_by = (SELECT accord_person()))));
CREATE POLICY gateway_certificate_register ON gateway_certificate FOR INSERT TO accord_api, accord_worker
  WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker'));
CREATE POLICY gateway_locality_register ON gateway_locality FOR INSERT TO accord_api, accord_worker
  WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker'));
CREATE POLICY gateway_decide ON gateway FOR UPDATE TO accord_api, accord_worker USING (true) WITH CHECK (
  (SELECT accord_duty()) IN ('system-administrator', 'worker') OR ((SELECT accord_duty()) = 'activation-officer' AND revoked_by = (SELECT accord_person())
    AND id IN (SELECT gateway_id FROM gateway_locality WHERE locality_id = ANY ((SELECT accord_localities())::uuid[]))));
CREATE POLICY gateway_certificate_revoke ON gateway_certificate FOR UPDATE TO accord_api, accord_worker USING (true) WITH CHECK (revoked_at IS NOT NULL AND (
  (SELECT accord_duty()) IN ('system-administrator', 'worker') OR ((SELECT accord_duty()) = 'activation-officer'
    AND gateway_id IN (SELECT gateway_id FROM gateway_locality WHERE locality_id = ANY ((SELECT accord_localities())::uuid[])))));
