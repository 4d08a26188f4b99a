-- 0002-directory-organisations-and-localities.sql
-- The national directory is public reference data: every signed-in person may read it, so it has no row-level security.
CREATE TABLE organisation (
  ods_code text PRIMARY KEY CONSTRAINT organisation_ods_code_shape CHECK (ods_code ~ '^[A-Z0-9]{3,12}$'),
  name text NOT NULL CHECK (name <> ''),
  status text NOT NULL CHECK (status IN ('A', 'C', 'D', 'P')),
  prescribing_setting integer,
  opened_on date,
  closed_on date,
  commissioner_code text,
  commissioner_allocated boolean NOT NULL DEFAULT false,
  joined_commissioner_on date,
  left_commissioner_on date,
  national_grouping text,
  health_geography text,
  address text[] NOT NULL DEFAULT '{}',
  postcode text,
  telephone text,
  -- The row as it was published, so that nothing of it is lost.
  published_row text[],
  edition_on date,
  recorded_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX organisation_by_commissioner ON organisation (commissioner_code);
CREATE INDEX organisation_by_name ON organisation (lower(name) text_pattern_ops);
GRANT SELECT ON organisation TO accord_api, accord_worker, accord_publisher, accord_feed;
GRANT INSERT, UPDATE ON organisation TO accord_api, accord_worker;

-- The one answer to how long an organisation is open (R6: its closing day is its last, in London): the first instant at which it is not,
-- NULL while no end is known. Closed or dormant without a day: from the edition that says so. Proposed or unknown: never.
CREATE FUNCTION organisation_open_until(code text) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN status IS NULL OR status = 'P' THEN '-infinity'::timestamptz
    WHEN closed_on IS NOT NULL THEN (closed_on + 1)::timestamp AT TIME ZONE 'Europe/London'
    WHEN status <> 'A' THEN coalesce(edition_on, (recorded_at AT TIME ZONE 'Europe/London')::date)::timestamp AT TIME ZONE 'Europe/London' END
  FROM (VALUES (code)) AS asked (code) LEFT JOIN organisation ON organisation.ods_code = asked.code
$$;

-- Status as a dated fact: the gate "organisation is open" reads it as of an instant.
CREATE TABLE organisation_status (
  ods_code text NOT NULL REFERENCES organisation,
  status text NOT NULL CHECK (status IN ('A', 'C', 'D', 'P')),
  valid_from timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  import_id uuid,
  PRIMARY KEY (ods_code, valid_from, recorded_at)
);
CREATE TRIGGER organisation_status_stays BEFORE UPDATE OR DELETE ON organisation_status FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT ON organisation_status TO accord_api, accord_worker, accord_publisher, accord_feed;
GRANT INSERT ON organisation_status TO accord_api, accord_worker;

CREATE TABLE locality (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z0-9]{3,12}$'),
  name text NOT NULL,
  recorded_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1
);
GRANT SELECT ON locality TO accord_api, accord_worker, accord_publisher, accord_feed;
GRANT INSERT, UPDATE ON locality TO accord_api, accord_worker;

CREATE TABLE locality_membership (
  id uuid PRIMARY KEY,
  locality_id uuid NOT NULL REFERENCES locality,
  ods_code text NOT NULL REFERENCES organisation,
  during tstzrange NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT one_locality_at_a_time EXCLUDE USING gist (ods_code WITH =, during WITH &&) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX locality_membership_by_locality ON locality_membership (locality_id);
GRANT SELECT ON locality_membership TO accord_api, accord_worker, accord_publisher, accord_feed;
-- DELETE: a membership that a later edition says never began goes; the change record keeps what it was.
GRANT INSERT, UPDATE (during), DELETE ON locality_membership TO accord_api, accord_worker;

CREATE TABLE directory_import (
  id uuid PRIMARY KEY,
  file_sha256 text NOT NULL,
  edition_on date NOT NULL,
  row_count integer NOT NULL CHECK (row_count >= 0),
  state text NOT NULL CHECK (state IN ('committed', 'awaiting-approval', 'approved', 'declined')),
  plan_hash text NOT NULL,
  counts jsonb NOT NULL,
  impact jsonb NOT NULL,
  -- Kept, compressed, while it waits for a second person.
  content bytea,
  submitted_by uuid,
  submitted_as text NOT NULL,
  submitted_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  approved_hash text,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT directory_import_four_eyes CHECK (state NOT IN ('approved') OR (decided_by IS NOT NULL AND decided_by IS DISTINCT FROM submitted_by AND approved_hash = plan_hash)),
  CONSTRAINT directory_import_waits_with_content CHECK (state <> 'awaiting-approval' OR content IS NOT NULL)
);
GRANT SELECT, INSERT, UPDATE ON directory_import TO accord_api, accord_worker;
CREATE CONSTRAINT TRIGGER directory_import_recorded AFTER INSERT OR UPDATE ON directory_import DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();

-- What an import leaves for a person to settle: it moves nobody by itself.
CREATE TABLE directory_task (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('commissioner-changed', 'absent-from-edition', 'closed-while-sharing')),
  ods_code text NOT NULL REFERENCES organisation,
  locality_id uuid REFERENCES locality,
  details jsonb NOT NULL,
  import_id uuid REFERENCES directory_import,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by uuid
);
CREATE UNIQUE INDEX directory_task_once ON directory_task (kind, ods_code) WHERE closed_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON directory_task TO accord_api, accord_worker;

-- A file that somebody handed in by the browser: read and tried by the worker, imported once a person says so. This table, not a queue,
-- says what is still to do; a worker holds a lease on what it works on, and what a lost worker held is taken up by another.
CREATE TABLE directory_import_run (
  id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('handed-in', 'ready', 'ordered', 'done', 'refused', 'failed', 'discarded')),
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
  file_sha256 text NOT NULL,
  file_bytes integer NOT NULL CHECK (file_bytes >= 0),
  -- Compressed; gone once nothing is to be done with it.
  content bytea,
  terms jsonb NOT NULL,
  submitted_by uuid NOT NULL,
  submitted_as text NOT NULL,
  submitted_from text NOT NULL,
  submitted_at timestamptz NOT NULL,
  ordered_by uuid,
  ordered_as text,
  ordered_from text,
  ordered_at timestamptz,
  plan_hash text,
  report jsonb,
  refusal jsonb,
  step text NOT NULL DEFAULT 'waiting' CHECK (step IN ('waiting', 'reading', 'planning', 'writing')),
  steps_done integer NOT NULL DEFAULT 0,
  steps_total integer,
  tries integer NOT NULL DEFAULT 0,
  lease_until timestamptz,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT directory_import_run_has_its_file CHECK (state NOT IN ('handed-in', 'ready', 'ordered') OR content IS NOT NULL),
  CONSTRAINT directory_import_run_was_shown CHECK (state NOT IN ('ready', 'ordered', 'done') OR (plan_hash IS NOT NULL AND report IS NOT NULL)),
  CONSTRAINT directory_import_run_ordered_by_a_person CHECK (state <> 'ordered' OR (ordered_by IS NOT NULL AND ordered_as IS NOT NULL AND ordered_from IS NOT NULL AND ordered_at IS NOT NULL))
);
CREATE INDEX directory_import_run_to_do ON directory_import_run (submitted_at) WHERE state IN ('handed-in', 'ordered');

-- What the import does, or would do, with each line of the file.
CREATE TABLE directory_import_verdict (
  run_id uuid NOT NULL REFERENCES directory_import_run,
  line integer NOT NULL,
  ods_code text NOT NULL,
  name text NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('added', 'changed', 'closed', 'dormant', 'reopened', 'moved', 'unchanged', 'fault')),
  fields text[] NOT NULL,
  faults jsonb NOT NULL,
  PRIMARY KEY (run_id, line)
);
GRANT SELECT, INSERT, UPDATE ON directory_import_run TO accord_api, accord_worker;
GRANT SELECT, INSERT, DELETE ON directory_import_verdict TO accord_worker;
GRANT SELECT, DELETE ON directory_import_verdict TO accord_api;
ALTER TABLE directory_import_run ENABLE ROW LEVEL SECURITY; ALTER TABLE directory_import_run FORCE ROW LEVEL SECURITY;
ALTER TABLE directory_import_verdict ENABLE ROW LEVEL SECURITY; ALTER TABLE directory_import_verdict FORCE ROW LEVEL SECURITY;
CREATE POLICY directory_import_run_owner ON directory_import_run TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY directory_import_verdict_owner ON directory_import_verdict TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY directory_import_run_of_administrators ON directory_import_run TO accord_api, accord_worker USING ((SELECT accord_duty()) IN ('system-administrator', 'worker'));
CREATE POLICY directory_import_verdict_of_administrators ON directory_import_verdict TO accord_api, accord_worker USING ((SELECT accord_duty()) IN ('system-administrator', 'worker'));
