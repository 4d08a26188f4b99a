-- 0027-publication-fencing-and-reconciliation.sql
-- Two publishers of one database take turns under a lock, but one that froze and woke again could still write what it had compiled before the
-- other. So each begins a term, every row it writes names its term, and the database takes rows of the newest term only. A repository in which
-- nobody ever began a term (one that is just being filled) asks for none. Locks publication and tuf_metadata for milliseconds.
CREATE TABLE publisher_term (
  number integer PRIMARY KEY CHECK (number >= 1),
  begun_at timestamptz NOT NULL,
  holder text NOT NULL CHECK (btrim(holder) <> '')
);
CREATE FUNCTION publisher_term_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.number <> coalesce((SELECT max(number) FROM publisher_term), 0) + 1 THEN
    RAISE EXCEPTION 'terms follow each other' USING ERRCODE = 'P0001', CONSTRAINT = 'publisher_term_follows';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER publisher_term_follows BEFORE INSERT ON publisher_term FOR EACH ROW EXECUTE FUNCTION publisher_term_follows();
CREATE TRIGGER publisher_term_stays BEFORE UPDATE OR DELETE ON publisher_term FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER publisher_term_stays_whole BEFORE TRUNCATE ON publisher_term FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE publisher_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE publisher_term FORCE ROW LEVEL SECURITY;
CREATE POLICY publisher_term_owner ON publisher_term TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY publisher_term_seen ON publisher_term FOR SELECT TO accord_api, accord_worker, accord_publisher, accord_feed USING (true);
CREATE POLICY publisher_term_begin ON publisher_term FOR INSERT TO accord_publisher WITH CHECK ((SELECT accord_duty()) = 'publisher');
GRANT SELECT ON publisher_term TO accord_api, accord_worker, accord_publisher, accord_feed;
GRANT INSERT ON publisher_term TO accord_publisher;

ALTER TABLE publication ADD COLUMN term integer REFERENCES publisher_term;
ALTER TABLE tuf_metadata ADD COLUMN term integer REFERENCES publisher_term;
CREATE FUNCTION written_in_the_newest_term() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  NEW.term := nullif(current_setting('accord.publisher_term', true), '')::integer;
  IF NEW.term IS DISTINCT FROM (SELECT max(number) FROM publisher_term) THEN
    RAISE EXCEPTION 'another publisher has begun a later term' USING ERRCODE = 'P0001', CONSTRAINT = 'written_in_the_newest_term';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER publication_in_term BEFORE INSERT ON publication FOR EACH ROW EXECUTE FUNCTION written_in_the_newest_term();
CREATE TRIGGER tuf_metadata_in_term BEFORE INSERT ON tuf_metadata FOR EACH ROW EXECUTE FUNCTION written_in_the_newest_term();

-- What the reconciler found each minute: the database's truth, computed by statements of its own, against the feed as a gateway sees it.
CREATE TABLE reconciliation (
  id uuid PRIMARY KEY,
  looked_at timestamptz NOT NULL,
  -- What the feed served; NULL where nothing it served could be believed.
  publication_number integer,
  stop_list_number integer,
  pairs integer NOT NULL CHECK (pairs >= 0),
  findings jsonb NOT NULL CHECK (jsonb_typeof(findings) = 'array'),
  CONSTRAINT reconciliation_whole CHECK (num_nonnulls(publication_number, stop_list_number) IN (0, 2))
);
CREATE INDEX reconciliation_by_time ON reconciliation (looked_at DESC);
CREATE TRIGGER reconciliation_stays BEFORE UPDATE ON reconciliation FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE reconciliation ENABLE ROW LEVEL SECURITY;
ALTER TABLE reconciliation FORCE ROW LEVEL SECURITY;
CREATE POLICY reconciliation_owner ON reconciliation TO accord_owner USING (true) WITH CHECK (true);
-- Findings name organisations across the nation, so who reads them answers for the nation or for the machines.
CREATE POLICY reconciliation_seen ON reconciliation FOR SELECT TO accord_api, accord_worker
  USING ((SELECT accord_duty()) = 'system-administrator' OR (SELECT accord_reads_nation()));
CREATE POLICY reconciliation_add ON reconciliation FOR INSERT TO accord_worker WITH CHECK ((SELECT accord_duty()) = 'worker');
CREATE POLICY reconciliation_clear ON reconciliation FOR DELETE TO accord_worker USING ((SELECT accord_duty()) = 'worker');
GRANT SELECT ON reconciliation TO accord_api, accord_worker;
GRANT INSERT, DELETE ON reconciliation TO accord_worker;
