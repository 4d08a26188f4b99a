-- 0001-kernel-records.sql
-- Who acts is told to the database at the start of every transaction (SET LOCAL), so that row-level security and the
-- triggers below judge by the same person as the application. Unset means nobody: no policy opens for it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Policies call these inside (SELECT …), so that each is evaluated once a statement and not once a row.
CREATE FUNCTION accord_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('accord.person', true), '')::uuid $$;
CREATE FUNCTION accord_duty() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('accord.duty', true), ''), 'nobody') $$;
CREATE FUNCTION accord_ods() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('accord.ods', true), '') $$;
CREATE FUNCTION accord_localities() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('accord.localities', true), ''), '{}')::uuid[] $$;
CREATE FUNCTION accord_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('accord.at', true), '')::timestamptz $$;

-- Duties that see every agreement; those that see the registers of people, systems and organisations whole.
CREATE FUNCTION accord_reads_nation() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT accord_duty() IN ('auditor-national', 'support', 'worker', 'publisher') $$;
CREATE FUNCTION accord_reads_registers() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT accord_duty() IN ('auditor-national', 'support', 'worker', 'publisher', 'system-administrator', 'operator', 'activation-officer', 'approver') $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'P0001', CONSTRAINT = 'append_only';
END $$;

-- R8. Append-only for every running role: no UPDATE or DELETE is granted, and the triggers stop the owner as well.
CREATE TABLE change_record (
  id uuid PRIMARY KEY,
  recorded_at timestamptz NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('done', 'refused')),
  refusal_code text CHECK ((outcome = 'refused') = (refusal_code IS NOT NULL)),
  person_id uuid,
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'operator', 'machine', 'system')),
  actor_name text NOT NULL,
  duty text,
  acting_ods_code text,
  ods_code text,
  agreement_id uuid,
  locality_id uuid,
  reason text,
  details jsonb NOT NULL,
  origin text NOT NULL,
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT change_record_person_acts CHECK (actor_kind <> 'person' OR person_id IS NOT NULL)
);
CREATE INDEX change_record_by_time ON change_record (recorded_at DESC, id DESC);
CREATE INDEX change_record_by_subject ON change_record (subject, recorded_at DESC);
CREATE INDEX change_record_by_person ON change_record (person_id, recorded_at DESC);
CREATE INDEX change_record_by_transaction ON change_record (transaction_id);
CREATE TRIGGER change_record_stays BEFORE UPDATE OR DELETE ON change_record FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER change_record_stays_whole BEFORE TRUNCATE ON change_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE change_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE change_record FORCE ROW LEVEL SECURITY;
CREATE POLICY change_record_owner ON change_record TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY change_record_add ON change_record FOR INSERT TO accord_api, accord_worker, accord_publisher, accord_feed WITH CHECK (true);
-- A system administrator reads what concerns duties, keys, gateways and the directory, and no agreement.
CREATE POLICY change_record_read ON change_record FOR SELECT TO accord_api, accord_worker, accord_audit_reader USING (
  (SELECT accord_duty()) IN ('auditor-national', 'worker')
  OR ((SELECT accord_duty()) = 'system-administrator' AND agreement_id IS NULL AND split_part(type, '.', 1) IN
      ('person', 'duty', 'authority', 'gateway', 'certificate', 'system', 'directory', 'installation', 'key', 'sign-in'))
  OR ((SELECT accord_duty()) IN ('activation-officer', 'approver') AND locality_id = ANY ((SELECT accord_localities())::uuid[]))
  OR ((SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead', 'auditor-organisation', 'privacy-officer')
      AND (ods_code = (SELECT accord_ods()) OR acting_ods_code = (SELECT accord_ods())))
  OR person_id = (SELECT accord_person()));
GRANT INSERT, SELECT ON change_record TO accord_api, accord_worker;
GRANT INSERT ON change_record TO accord_publisher, accord_feed;
GRANT SELECT ON change_record TO accord_audit_reader;

-- The truth about what others must still hear of. Handled rows say by whom and when.
CREATE TABLE outbox (
  id uuid PRIMARY KEY,
  recorded_at timestamptz NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  locality_ids uuid[] NOT NULL,
  payload jsonb NOT NULL,
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
  published_in integer,
  dispatched_at timestamptz
);
CREATE INDEX outbox_unpublished ON outbox (recorded_at) WHERE published_in IS NULL;
CREATE INDEX outbox_undispatched ON outbox (recorded_at) WHERE dispatched_at IS NULL;
CREATE INDEX outbox_by_transaction ON outbox (transaction_id);
CREATE INDEX outbox_by_subject ON outbox (subject, recorded_at DESC);
GRANT INSERT ON outbox TO accord_api, accord_worker, accord_publisher;
GRANT SELECT ON outbox TO accord_api, accord_worker, accord_publisher;
GRANT UPDATE (published_in) ON outbox TO accord_publisher;
GRANT UPDATE (dispatched_at) ON outbox TO accord_worker;

-- Same key and same request: the first answer again. The unique key makes a twin wait for the first.
CREATE TABLE idempotency (
  holder text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  answer jsonb,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (holder, key)
);
GRANT SELECT, INSERT ON idempotency TO accord_api, accord_worker;
GRANT UPDATE (answer) ON idempotency TO accord_api, accord_worker;
GRANT DELETE ON idempotency TO accord_worker;

-- A state that changed without a change record, or without a word in the outbox, aborts at COMMIT (R8, R13).
-- They look past row-level security as the owner, because who acts may not read what they wrote.
CREATE FUNCTION require_change_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM change_record WHERE transaction_id = pg_current_xact_id() AND outcome = 'done') THEN
    RAISE EXCEPTION 'a change of % has no change record', TG_TABLE_NAME USING ERRCODE = 'P0001', CONSTRAINT = 'change_needs_a_record';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION require_outbox() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM outbox WHERE transaction_id = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'a change of % was not announced', TG_TABLE_NAME USING ERRCODE = 'P0001', CONSTRAINT = 'change_needs_announcing';
  END IF;
  RETURN NULL;
END $$;
