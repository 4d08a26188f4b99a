-- 0003-people-duties-and-authority.sql
CREATE TABLE person (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (name <> ''),
  email text,
  invited_by uuid REFERENCES person,
  recorded_at timestamptz NOT NULL,
  disabled_at timestamptz,
  version integer NOT NULL DEFAULT 1
);
CREATE TABLE account (
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id uuid NOT NULL REFERENCES person,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX account_by_person ON account (person_id);

CREATE TABLE duty (code text PRIMARY KEY, reach text NOT NULL CHECK (reach IN ('organisation', 'localities', 'national')));
INSERT INTO duty VALUES ('signatory', 'organisation'), ('practice-governance-lead', 'organisation'), ('viewer-governance-lead', 'organisation'),
  ('activation-officer', 'localities'), ('approver', 'localities'), ('auditor-national', 'national'), ('auditor-organisation', 'organisation'),
  ('privacy-officer', 'organisation'), ('system-administrator', 'national'), ('support', 'national');
-- Static separation of duties, per person: no one holds both at once.
CREATE TABLE duty_conflict (one text NOT NULL REFERENCES duty, other text NOT NULL REFERENCES duty, PRIMARY KEY (one, other), CHECK (one < other));
INSERT INTO duty_conflict
  SELECT DISTINCT least(a, b), greatest(a, b) FROM (VALUES
    ('activation-officer', 'approver'),
    ('system-administrator', 'signatory'), ('system-administrator', 'practice-governance-lead'), ('system-administrator', 'activation-officer'),
    ('system-administrator', 'approver'), ('system-administrator', 'auditor-national'), ('system-administrator', 'auditor-organisation'),
    ('auditor-national', 'signatory'), ('auditor-national', 'practice-governance-lead'), ('auditor-national', 'viewer-governance-lead'),
    ('auditor-national', 'activation-officer'), ('auditor-national', 'approver'), ('auditor-national', 'privacy-officer'),
    ('auditor-organisation', 'signatory'), ('auditor-organisation', 'practice-governance-lead'), ('auditor-organisation', 'viewer-governance-lead'),
    ('auditor-organisation', 'activation-officer'), ('auditor-organisation', 'approver'), ('auditor-organisation', 'privacy-officer')) AS pair (a, b);
GRANT SELECT ON duty, duty_conflict TO accord_api, accord_worker;

CREATE TABLE duty_grant (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  duty text NOT NULL REFERENCES duty,
  ods_code text REFERENCES organisation,
  during tstzrange NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL),
  granted_by uuid REFERENCES person,
  granted_at timestamptz NOT NULL,
  confirmed_by uuid REFERENCES person,
  confirmed_at timestamptz,
  ended_by uuid REFERENCES person,
  ended_at timestamptz,
  -- Two administrators are named at installation, once; nobody else is.
  installation_slot integer UNIQUE CHECK (installation_slot IN (1, 2)),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT duty_grant_never_to_oneself CHECK (granted_by IS NULL OR granted_by <> person_id),
  CONSTRAINT duty_grant_four_eyes CHECK (confirmed_by IS NULL OR (granted_by IS NOT NULL AND confirmed_by <> granted_by AND confirmed_by <> person_id)),
  CONSTRAINT duty_grant_confirmed_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL) OR installation_slot IS NOT NULL),
  CONSTRAINT duty_grant_by_somebody CHECK (granted_by IS NOT NULL OR (installation_slot IS NOT NULL AND duty = 'system-administrator'))
);
CREATE INDEX duty_grant_by_person ON duty_grant (person_id);
CREATE INDEX duty_grant_by_organisation ON duty_grant (ods_code);
CREATE TABLE duty_grant_locality (
  grant_id uuid NOT NULL REFERENCES duty_grant,
  locality_id uuid NOT NULL REFERENCES locality,
  PRIMARY KEY (grant_id, locality_id)
);

-- A grant holds once confirmed (or named at installation), inside its dates, until it is ended.
CREATE FUNCTION duty_grant_separated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE clash text; reach_wanted text;
BEGIN
  SELECT reach INTO reach_wanted FROM duty WHERE code = NEW.duty;
  IF (reach_wanted = 'organisation') <> (NEW.ods_code IS NOT NULL) THEN
    RAISE EXCEPTION 'duty % reaches %', NEW.duty, reach_wanted USING ERRCODE = 'P0001', CONSTRAINT = 'duty_grant_reach';
  END IF;
  IF NEW.ended_at IS NULL AND (NEW.confirmed_by IS NOT NULL OR NEW.installation_slot IS NOT NULL) THEN
    SELECT held.duty INTO clash FROM duty_grant held
      JOIN duty_conflict ON one = least(held.duty, NEW.duty) AND other = greatest(held.duty, NEW.duty)
      WHERE held.person_id = NEW.person_id AND held.id <> NEW.id AND held.ended_at IS NULL
        AND (held.confirmed_by IS NOT NULL OR held.installation_slot IS NOT NULL) AND held.during && NEW.during LIMIT 1;
    IF clash IS NOT NULL THEN
      RAISE EXCEPTION 'nobody holds % and % at once', NEW.duty, clash USING ERRCODE = 'P0001', CONSTRAINT = 'duties_kept_apart';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER duty_grant_separation BEFORE INSERT OR UPDATE ON duty_grant FOR EACH ROW EXECUTE FUNCTION duty_grant_separated();
CREATE CONSTRAINT TRIGGER duty_grant_recorded AFTER INSERT OR UPDATE ON duty_grant DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();

-- The register of authority: who may sign for one ODS code, when. Evidence names an entry of it (R2).
CREATE TABLE authority (
  id uuid PRIMARY KEY,
  ods_code text NOT NULL REFERENCES organisation,
  person_id uuid NOT NULL REFERENCES person,
  role_title text NOT NULL CHECK (role_title <> ''),
  during tstzrange NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL),
  recorded_by uuid NOT NULL REFERENCES person,
  recorded_at timestamptz NOT NULL,
  confirmed_by uuid REFERENCES person,
  confirmed_at timestamptz,
  ended_by uuid REFERENCES person,
  ended_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT authority_ended_whole CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
  CONSTRAINT authority_four_eyes CHECK (confirmed_by IS NULL OR (confirmed_by <> recorded_by AND confirmed_by <> person_id)),
  CONSTRAINT authority_never_for_oneself CHECK (recorded_by <> person_id),
  CONSTRAINT authority_confirmed_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
  CONSTRAINT authority_named UNIQUE (id, ods_code, person_id)
);
CREATE INDEX authority_by_organisation ON authority (ods_code);
CREATE INDEX authority_by_person ON authority (person_id);
CREATE CONSTRAINT TRIGGER authority_recorded AFTER INSERT OR UPDATE ON authority DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();

-- Server-side sessions: the cookie's value is kept only as a hash.
CREATE TABLE session (
  id_hash text PRIMARY KEY,
  person_id uuid REFERENCES person,
  grant_id uuid REFERENCES duty_grant,
  acr text,
  authenticated_at timestamptz,
  data jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO accord_api;
GRANT SELECT, DELETE ON session TO accord_worker;

-- R3. What one said and another confirmed stays as it was said: confirmed once, ended once, and only ever shortened.
CREATE FUNCTION only_shortened(held tstzrange, becomes tstzrange) RETURNS boolean LANGUAGE sql IMMUTABLE AS
  $$ SELECT coalesce(lower(becomes) = lower(held) AND lower_inc(becomes) = lower_inc(held) AND held @> becomes, false) $$;
CREATE FUNCTION duty_grant_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.person_id, NEW.duty, NEW.ods_code, NEW.granted_by, NEW.granted_at, NEW.installation_slot) IS DISTINCT FROM
     (OLD.id, OLD.person_id, OLD.duty, OLD.ods_code, OLD.granted_by, OLD.granted_at, OLD.installation_slot)
     OR NOT only_shortened(OLD.during, NEW.during)
     OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM (OLD.confirmed_by, OLD.confirmed_at))
     OR (OLD.ended_at IS NOT NULL AND (NEW.confirmed_by, NEW.ended_by, NEW.ended_at, NEW.during) IS DISTINCT FROM (OLD.confirmed_by, OLD.ended_by, OLD.ended_at, OLD.during)) THEN
    RAISE EXCEPTION 'a grant stays as it was proposed and confirmed' USING ERRCODE = 'P0001', CONSTRAINT = 'duty_grant_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER duty_grant_is_fixed BEFORE UPDATE ON duty_grant FOR EACH ROW EXECUTE FUNCTION duty_grant_fixed();
-- Where a grant reaches is part of what was confirmed.
CREATE FUNCTION duty_grant_reach_fixed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP <> 'INSERT' OR EXISTS (SELECT FROM duty_grant WHERE id = NEW.grant_id AND (confirmed_at IS NOT NULL OR ended_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'a grant reaches where it was confirmed to reach' USING ERRCODE = 'P0001', CONSTRAINT = 'duty_grant_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER duty_grant_locality_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON duty_grant_locality FOR EACH ROW EXECUTE FUNCTION duty_grant_reach_fixed();
CREATE FUNCTION authority_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.ods_code, NEW.person_id, NEW.role_title, NEW.recorded_by, NEW.recorded_at) IS DISTINCT FROM
     (OLD.id, OLD.ods_code, OLD.person_id, OLD.role_title, OLD.recorded_by, OLD.recorded_at)
     OR NOT only_shortened(OLD.during, NEW.during)
     OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM (OLD.confirmed_by, OLD.confirmed_at))
     OR (OLD.ended_at IS NOT NULL AND (NEW.confirmed_by, NEW.ended_by, NEW.ended_at, NEW.during) IS DISTINCT FROM (OLD.confirmed_by, OLD.ended_by, OLD.ended_at, OLD.during)) THEN
    RAISE EXCEPTION 'a line of the register stays as it was recorded and confirmed' USING ERRCODE = 'P0001', CONSTRAINT = 'authority_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER authority_is_fixed BEFORE UPDATE ON authority FOR EACH ROW EXECUTE FUNCTION authority_fixed();
-- Rules about two people compare persons, so an account never passes to another; who was shut out is not let in again by an edit.
CREATE FUNCTION account_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an account stays with its person' USING ERRCODE = 'P0001', CONSTRAINT = 'account_fixed';
END $$;
CREATE TRIGGER account_is_fixed BEFORE UPDATE OR DELETE ON account FOR EACH ROW EXECUTE FUNCTION account_fixed();
CREATE FUNCTION person_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.invited_by, NEW.recorded_at) IS DISTINCT FROM (OLD.id, OLD.invited_by, OLD.recorded_at)
     OR (OLD.disabled_at IS NOT NULL AND NEW.disabled_at IS DISTINCT FROM OLD.disabled_at) THEN
    RAISE EXCEPTION 'a person stays who they are' USING ERRCODE = 'P0001', CONSTRAINT = 'person_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER person_is_fixed BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION person_fixed();

GRANT SELECT, INSERT ON person, account, duty_grant, authority TO accord_api, accord_worker;
GRANT UPDATE (disabled_at, version) ON person TO accord_api, accord_worker;
GRANT UPDATE (during, confirmed_by, confirmed_at, ended_by, ended_at, version) ON duty_grant, authority TO accord_api, accord_worker;
GRANT SELECT, INSERT ON duty_grant_locality TO accord_api, accord_worker;
GRANT SELECT ON person, authority TO accord_publisher, accord_audit_reader;

ALTER TABLE person ENABLE ROW LEVEL SECURITY; ALTER TABLE person FORCE ROW LEVEL SECURITY;
ALTER TABLE account ENABLE ROW LEVEL SECURITY; ALTER TABLE account FORCE ROW LEVEL SECURITY;
ALTER TABLE duty_grant ENABLE ROW LEVEL SECURITY; ALTER TABLE duty_grant FORCE ROW LEVEL SECURITY;
ALTER TABLE duty_grant_locality ENABLE ROW LEVEL SECURITY; ALTER TABLE duty_grant_locality FORCE ROW LEVEL SECURITY;
ALTER TABLE authority ENABLE ROW LEVEL SECURITY; ALTER TABLE authority FORCE ROW LEVEL SECURITY;
CREATE POLICY person_owner ON person TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY account_owner ON account TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY duty_grant_owner ON duty_grant TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY duty_grant_locality_owner ON duty_grant_locality TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY authority_owner ON authority TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY duty_grant_mine ON duty_grant USING (person_id = (SELECT accord_person()) OR ods_code = (SELECT accord_ods()) OR (SELECT accord_reads_registers())) WITH CHECK (
  (SELECT accord_duty()) IN ('system-administrator', 'worker') OR ((SELECT accord_duty()) IN ('practice-governance-lead', 'viewer-governance-lead') AND ods_code = (SELECT accord_ods())));
CREATE POLICY duty_grant_locality_mine ON duty_grant_locality USING (grant_id IN (SELECT id FROM duty_grant)) WITH CHECK ((SELECT accord_duty()) IN ('system-administrator', 'worker'));
CREATE POLICY authority_mine ON authority USING (ods_code = (SELECT accord_ods()) OR person_id = (SELECT accord_person()) OR (SELECT accord_reads_registers())) WITH CHECK (
  (SELECT accord_duty()) IN ('activation-officer', 'worker') OR ((SELECT accord_duty()) IN ('practice-governance-lead', 'viewer-governance-lead') AND ods_code = (SELECT accord_ods())));
CREATE POLICY person_mine ON person USING (id = (SELECT accord_person()) OR (SELECT accord_reads_registers())
  OR id IN (SELECT person_id FROM duty_grant WHERE ods_code = (SELECT accord_ods())) OR id IN (SELECT person_id FROM authority WHERE ods_code = (SELECT accord_ods()))
  OR ((SELECT accord_duty()) IN ('practice-governance-lead', 'viewer-governance-lead') AND invited_by = (SELECT accord_person()))) WITH CHECK (
  (SELECT accord_duty()) IN ('system-administrator', 'worker', 'practice-governance-lead', 'viewer-governance-lead'));
CREATE POLICY account_mine ON account USING (person_id = (SELECT accord_person()) OR (SELECT accord_duty()) IN ('system-administrator', 'worker')
  OR ((SELECT accord_duty()) IN ('practice-governance-lead', 'viewer-governance-lead') AND person_id IN (SELECT id FROM person WHERE invited_by = (SELECT accord_person()))));
