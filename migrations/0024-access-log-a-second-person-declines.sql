-- 0024-access-log-a-second-person-declines.sql
-- The second person says no to a search by patient as well as yes, and whoever asked reads why. Said once, like a grant: the same search is
-- asked anew. Locks patient_search (hundreds of rows) for milliseconds.
ALTER TABLE patient_search
  ADD COLUMN declined_by uuid REFERENCES person,
  ADD COLUMN declined_at timestamptz,
  ADD COLUMN declined_reason text,
  ADD CONSTRAINT patient_search_declined_by_another CHECK (declined_by IS NULL OR declined_by <> asked_by),
  ADD CONSTRAINT patient_search_declined_whole CHECK (num_nonnulls(declined_by, declined_at, declined_reason) IN (0, 3)),
  ADD CONSTRAINT patient_search_declined_with_reason CHECK (declined_reason IS NULL OR btrim(declined_reason) <> ''),
  ADD CONSTRAINT patient_search_declined_in_days CHECK (declined_at IS NULL OR (declined_at >= asked_at AND declined_at <= asked_at + interval '3 days')),
  ADD CONSTRAINT patient_search_settled_once CHECK (num_nonnulls(granted_by, declined_by) <= 1);
ALTER POLICY patient_search_ask ON patient_search
  WITH CHECK ((SELECT accord_duty()) = 'auditor-national' AND asked_by = (SELECT accord_person()) AND granted_by IS NULL AND declined_by IS NULL);
ALTER POLICY patient_search_grant ON patient_search
  USING ((SELECT accord_duty()) = 'auditor-national' AND granted_by IS NULL AND declined_by IS NULL) WITH CHECK (coalesce(granted_by, declined_by) = (SELECT accord_person()));
ALTER POLICY patient_search_grant ON patient_search RENAME TO patient_search_settle;
-- Reminders look into the tray of an auditor as that auditor, over the worker's connection: what waits for a second person is read there too.
ALTER POLICY patient_search_read ON patient_search TO accord_api, accord_worker;
GRANT SELECT ON patient_search TO accord_worker;
GRANT UPDATE (declined_by, declined_at, declined_reason) ON patient_search TO accord_api;
