-- 0026-publication-key-ceremonies.sql
-- A change of the keys that publications are trusted by: proposed as a file, signed by key holders on their own machines, handed in whole,
-- adopted by the publisher in the transaction that issues the next publication. Two different public keys stand behind each (R3), and no
-- later root or targets comes into tuf_metadata but as the very bytes of a change that waits. Locks nothing for longer than milliseconds.
CREATE TABLE key_ceremony (
  id uuid PRIMARY KEY,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  content bytea NOT NULL,
  root_sha256 text CHECK (root_sha256 ~ '^[0-9a-f]{64}$'),
  targets_sha256 text CHECK (targets_sha256 ~ '^[0-9a-f]{64}$'),
  -- Ed25519 public keys of two holders, in order, so that one cannot stand in both places.
  first_holder text NOT NULL CHECK (first_holder ~ '^[0-9a-f]{64}$'),
  second_holder text NOT NULL CHECK (second_holder ~ '^[0-9a-f]{64}$'),
  handed_in_by text NOT NULL CHECK (btrim(handed_in_by) <> ''),
  handed_in_at timestamptz NOT NULL,
  publication_number integer REFERENCES publication DEFERRABLE INITIALLY DEFERRED,
  adopted_at timestamptz,
  fault text CHECK (btrim(fault) <> ''),
  failed_at timestamptz,
  CONSTRAINT key_ceremony_seen_by_two CHECK (first_holder < second_holder),
  CONSTRAINT key_ceremony_changes_something CHECK (num_nonnulls(root_sha256, targets_sha256) > 0),
  CONSTRAINT key_ceremony_adopted_whole CHECK (num_nonnulls(publication_number, adopted_at) IN (0, 2)),
  CONSTRAINT key_ceremony_failed_whole CHECK (num_nonnulls(fault, failed_at) IN (0, 2)),
  CONSTRAINT key_ceremony_settled_once CHECK (num_nonnulls(adopted_at, failed_at) <= 1),
  CONSTRAINT key_ceremony_in_days CHECK (coalesce(adopted_at, failed_at) >= handed_in_at)
);
CREATE UNIQUE INDEX key_ceremony_one_waits ON key_ceremony ((true)) WHERE adopted_at IS NULL AND failed_at IS NULL;

ALTER TABLE key_ceremony ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_ceremony FORCE ROW LEVEL SECURITY;
CREATE POLICY key_ceremony_owner ON key_ceremony TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY key_ceremony_seen ON key_ceremony FOR SELECT TO accord_api, accord_publisher, accord_audit_reader USING (true);
CREATE POLICY key_ceremony_hand_in ON key_ceremony FOR INSERT TO accord_publisher
  WITH CHECK ((SELECT accord_duty()) = 'operator' AND adopted_at IS NULL AND failed_at IS NULL);
CREATE POLICY key_ceremony_settle ON key_ceremony FOR UPDATE TO accord_publisher USING ((SELECT accord_duty()) = 'publisher' AND adopted_at IS NULL AND failed_at IS NULL) WITH CHECK (true);
GRANT SELECT ON key_ceremony TO accord_api, accord_publisher, accord_audit_reader;
GRANT INSERT ON key_ceremony TO accord_publisher;
GRANT UPDATE (publication_number, adopted_at, fault, failed_at) ON key_ceremony TO accord_publisher;

-- Version 1 founds the repository; every later one was handed in and waits.
CREATE FUNCTION tuf_offline_role_by_ceremony() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.version > 1 AND NOT EXISTS (SELECT 1 FROM key_ceremony WHERE adopted_at IS NULL AND failed_at IS NULL
    AND encode(sha256(NEW.content), 'hex') = CASE NEW.role WHEN 'root' THEN root_sha256 ELSE targets_sha256 END) THEN
    RAISE EXCEPTION 'root and targets change only by a change of keys that was handed in' USING ERRCODE = 'P0001', CONSTRAINT = 'tuf_offline_role_by_ceremony';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tuf_metadata_by_ceremony BEFORE INSERT ON tuf_metadata FOR EACH ROW WHEN (NEW.role IN ('root', 'targets')) EXECUTE FUNCTION tuf_offline_role_by_ceremony();
