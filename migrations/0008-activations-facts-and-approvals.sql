-- 0008-activations-facts-and-approvals.sql
-- R11. Gates read dated facts, never a stored tick: value, source, from, until, person, second person.
CREATE TABLE gate_fact (
  id uuid PRIMARY KEY,
  ods_code text NOT NULL REFERENCES organisation,
  kind text NOT NULL CHECK (kind IN ('hosting', 'accession-declaration', 'data-protection-assurance', 'role-profiles', 'consent-to-view', 'legitimate-relationship', 'mesh-question-set')),
  value text NOT NULL CHECK (value <> ''),
  source text NOT NULL CHECK (source <> ''),
  valid_during tstzrange NOT NULL CHECK (NOT isempty(valid_during) AND lower(valid_during) IS NOT NULL),
  recorded_by uuid NOT NULL REFERENCES person,
  recorded_at timestamptz NOT NULL,
  confirmed_by uuid REFERENCES person,
  confirmed_at timestamptz,
  ended_by uuid REFERENCES person,
  ended_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT gate_fact_four_eyes CHECK (confirmed_by IS NULL OR confirmed_by <> recorded_by),
  CONSTRAINT gate_fact_confirmed_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);
CREATE INDEX gate_fact_by_organisation ON gate_fact (ods_code, kind);
CREATE CONSTRAINT TRIGGER gate_fact_recorded AFTER INSERT OR UPDATE ON gate_fact DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();

-- R3. An approval is for exactly the content that was shown: the database computes the hash itself.
CREATE TABLE activation (
  id uuid PRIMARY KEY,
  agreement_id uuid NOT NULL REFERENCES sharing_agreement,
  locality_id uuid NOT NULL REFERENCES locality,
  state text NOT NULL CHECK (state IN ('submitted', 'approved', 'rejected', 'void')),
  -- Canonical JSON of the participations and parts with their evidence, their gates, and the pairs gained.
  content text NOT NULL,
  content_hash text NOT NULL CONSTRAINT activation_hash_is_of_content CHECK (content_hash = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
  submitted_by uuid NOT NULL REFERENCES person,
  submitted_at timestamptz NOT NULL,
  approved_by uuid REFERENCES person,
  approved_at timestamptz,
  approved_hash text,
  rejected_by uuid REFERENCES person,
  rejected_reason text,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT activation_approved_by_another CHECK (approved_by IS NULL OR approved_by <> submitted_by),
  CONSTRAINT activation_approved_as_shown CHECK (state <> 'approved' OR (approved_by IS NOT NULL AND approved_at IS NOT NULL AND approved_hash = content_hash)),
  CONSTRAINT activation_approval UNIQUE (id, approved_by)
);
CREATE TABLE activation_item (
  activation_id uuid NOT NULL REFERENCES activation,
  participation_id uuid REFERENCES participation,
  consumer_part_id uuid REFERENCES consumer_part,
  -- The version of the row that was shown; an edit after that voids the approval.
  shown_version integer NOT NULL,
  CONSTRAINT activation_item_of_one CHECK ((participation_id IS NULL) <> (consumer_part_id IS NULL)),
  CONSTRAINT activation_item_participation UNIQUE (activation_id, participation_id),
  CONSTRAINT activation_item_part UNIQUE (activation_id, consumer_part_id)
);
CREATE INDEX activation_item_by_participation ON activation_item (participation_id);
CREATE INDEX activation_item_by_part ON activation_item (consumer_part_id);
CREATE FUNCTION activation_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.content, NEW.submitted_by, NEW.agreement_id) IS DISTINCT FROM (OLD.content, OLD.submitted_by, OLD.agreement_id)
     OR (OLD.approved_by IS NOT NULL AND (NEW.approved_by, NEW.approved_hash) IS DISTINCT FROM (OLD.approved_by, OLD.approved_hash))
     OR (OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('submitted', 'approved'), ('submitted', 'rejected'), ('submitted', 'void'), ('approved', 'void'))) THEN
    RAISE EXCEPTION 'what was submitted and approved does not change' USING ERRCODE = 'P0001', CONSTRAINT = 'activation_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER activation_is_fixed BEFORE UPDATE ON activation FOR EACH ROW EXECUTE FUNCTION activation_fixed();
CREATE CONSTRAINT TRIGGER activation_recorded AFTER INSERT OR UPDATE ON activation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();

-- Whoever approved a participation is who approved an activation that lists it.
ALTER TABLE participation ADD CONSTRAINT participation_approved_in_activation FOREIGN KEY (activation_id, approved_by) REFERENCES activation (id, approved_by);
ALTER TABLE participation ADD CONSTRAINT participation_listed_in_activation FOREIGN KEY (activation_id, id) REFERENCES activation_item (activation_id, participation_id);
ALTER TABLE consumer_part ADD CONSTRAINT part_approved_in_activation FOREIGN KEY (activation_id, approved_by) REFERENCES activation (id, approved_by);
ALTER TABLE consumer_part ADD CONSTRAINT part_listed_in_activation FOREIGN KEY (activation_id, id) REFERENCES activation_item (activation_id, consumer_part_id);

GRANT SELECT ON gate_fact, activation, activation_item TO accord_api, accord_worker, accord_publisher, accord_audit_reader;
GRANT INSERT ON gate_fact, activation, activation_item TO accord_api, accord_worker;
GRANT UPDATE (confirmed_by, confirmed_at, ended_by, ended_at, valid_during, version) ON gate_fact TO accord_api, accord_worker;
GRANT UPDATE (state, approved_by, approved_at, approved_hash, rejected_by, rejected_reason, version) ON activation TO accord_api, accord_worker;
ALTER TABLE gate_fact ENABLE ROW LEVEL SECURITY; ALTER TABLE gate_fact FORCE ROW LEVEL SECURITY;
ALTER TABLE activation ENABLE ROW LEVEL SECURITY; ALTER TABLE activation FORCE ROW LEVEL SECURITY;
ALTER TABLE activation_item ENABLE ROW LEVEL SECURITY; ALTER TABLE activation_item FORCE ROW LEVEL SECURITY;
CREATE POLICY gate_fact_owner ON gate_fact TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY activation_owner ON activation TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY activation_item_owner ON activation_item TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY gate_fact_publisher ON gate_fact FOR SELECT TO accord_publisher USING (true);
CREATE POLICY activation_publisher ON activation FOR SELECT TO accord_publisher USING (true);
CREATE POLICY gate_fact_mine ON gate_fact USING (ods_code = accord_ods() OR accord_reads_registers())
  WITH CHECK (accord_duty() IN ('activation-officer', 'worker') OR (accord_duty() IN ('practice-governance-lead', 'viewer-governance-lead') AND ods_code = accord_ods()));
CREATE POLICY activation_mine ON activation USING (locality_id = ANY (accord_localities()) OR accord_reads_nation())
  WITH CHECK (locality_id = ANY (accord_localities()));
CREATE POLICY activation_item_mine ON activation_item USING (activation_id IN (SELECT id FROM activation));
