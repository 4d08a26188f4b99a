-- 0012-access-log-a-second-person-for-a-patient.sql
-- A search of the whole nation by patient needs a second person. What is asked names one person, one patient (by the blind index, as
-- events do) and a purpose; another national auditor grants it, and for some hours the one who asked may search by that patient alone.
-- A new table; locks nothing.
CREATE TABLE patient_search (
  id uuid PRIMARY KEY,
  asked_by uuid NOT NULL REFERENCES person,
  asked_at timestamptz NOT NULL,
  reason text NOT NULL CONSTRAINT patient_search_with_purpose CHECK (btrim(reason) <> ''),
  patient_index bytea NOT NULL CHECK (octet_length(patient_index) = 32),
  granted_by uuid REFERENCES person,
  granted_at timestamptz,
  granted_until timestamptz,
  -- Compared as people, not as accounts or duties.
  CONSTRAINT patient_search_four_eyes CHECK (granted_by IS NULL OR granted_by <> asked_by),
  CONSTRAINT patient_search_granted_whole CHECK ((granted_by IS NULL) = (granted_at IS NULL) AND (granted_by IS NULL) = (granted_until IS NULL)),
  CONSTRAINT patient_search_granted_for_hours CHECK (granted_until IS NULL OR (granted_until > granted_at AND granted_until <= granted_at + interval '8 hours')),
  CONSTRAINT patient_search_granted_in_days CHECK (granted_at IS NULL OR (granted_at >= asked_at AND granted_at <= asked_at + interval '3 days'))
);
CREATE INDEX patient_search_by_patient ON patient_search (asked_by, patient_index);
CREATE INDEX patient_search_by_time ON patient_search (asked_at DESC);
CREATE CONSTRAINT TRIGGER patient_search_recorded AFTER INSERT OR UPDATE ON patient_search DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();
ALTER TABLE patient_search ENABLE ROW LEVEL SECURITY; ALTER TABLE patient_search FORCE ROW LEVEL SECURITY;
CREATE POLICY patient_search_owner ON patient_search TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY patient_search_read ON patient_search FOR SELECT TO accord_api USING ((SELECT accord_duty()) = 'auditor-national');
CREATE POLICY patient_search_ask ON patient_search FOR INSERT TO accord_api
  WITH CHECK ((SELECT accord_duty()) = 'auditor-national' AND asked_by = (SELECT accord_person()) AND granted_by IS NULL);
-- Granted once, and as it was granted it stays.
CREATE POLICY patient_search_grant ON patient_search FOR UPDATE TO accord_api
  USING ((SELECT accord_duty()) = 'auditor-national' AND granted_by IS NULL) WITH CHECK (granted_by = (SELECT accord_person()));
GRANT SELECT, INSERT ON patient_search TO accord_api;
GRANT UPDATE (granted_by, granted_at, granted_until) ON patient_search TO accord_api;
