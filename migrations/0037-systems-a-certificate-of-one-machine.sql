-- 0037-systems-a-certificate-of-one-machine.sql
-- A certificate belongs to one system, or one gateway, for ever. Each of the two registers kept that for itself alone: of two who registered one certificate at once,
-- one for a system and one for a gateway, both passed. Now each fingerprint stands once in a list that both fill, whoever writes them.
-- Locks gateway_certificate and system_certificate (thousands of rows) for milliseconds.
CREATE TABLE certificate_fingerprint (
  sha256 text CONSTRAINT certificate_of_one_machine PRIMARY KEY
);
ALTER TABLE certificate_fingerprint ENABLE ROW LEVEL SECURITY;
ALTER TABLE certificate_fingerprint FORCE ROW LEVEL SECURITY;
-- Nobody else reads or writes it: what is registered, the registers say.
CREATE POLICY certificate_fingerprint_owner ON certificate_fingerprint TO accord_owner USING (true) WITH CHECK (true);

-- After the register's own constraint has let it pass. Whoever comes at the same moment waits here for the other, and is refused once that commits.
CREATE FUNCTION certificate_of_one_machine() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO certificate_fingerprint (sha256) VALUES (NEW.sha256);
  RETURN NULL;
END $$;
CREATE TRIGGER gateway_certificate_of_one_machine AFTER INSERT ON gateway_certificate FOR EACH ROW EXECUTE FUNCTION certificate_of_one_machine();
CREATE TRIGGER system_certificate_of_one_machine AFTER INSERT ON system_certificate FOR EACH ROW EXECUTE FUNCTION certificate_of_one_machine();
CREATE TRIGGER gateway_certificate_becomes_another AFTER UPDATE OF sha256 ON gateway_certificate FOR EACH ROW
  WHEN (OLD.sha256 IS DISTINCT FROM NEW.sha256) EXECUTE FUNCTION certificate_of_one_machine();
CREATE TRIGGER system_certificate_becomes_another AFTER UPDATE OF sha256 ON system_certificate FOR EACH ROW
  WHEN (OLD.sha256 IS DISTINCT FROM NEW.sha256) EXECUTE FUNCTION certificate_of_one_machine();

-- Which of two machines one was meant for is for people to say; revoked in one of the registers, it speaks for the other's at most.
DO $$
DECLARE
  twice record;
BEGIN
  SELECT held.sha256, gateway.code, system.consumer_ods_code INTO twice
    FROM gateway_certificate held JOIN gateway ON gateway.id = held.gateway_id JOIN system_certificate system ON system.sha256 = held.sha256
    WHERE held.revoked_at IS NULL AND system.revoked_at IS NULL ORDER BY held.sha256 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'The certificate % is registered for the gateway % and for a system of % too. With the release that ran before, revoke it for one of the two (pages Gateways and Certificates), then migrate again. Nothing was changed.',
      twice.sha256, twice.code, twice.consumer_ods_code;
  END IF;
END $$;
INSERT INTO certificate_fingerprint (sha256) SELECT sha256 FROM gateway_certificate UNION SELECT sha256 FROM system_certificate;
