-- 0033-publication-keys-and-reconciler.sql
-- A change of keys was settled by whoever came, also by a publisher that had been overtaken: now in the newest term alone, as publications are written.
-- And one that waits stood in the way of an emergency: two key holders whose online keys may be stolen had to wait for the publisher to settle it.
-- Now what they hand in stands in its place; both are kept, each with its own reason. Locks key_ceremony (a handful of rows) for milliseconds.
ALTER TABLE key_ceremony ADD COLUMN term integer REFERENCES publisher_term;
CREATE TRIGGER key_ceremony_in_term BEFORE UPDATE OF publication_number, adopted_at, fault, failed_at ON key_ceremony FOR EACH ROW
  WHEN ((OLD.publication_number, OLD.adopted_at, OLD.fault, OLD.failed_at) IS DISTINCT FROM (NEW.publication_number, NEW.adopted_at, NEW.fault, NEW.failed_at))
  EXECUTE FUNCTION written_in_the_newest_term();

-- Two holders stand behind the one that takes its place, as behind every row here.
ALTER TABLE key_ceremony ADD COLUMN superseded_by uuid, ADD COLUMN superseded_at timestamptz;
ALTER TABLE key_ceremony ADD CONSTRAINT key_ceremony_named UNIQUE (id, handed_in_at);
-- In the very act that handed the other one in, and by nothing that stands already.
ALTER TABLE key_ceremony ADD CONSTRAINT key_ceremony_superseded_by_a_new_one FOREIGN KEY (superseded_by, superseded_at) REFERENCES key_ceremony (id, handed_in_at) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE key_ceremony ADD CONSTRAINT key_ceremony_superseded_whole CHECK (num_nonnulls(superseded_by, superseded_at) IN (0, 2) AND superseded_by <> id);
ALTER TABLE key_ceremony DROP CONSTRAINT key_ceremony_settled_once, ADD CONSTRAINT key_ceremony_settled_once CHECK (num_nonnulls(adopted_at, failed_at, superseded_at) <= 1);
ALTER TABLE key_ceremony DROP CONSTRAINT key_ceremony_in_days, ADD CONSTRAINT key_ceremony_in_days CHECK (coalesce(adopted_at, failed_at, superseded_at) >= handed_in_at);
DROP INDEX key_ceremony_one_waits;
CREATE UNIQUE INDEX key_ceremony_one_waits ON key_ceremony ((true)) WHERE adopted_at IS NULL AND failed_at IS NULL AND superseded_at IS NULL;
ALTER POLICY key_ceremony_hand_in ON key_ceremony WITH CHECK ((SELECT accord_duty()) = 'operator' AND num_nonnulls(adopted_at, failed_at, superseded_at, term) = 0);
ALTER POLICY key_ceremony_settle ON key_ceremony USING ((SELECT accord_duty()) = 'publisher' AND num_nonnulls(adopted_at, failed_at, superseded_at) = 0)
  WITH CHECK ((SELECT accord_duty()) = 'publisher' AND superseded_at IS NULL);
CREATE POLICY key_ceremony_supersede ON key_ceremony FOR UPDATE TO accord_publisher
  USING ((SELECT accord_duty()) = 'operator' AND num_nonnulls(adopted_at, failed_at, superseded_at) = 0) WITH CHECK ((SELECT accord_duty()) = 'operator' AND num_nonnulls(adopted_at, failed_at, term) = 0);
GRANT UPDATE (superseded_by, superseded_at) ON key_ceremony TO accord_publisher;

CREATE OR REPLACE FUNCTION tuf_offline_role_by_ceremony() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.version > 1 AND NOT EXISTS (SELECT 1 FROM key_ceremony WHERE adopted_at IS NULL AND failed_at IS NULL AND superseded_at IS NULL
    AND encode(sha256(NEW.content), 'hex') = CASE NEW.role WHEN 'root' THEN root_sha256 ELSE targets_sha256 END) THEN
    RAISE EXCEPTION 'root and targets change only by a change of keys that was handed in' USING ERRCODE = 'P0001', CONSTRAINT = 'tuf_offline_role_by_ceremony';
  END IF;
  RETURN NEW;
END $$;

-- Which organisations the reconciler found is for those who read the nation's sharing, how many for those who look after the machines as well. The
-- program left the names out for the latter: now they stand in rows of their own, and the fence of these is the one place that says who reads them.
CREATE TABLE reconciliation_example (
  reconciliation_id uuid NOT NULL REFERENCES reconciliation ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind <> ''),
  examples text[] NOT NULL,
  PRIMARY KEY (reconciliation_id, kind)
);
ALTER TABLE reconciliation DISABLE TRIGGER USER;
INSERT INTO reconciliation_example (reconciliation_id, kind, examples)
  SELECT id, finding ->> 'kind', ARRAY(SELECT jsonb_array_elements_text(finding -> 'examples')) FROM reconciliation, jsonb_array_elements(findings) AS said (finding);
UPDATE reconciliation SET findings = (SELECT jsonb_agg(finding - 'examples' ORDER BY place) FROM jsonb_array_elements(findings) WITH ORDINALITY AS said (finding, place)) WHERE findings <> '[]';
ALTER TABLE reconciliation ENABLE TRIGGER USER;
CREATE TRIGGER reconciliation_example_stays BEFORE UPDATE ON reconciliation_example FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE reconciliation_example ENABLE ROW LEVEL SECURITY;
ALTER TABLE reconciliation_example FORCE ROW LEVEL SECURITY;
CREATE POLICY reconciliation_example_owner ON reconciliation_example TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY reconciliation_example_seen ON reconciliation_example FOR SELECT TO accord_api, accord_worker USING ((SELECT accord_reads_nation()));
CREATE POLICY reconciliation_example_add ON reconciliation_example FOR INSERT TO accord_worker WITH CHECK ((SELECT accord_duty()) = 'worker');
GRANT SELECT ON reconciliation_example TO accord_api, accord_worker;
GRANT INSERT ON reconciliation_example TO accord_worker;
