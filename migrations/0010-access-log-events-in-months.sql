-- 0010-access-log-events-in-months.sql
-- Append-only, in monthly partitions by when it happened; what says that it happened where that cannot be lies where it was received,
-- so that a wrong clock makes no months and hides no look. No NHS number in clear: sealed, with a keyed blind index whose key is
-- held outside the database (R12).
CREATE TABLE access_event (
  id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  -- What the sender said, where that is more than a day ahead or over 13 months ago; occurred_at is then received_at.
  stated_at timestamptz,
  gateway_id uuid NOT NULL,
  boot_id uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence >= 1),
  service_code text,
  provider_ods_code text,
  consumer_ods_code text,
  system_id uuid,
  user_id text,
  user_name text,
  user_job_role text,
  views text[] NOT NULL,
  permitted_views text[] NOT NULL,
  decision text NOT NULL CHECK (decision IN ('permit', 'refuse')),
  reason text NOT NULL,
  agreement_reference text,
  publication_number integer,
  stop_list_number integer,
  freshness text NOT NULL CHECK (freshness IN ('fresh', 'stale', 'refuse')),
  patient_sealed bytea,
  patient_index bytea CHECK (octet_length(patient_index) = 32),
  message_id text,
  prescription_id text,
  is_prescription boolean NOT NULL GENERATED ALWAYS AS (prescription_id IS NOT NULL) STORED,
  relationship text,
  emergency_reason text,
  consent_given boolean,
  consent_recorded_at timestamptz,
  -- Rules of consent or relationship this look broke: stored and flagged, never rejected.
  flags text[] NOT NULL DEFAULT '{}',
  -- 32 random bytes, destroyed at disposal, so that the leaf proves inclusion and reveals nothing.
  salt bytea CHECK (octet_length(salt) = 32),
  leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
  CONSTRAINT access_event_moved_to_receipt CHECK (stated_at IS NULL OR occurred_at = received_at),
  -- Only of a question that could not be read may it be unknown what was asked of whom.
  CONSTRAINT access_event_of_something CHECK (reason = 'MALFORMED' OR (service_code IS NOT NULL AND provider_ods_code IS NOT NULL)),
  PRIMARY KEY (occurred_at, id)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX access_event_by_user ON access_event (user_id, occurred_at DESC, id DESC);
CREATE INDEX access_event_by_message ON access_event (message_id, occurred_at DESC, id DESC);
CREATE INDEX access_event_by_prescription ON access_event (prescription_id, occurred_at DESC, id DESC) WHERE prescription_id IS NOT NULL;
CREATE INDEX access_event_by_patient ON access_event (patient_index, occurred_at DESC, id DESC);
CREATE INDEX access_event_by_consumer ON access_event (consumer_ods_code, occurred_at DESC, id DESC);
CREATE INDEX access_event_by_provider ON access_event (provider_ods_code, occurred_at DESC, id DESC);

-- Unique by sender, boot and sequence across all months; a partitioned table cannot say that itself.
CREATE TABLE access_event_sender (
  gateway_id uuid NOT NULL REFERENCES gateway,
  boot_id uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence >= 1),
  event_id uuid,
  occurred_at timestamptz,
  -- Set where the event could not be parsed and lies in the dead-letter instead.
  dead_letter_id uuid,
  sealed_sha256 text NOT NULL,
  PRIMARY KEY (gateway_id, boot_id, sequence)
);
CREATE TABLE access_event_dead_letter (
  id uuid PRIMARY KEY,
  gateway_id uuid NOT NULL REFERENCES gateway,
  boot_id uuid,
  sequence bigint,
  received_at timestamptz NOT NULL,
  code text NOT NULL,
  sealed bytea NOT NULL
);
CREATE TRIGGER access_event_stays BEFORE UPDATE OR DELETE ON access_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_event_sender_stays BEFORE UPDATE OR DELETE ON access_event_sender FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_event_dead_letter_stays BEFORE UPDATE OR DELETE ON access_event_dead_letter FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE access_event ENABLE ROW LEVEL SECURITY; ALTER TABLE access_event FORCE ROW LEVEL SECURITY;
ALTER TABLE access_event_dead_letter ENABLE ROW LEVEL SECURITY; ALTER TABLE access_event_dead_letter FORCE ROW LEVEL SECURITY;
CREATE POLICY access_event_owner ON access_event TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY access_event_take_in ON access_event FOR INSERT TO accord_feed WITH CHECK (true);
CREATE POLICY access_event_read ON access_event FOR SELECT TO accord_api, accord_audit_reader USING (
  (SELECT accord_duty()) = 'auditor-national'
  OR ((SELECT accord_duty()) IN ('auditor-organisation', 'privacy-officer', 'signatory', 'practice-governance-lead') AND (consumer_ods_code = (SELECT accord_ods()) OR provider_ods_code = (SELECT accord_ods())))
  OR ((SELECT accord_duty()) = 'viewer-governance-lead' AND consumer_ods_code = (SELECT accord_ods())));
CREATE POLICY dead_letter_owner ON access_event_dead_letter TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY dead_letter_take_in ON access_event_dead_letter FOR INSERT TO accord_feed WITH CHECK (true);
CREATE POLICY dead_letter_read ON access_event_dead_letter FOR SELECT TO accord_api USING ((SELECT accord_duty()) IN ('auditor-national', 'system-administrator'));
GRANT INSERT ON access_event, access_event_sender, access_event_dead_letter TO accord_feed;
GRANT SELECT ON access_event_sender TO accord_feed, accord_api, accord_worker;
GRANT SELECT ON access_event, access_event_dead_letter TO accord_api;
GRANT SELECT ON access_event TO accord_audit_reader;

-- Makes the month's partition where it is missing; the feed may call it and can make nothing else. Each partition carries the
-- fence of its parent, since a partition asked by its own name is judged by its own policies.
CREATE FUNCTION access_event_month(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE first date := date_trunc('month', month)::date; name text := format('access_event_%s', to_char(date_trunc('month', month), 'YYYY_MM'));
BEGIN
  IF to_regclass('public.' || name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(7241010);
  IF to_regclass('public.' || name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF access_event FOR VALUES FROM (%L) TO (%L)', name,
    first::text || 'T00:00:00Z', (first + interval '1 month')::date::text || 'T00:00:00Z');
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
END $$;
REVOKE EXECUTE ON FUNCTION access_event_month(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_event_month(date) TO accord_feed;
