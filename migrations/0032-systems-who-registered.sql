-- 0032-systems-who-registered.sql
-- What the operator registers at the command line was in nobody's name, so that "who registers is not who confirms" compared with nothing. Every row
-- now says who: a person, or the operator by the name that the change records call them by. Locks gateway and system_certificate (thousands of rows)
-- for milliseconds.
ALTER TABLE gateway ADD COLUMN registered_by_operator text CHECK (btrim(registered_by_operator) <> '');
ALTER TABLE system_certificate ADD COLUMN registered_by_operator text CHECK (btrim(registered_by_operator) <> '');
-- The change was recorded when it was made; naming whom it says changes nothing that anybody decided.
ALTER TABLE gateway DISABLE TRIGGER USER;
ALTER TABLE system_certificate DISABLE TRIGGER USER;
UPDATE gateway SET registered_by_operator = coalesce((SELECT nullif(btrim(actor_name), '') FROM change_record
  WHERE subject = gateway.id::text AND type = 'gateway.registered' AND actor_kind = 'operator' ORDER BY recorded_at LIMIT 1), 'operator') WHERE registered_by IS NULL;
UPDATE system_certificate SET registered_by_operator = coalesce((SELECT nullif(btrim(actor_name), '') FROM change_record
  WHERE subject = system_certificate.id::text AND type = 'certificate.registered' AND actor_kind = 'operator' ORDER BY recorded_at LIMIT 1), 'operator') WHERE registered_by IS NULL;
ALTER TABLE gateway ENABLE TRIGGER USER;
ALTER TABLE system_certificate ENABLE TRIGGER USER;
ALTER TABLE gateway ADD CONSTRAINT gateway_registered_by_one CHECK (num_nonnulls(registered_by, registered_by_operator) = 1);
ALTER TABLE system_certificate ADD CONSTRAINT system_certificate_registered_by_one CHECK (num_nonnulls(registered_by, registered_by_operator) = 1);

-- Who confirms does so themselves, and once. The operator is nobody who signs in, and so is never the second person.
CREATE FUNCTION confirmed_in_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.confirmed_by IS NOT NULL OR NEW.confirmed_by IS DISTINCT FROM accord_person() THEN
    RAISE EXCEPTION 'whoever confirms does so in person, and once' USING ERRCODE = 'P0001', CONSTRAINT = 'confirmed_in_person';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER gateway_confirmed_in_person AFTER UPDATE OF confirmed_by, confirmed_at ON gateway FOR EACH ROW
  WHEN ((OLD.confirmed_by, OLD.confirmed_at) IS DISTINCT FROM (NEW.confirmed_by, NEW.confirmed_at)) EXECUTE FUNCTION confirmed_in_person();
CREATE TRIGGER system_certificate_confirmed_in_person AFTER UPDATE OF confirmed_by, confirmed_at ON system_certificate FOR EACH ROW
  WHEN ((OLD.confirmed_by, OLD.confirmed_at) IS DISTINCT FROM (NEW.confirmed_by, NEW.confirmed_at)) EXECUTE FUNCTION confirmed_in_person();

-- Nobody registers in another's name, nor what is confirmed already, in whatever duty.
CREATE FUNCTION accord_registers(person uuid, operator text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN accord_duty() = 'operator' THEN person IS NULL AND operator IS NOT NULL ELSE person = accord_person() AND operator IS NULL END $$;
DROP POLICY system_certificate_registered ON system_certificate;
CREATE POLICY system_certificate_registered ON system_certificate AS RESTRICTIVE FOR INSERT TO accord_api, accord_worker
  WITH CHECK (confirmed_at IS NULL AND revoked_at IS NULL AND accord_registers(registered_by, registered_by_operator));
CREATE POLICY gateway_registered ON gateway AS RESTRICTIVE FOR INSERT TO accord_api, accord_worker
  WITH CHECK (confirmed_at IS NULL AND revoked_at IS NULL AND accord_registers(registered_by, registered_by_operator));
ALTER POLICY gateway_register ON gateway WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker', 'operator'));
