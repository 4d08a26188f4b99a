-- 0004-views-one-set-per-consumer.sql
-- Services and their views are data: another service, or another version of a content model, is rows and no code.
CREATE TABLE service (
  code text PRIMARY KEY CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{1,31}$'),
  name text NOT NULL,
  content_model text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE TABLE service_view (
  service_code text NOT NULL REFERENCES service,
  code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  position integer NOT NULL CHECK (position BETWEEN 1 AND 32),
  name text NOT NULL,
  PRIMARY KEY (service_code, code),
  UNIQUE (service_code, position)
);
GRANT SELECT ON service, service_view TO accord_api, accord_worker, accord_publisher, accord_feed;

INSERT INTO service VALUES ('DCR', 'Detailed Care Record', 'dcr-1', '2026-01-01T00:00:00Z');
INSERT INTO service_view (service_code, position, code, name) VALUES
  ('DCR', 1, 'summary', 'Summary'), ('DCR', 2, 'problems', 'Problems'), ('DCR', 3, 'diagnosis', 'Diagnosis'), ('DCR', 4, 'medication', 'Medication'),
  ('DCR', 5, 'risks-and-warnings', 'Risks and warnings'), ('DCR', 6, 'procedures', 'Procedures'), ('DCR', 7, 'investigations', 'Investigations'),
  ('DCR', 8, 'examinations', 'Examinations (blood pressures only)'), ('DCR', 9, 'events', 'Events (encounters, referrals, admissions)'), ('DCR', 10, 'demographics', 'Demographics');

-- A viewing organisation is by default its own ODS code.
CREATE TABLE viewing_organisation (id uuid PRIMARY KEY, name text NOT NULL, recorded_at timestamptz NOT NULL);
CREATE TABLE viewing_organisation_member (
  ods_code text NOT NULL REFERENCES organisation,
  viewing_organisation_id uuid NOT NULL REFERENCES viewing_organisation,
  during tstzrange NOT NULL CHECK (NOT isempty(during)),
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (ods_code, viewing_organisation_id),
  CONSTRAINT one_viewing_organisation_per_code EXCLUDE USING gist (ods_code WITH =, during WITH &&) DEFERRABLE INITIALLY DEFERRED
);

-- R1. Two view sets at once would let providers differ for one consumer, which no agreement allows.
-- Deferrable, or a lawful cut-over (one ends, the next begins) is refused too.
CREATE TABLE view_set (
  id uuid PRIMARY KEY,
  service_code text NOT NULL REFERENCES service,
  viewing_organisation_id uuid NOT NULL REFERENCES viewing_organisation,
  views text[] NOT NULL CHECK (cardinality(views) > 0),
  current_during tstzrange NOT NULL CONSTRAINT view_set_half_open CHECK (NOT isempty(current_during) AND lower_inc(current_during) AND NOT upper_inc(current_during)),
  reserved_by_agreement_id uuid NOT NULL,
  -- Kept beside the id, so that a collision can be named to officers of another locality.
  reserved_by_reference text NOT NULL,
  recorded_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT view_set_named UNIQUE (id, service_code, viewing_organisation_id),
  CONSTRAINT one_view_set_per_consumer EXCLUDE USING gist (service_code WITH =, viewing_organisation_id WITH =, current_during WITH &&) DEFERRABLE INITIALLY DEFERRED
);
-- Views are the service's own, each once, in the fixed order; and a set's views never change: another set is another row.
CREATE FUNCTION view_set_lawful() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.views, NEW.service_code, NEW.viewing_organisation_id) IS DISTINCT FROM (OLD.views, OLD.service_code, OLD.viewing_organisation_id) THEN
    RAISE EXCEPTION 'the views of a set never change' USING ERRCODE = 'P0001', CONSTRAINT = 'view_set_fixed';
  END IF;
  IF NEW.views IS DISTINCT FROM (SELECT array_agg(code ORDER BY position) FROM service_view WHERE service_code = NEW.service_code AND code = ANY (NEW.views)) THEN
    RAISE EXCEPTION 'a view set holds views of its service, each once, in order' USING ERRCODE = 'P0001', CONSTRAINT = 'view_set_of_service';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER view_set_is_lawful BEFORE INSERT OR UPDATE ON view_set FOR EACH ROW EXECUTE FUNCTION view_set_lawful();
CREATE CONSTRAINT TRIGGER view_set_recorded AFTER INSERT OR UPDATE ON view_set DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();
GRANT SELECT ON viewing_organisation, viewing_organisation_member, view_set TO accord_api, accord_worker, accord_publisher;
GRANT INSERT ON viewing_organisation, viewing_organisation_member, view_set TO accord_api, accord_worker;
-- No running role may end a set or move a code to another viewing organisation: cut-overs and joins need a second person and bring their own way.
CREATE CONSTRAINT TRIGGER view_set_announced AFTER INSERT OR UPDATE ON view_set DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_outbox();
