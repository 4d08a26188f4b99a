-- 0019-agreements-organisation-tasks.sql
-- An organisation that closed, merged or changed commissioner while it takes part leaves something to settle. What there is to settle is derived
-- from the directory and the parts and stands nowhere; kept is only what somebody decided about it, and about which fact: a newer fact asks anew.
-- New table only: nothing is locked.
CREATE TABLE organisation_task_decision (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('closed', 'moved', 'absent')),
  ods_code text NOT NULL REFERENCES organisation,
  locality_id uuid NOT NULL REFERENCES locality,
  -- The closing day, the locality moved to and since when, or the import that missed it.
  fact text NOT NULL CHECK (length(fact) BETWEEN 1 AND 200),
  reason text NOT NULL CHECK (btrim(reason) <> '' AND length(reason) <= 2000),
  decided_by uuid NOT NULL REFERENCES person,
  decided_duty text NOT NULL,
  decided_at timestamptz NOT NULL,
  CONSTRAINT organisation_task_decided_once UNIQUE (kind, ods_code, locality_id, fact)
);
CREATE TRIGGER organisation_task_decision_stays BEFORE UPDATE OR DELETE ON organisation_task_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER organisation_task_decision_recorded AFTER INSERT ON organisation_task_decision DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();
GRANT SELECT, INSERT ON organisation_task_decision TO accord_api, accord_worker;
GRANT SELECT ON organisation_task_decision TO accord_audit_reader;
ALTER TABLE organisation_task_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation_task_decision FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation_task_decision_owner ON organisation_task_decision TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY organisation_task_decision_seen ON organisation_task_decision FOR SELECT TO accord_api, accord_worker, accord_audit_reader
  USING (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()));
-- An officer of the locality settles, in their own name.
CREATE POLICY organisation_task_decision_made ON organisation_task_decision FOR INSERT TO accord_api, accord_worker
  WITH CHECK (locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) = 'activation-officer' AND decided_duty = (SELECT accord_duty()) AND decided_by = (SELECT accord_person()));
