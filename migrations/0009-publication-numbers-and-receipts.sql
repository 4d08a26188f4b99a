-- 0009-publication-numbers-and-receipts.sql
-- R7. Numbers rise by one without gaps, each row names its predecessor's hash, and nothing changes afterwards.
CREATE TABLE publication (
  number integer PRIMARY KEY CHECK (number >= 1),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  previous_number integer,
  previous_hash text,
  stop_list_number integer NOT NULL CHECK (stop_list_number >= 0),
  content bytea NOT NULL,
  -- sha256 of content computed here, so that the hash cannot be misstated.
  published_at timestamptz NOT NULL,
  summary jsonb NOT NULL,
  CONSTRAINT publication_hash_is_of_content CHECK (hash = encode(sha256(content), 'hex')),
  CONSTRAINT publication_named UNIQUE (number, hash),
  CONSTRAINT publication_without_gaps CHECK ((number = 1 AND previous_number IS NULL AND previous_hash IS NULL)
    OR (number > 1 AND previous_number IS NOT NULL AND previous_number = number - 1 AND previous_hash IS NOT NULL)),
  CONSTRAINT publication_follows FOREIGN KEY (previous_number, previous_hash) REFERENCES publication (number, hash)
);
CREATE TRIGGER publication_stays BEFORE UPDATE OR DELETE ON publication FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER publication_stays_whole BEFORE TRUNCATE ON publication FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE tuf_target (
  sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  path text NOT NULL,
  content bytea NOT NULL,
  publication_number integer NOT NULL REFERENCES publication DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT tuf_target_hash_is_of_content CHECK (sha256 = encode(sha256(content), 'hex'))
);
CREATE INDEX tuf_target_by_path ON tuf_target (path);
CREATE TRIGGER tuf_target_stays BEFORE UPDATE OR DELETE ON tuf_target FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Which targets each publication lists: path to hash, for the roles localities, consumers and stops.
CREATE TABLE publication_target (
  publication_number integer NOT NULL REFERENCES publication,
  path text NOT NULL,
  sha256 text NOT NULL REFERENCES tuf_target,
  PRIMARY KEY (publication_number, path)
);
CREATE TRIGGER publication_target_stays BEFORE UPDATE OR DELETE ON publication_target FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE tuf_metadata (
  role text NOT NULL CHECK (role IN ('root', 'targets', 'localities', 'consumers', 'stops', 'snapshot', 'timestamp')),
  version integer NOT NULL CHECK (version >= 1),
  content bytea NOT NULL,
  signed_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  publication_number integer REFERENCES publication,
  PRIMARY KEY (role, version)
);
CREATE FUNCTION tuf_version_rises() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM tuf_metadata WHERE role = NEW.role AND version >= NEW.version) THEN
    RAISE EXCEPTION 'metadata versions only rise' USING ERRCODE = 'P0001', CONSTRAINT = 'tuf_version_rises';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tuf_metadata_rises BEFORE INSERT ON tuf_metadata FOR EACH ROW EXECUTE FUNCTION tuf_version_rises();
CREATE TRIGGER tuf_metadata_stays BEFORE UPDATE ON tuf_metadata FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE receipt (
  gateway_id uuid NOT NULL REFERENCES gateway,
  publication_number integer NOT NULL REFERENCES publication,
  stop_list_number integer NOT NULL,
  hash text NOT NULL,
  applied_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  signature text NOT NULL,
  PRIMARY KEY (gateway_id, publication_number, stop_list_number),
  FOREIGN KEY (publication_number, hash) REFERENCES publication (number, hash)
);
CREATE TRIGGER receipt_stays BEFORE UPDATE OR DELETE ON receipt FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- When each gateway last fetched the timestamp: tells a silent gateway from an idle one.
CREATE TABLE gateway_contact (
  gateway_id uuid PRIMARY KEY REFERENCES gateway,
  seen_at timestamptz NOT NULL
);

-- Which announcements a publication first showed, and which of them speak of a stop.
CREATE INDEX outbox_by_publication ON outbox (published_in) WHERE published_in IS NOT NULL;
CREATE INDEX outbox_by_stop ON outbox ((payload ->> 'stop')) WHERE payload ->> 'stop' IS NOT NULL;

GRANT SELECT ON publication, tuf_target, publication_target, tuf_metadata, receipt, gateway_contact TO accord_api, accord_worker, accord_publisher, accord_feed, accord_audit_reader;
GRANT INSERT ON publication, tuf_target, publication_target, tuf_metadata TO accord_publisher;
-- Superseded freshness roles are cleared away by their maker; publications and targets never.
GRANT DELETE ON tuf_metadata TO accord_publisher;
GRANT INSERT ON receipt TO accord_feed;
GRANT INSERT, UPDATE ON gateway_contact TO accord_feed;
