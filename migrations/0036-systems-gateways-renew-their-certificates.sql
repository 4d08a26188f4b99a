-- 0036-systems-gateways-renew-their-certificates.sql
-- A gateway was confirmed with its certificates and got no further one: before the last ended it had to be registered anew under another code, without
-- its history and with a gap. Now each certificate says for itself who registered, confirmed and revoked it, as those of consumer systems do, and
-- the next one overlaps with the one before. Locks gateway_certificate (hundreds of rows) for milliseconds.
ALTER TABLE gateway_certificate
  ADD COLUMN registered_by uuid REFERENCES person, ADD COLUMN registered_by_operator text CHECK (btrim(registered_by_operator) <> ''),
  ADD COLUMN confirmed_by uuid REFERENCES person, ADD COLUMN confirmed_at timestamptz,
  ADD COLUMN revoked_by uuid REFERENCES person, ADD COLUMN revoked_reason text, ADD COLUMN version integer NOT NULL DEFAULT 1;
-- Those there are were registered, confirmed and revoked with their gateway, in the same act.
ALTER TABLE gateway_certificate DISABLE TRIGGER USER;
UPDATE gateway_certificate SET registered_by = gateway.registered_by, registered_by_operator = gateway.registered_by_operator, confirmed_by = gateway.confirmed_by,
  confirmed_at = gateway.confirmed_at, revoked_by = gateway.revoked_by, revoked_reason = gateway.revoked_reason FROM gateway WHERE gateway.id = gateway_certificate.gateway_id;
ALTER TABLE gateway_certificate ENABLE TRIGGER USER;
ALTER TABLE gateway_certificate
  ADD CONSTRAINT gateway_certificate_registered_by_one CHECK (num_nonnulls(registered_by, registered_by_operator) = 1),
  ADD CONSTRAINT gateway_certificate_four_eyes CHECK (confirmed_by IS NULL OR confirmed_by <> registered_by),
  ADD CONSTRAINT gateway_certificate_confirmed_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
  ADD CONSTRAINT gateway_certificate_revoked_with_reason CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL OR coalesce(revoked_reason, '') <> ''));
CREATE INDEX gateway_certificate_by_gateway ON gateway_certificate (gateway_id);
-- Whoever confirms the next one compares one fingerprint.
CREATE UNIQUE INDEX gateway_certificate_one_waits ON gateway_certificate (gateway_id) WHERE confirmed_at IS NULL AND revoked_at IS NULL;

-- A revoked gateway gets none, and none counts before its gateway does.
CREATE FUNCTION gateway_takes_certificate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  -- Waits for whoever is confirming or revoking it now.
  PERFORM FROM gateway WHERE id = NEW.gateway_id FOR SHARE;
  IF EXISTS (SELECT FROM gateway WHERE id = NEW.gateway_id AND (revoked_at IS NOT NULL OR (NEW.confirmed_at IS NOT NULL AND confirmed_at IS NULL))) THEN
    RAISE EXCEPTION 'a gateway that does not count takes no certificate' USING ERRCODE = 'P0001', CONSTRAINT = 'gateway_takes_certificate';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER gateway_certificate_confirmed ON gateway_certificate;
CREATE TRIGGER gateway_certificate_taken BEFORE INSERT ON gateway_certificate FOR EACH ROW EXECUTE FUNCTION gateway_takes_certificate();
CREATE TRIGGER gateway_certificate_counts BEFORE UPDATE OF confirmed_at ON gateway_certificate FOR EACH ROW
  WHEN (OLD.confirmed_at IS DISTINCT FROM NEW.confirmed_at) EXECUTE FUNCTION gateway_takes_certificate();
CREATE TRIGGER gateway_certificate_confirmed_in_person AFTER UPDATE OF confirmed_by, confirmed_at ON gateway_certificate FOR EACH ROW
  WHEN ((OLD.confirmed_by, OLD.confirmed_at) IS DISTINCT FROM (NEW.confirmed_by, NEW.confirmed_at)) EXECUTE FUNCTION confirmed_in_person();
CREATE CONSTRAINT TRIGGER gateway_certificate_recorded AFTER INSERT OR UPDATE ON gateway_certificate DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER gateway_certificate_announced AFTER INSERT OR UPDATE ON gateway_certificate DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_outbox();

GRANT UPDATE (confirmed_by, confirmed_at, revoked_by, revoked_reason, version) ON gateway_certificate TO accord_api, accord_worker;
CREATE POLICY gateway_certificate_registered ON gateway_certificate AS RESTRICTIVE FOR INSERT TO accord_api, accord_worker
  WITH CHECK (confirmed_at IS NULL AND revoked_at IS NULL AND accord_registers(registered_by, registered_by_operator));
-- What is revoked stays so, whoever asks.
DROP POLICY gateway_certificate_revoke ON gateway_certificate;
CREATE POLICY gateway_certificate_decide ON gateway_certificate FOR UPDATE TO accord_api, accord_worker USING (revoked_at IS NULL) WITH CHECK (
  (SELECT accord_duty()) IN ('system-administrator', 'worker') OR ((SELECT accord_duty()) = 'activation-officer' AND revoked_by = (SELECT accord_person())
    AND gateway_id IN (SELECT gateway_id FROM gateway_locality WHERE locality_id = ANY ((SELECT accord_localities())::uuid[]))));
-- Of a gateway and of a consumer system's certificate too: a policy would hide them from whoever locks them to say that they are revoked.
CREATE FUNCTION revoked_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is revoked stays revoked, as it was' USING ERRCODE = 'P0001', CONSTRAINT = 'revoked_stays';
END $$;
CREATE TRIGGER gateway_revoked_stays BEFORE UPDATE ON gateway FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION revoked_stays();
CREATE TRIGGER system_certificate_revoked_stays BEFORE UPDATE ON system_certificate FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION revoked_stays();

-- Until when a gateway goes on without a gap: certificates that follow one another count as one. Of one that has none now, when it last had one;
-- null where it never did, or all are revoked.
CREATE FUNCTION gateway_certified_until(gateway uuid, at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(upper(span)) FILTER (WHERE span @> at), max(upper(span)) FILTER (WHERE upper(span) <= at))
  FROM (SELECT unnest(range_agg(valid_during)) AS span FROM gateway_certificate WHERE gateway_id = gateway AND confirmed_at IS NOT NULL AND revoked_at IS NULL) held
$$;

-- Whoever revokes the one before has to know that the gateway presents the next one already.
ALTER TABLE gateway_contact ADD COLUMN presented text CHECK (presented ~ '^[0-9a-f]{64}$');
COMMENT ON COLUMN gateway_contact.presented IS 'The fingerprint of the certificate with which it was last heard; null where that was not noted yet.';
