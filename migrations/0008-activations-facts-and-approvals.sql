-- 0008-activations-facts-and-approvals.sql
-- R11. Gates read dated facts, never a stored tick: value, source, from, until, person, second person.
CREATE TABLE gate_fact (
  id uuid PRIMARY KEY,
  ods_code text NOT NULL REFERENCES organisation,
  kind text NOT NULL CHECK (kind IN ('hosting', 'accession-declaration', 'data-protection-assurance', 'role-profiles', 'consent-to-view', 'legitimate-relationship', 'mesh-question-set')),
  value text NOT NULL CHECK (value <> ''),
  source text NOT NULL CHECK (source <> ''),
  valid_during tstzrange NOT NULL CONSTRAINT gate_fact_half_open CHECK (NOT isempty(valid_during) AND lower_inc(valid_during) AND NOT upper_inc(valid_during)),
  recorded_by uuid NOT NULL REFERENCES person,
  recorded_at timestamptz NOT NULL,
  confirmed_by uuid REFERENCES person,
  confirmed_at timestamptz,
  ended_by uuid REFERENCES person,
  ended_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  -- A word no gate knows would be confirmed and never hold.
  CONSTRAINT gate_fact_says_what_gates_know CHECK (CASE kind WHEN 'hosting' THEN value IN ('hosted-centrally', 'streaming', 'local')
    WHEN 'role-profiles' THEN value IN ('complete', 'incomplete') WHEN 'consent-to-view' THEN value IN ('complete', 'incomplete')
    WHEN 'legitimate-relationship' THEN value IN ('complete', 'incomplete') ELSE value IN ('approved', 'refused') END),
  CONSTRAINT gate_fact_four_eyes CHECK (confirmed_by IS NULL OR confirmed_by <> recorded_by),
  CONSTRAINT gate_fact_confirmed_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
  CONSTRAINT gate_fact_ended_whole CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE INDEX gate_fact_by_organisation ON gate_fact (ods_code, kind);
CREATE CONSTRAINT TRIGGER gate_fact_recorded AFTER INSERT OR UPDATE ON gate_fact DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER gate_fact_announced AFTER INSERT OR UPDATE ON gate_fact DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();
-- A fact is confirmed once and ended once: what was said, by whom and about when, stays as it was said.
CREATE FUNCTION gate_fact_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.ods_code, NEW.kind, NEW.value, NEW.source, NEW.valid_during, NEW.recorded_by, NEW.recorded_at) IS DISTINCT FROM
     (OLD.ods_code, OLD.kind, OLD.value, OLD.source, OLD.valid_during, OLD.recorded_by, OLD.recorded_at)
     OR (OLD.confirmed_by IS NOT NULL AND (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM (OLD.confirmed_by, OLD.confirmed_at))
     OR (OLD.ended_at IS NOT NULL AND (NEW.ended_by, NEW.ended_at) IS DISTINCT FROM (OLD.ended_by, OLD.ended_at)) THEN
    RAISE EXCEPTION 'a fact stays as it was recorded' USING ERRCODE = 'P0001', CONSTRAINT = 'gate_fact_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER gate_fact_is_fixed BEFORE UPDATE ON gate_fact FOR EACH ROW EXECUTE FUNCTION gate_fact_fixed();

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
  CONSTRAINT activation_rejected_with_reason CHECK (state <> 'rejected' OR (rejected_by IS NOT NULL AND rejected_by <> submitted_by AND coalesce(rejected_reason, '') <> '')),
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
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'submitted' OR NEW.approved_by IS NOT NULL THEN
      RAISE EXCEPTION 'an activation begins submitted' USING ERRCODE = 'P0001', CONSTRAINT = 'activation_fixed';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.content, NEW.submitted_by, NEW.agreement_id) IS DISTINCT FROM (OLD.content, OLD.submitted_by, OLD.agreement_id)
     OR (OLD.approved_by IS NOT NULL AND (NEW.approved_by, NEW.approved_hash) IS DISTINCT FROM (OLD.approved_by, OLD.approved_hash))
     OR (OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('submitted', 'approved'), ('submitted', 'rejected'), ('submitted', 'void'), ('approved', 'void'))) THEN
    RAISE EXCEPTION 'what was submitted and approved does not change' USING ERRCODE = 'P0001', CONSTRAINT = 'activation_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER activation_is_fixed BEFORE INSERT OR UPDATE ON activation FOR EACH ROW EXECUTE FUNCTION activation_fixed();
CREATE CONSTRAINT TRIGGER activation_recorded AFTER INSERT OR UPDATE ON activation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER activation_announced AFTER INSERT OR UPDATE ON activation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();
-- The list is what the content shows, no more: nothing is slipped in beside it, before the approval or after. Whole statements at a time,
-- because the content of a locality is long.
CREATE FUNCTION items_are_the_shown_ones() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added JOIN activation ON activation.id = added.activation_id
    LEFT JOIN LATERAL (SELECT 1 AS found FROM participation WHERE id = added.participation_id AND agreement_id = activation.agreement_id
      UNION ALL SELECT 1 FROM consumer_part WHERE id = added.consumer_part_id AND agreement_id = activation.agreement_id) party ON true
    WHERE activation.state <> 'submitted' OR party.found IS NULL)
  OR EXISTS (
    SELECT coalesce(participation_id, consumer_part_id)::text, shown_version FROM added
    EXCEPT SELECT shown ->> 'id', (shown ->> 'version')::integer FROM activation, jsonb_array_elements(activation.content::jsonb -> 'sides') shown
      WHERE activation.id IN (SELECT activation_id FROM added)) THEN
    RAISE EXCEPTION 'an activation lists what its content shows' USING ERRCODE = 'P0001', CONSTRAINT = 'activation_lists_what_it_shows';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER activation_item_shown AFTER INSERT ON activation_item REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION items_are_the_shown_ones();

-- Whoever approved a participation is who approved an activation that lists it.
ALTER TABLE participation ADD CONSTRAINT participation_approved_in_activation FOREIGN KEY (activation_id, approved_by) REFERENCES activation (id, approved_by);
ALTER TABLE participation ADD CONSTRAINT participation_listed_in_activation FOREIGN KEY (activation_id, id) REFERENCES activation_item (activation_id, participation_id);
ALTER TABLE consumer_part ADD CONSTRAINT part_approved_in_activation FOREIGN KEY (activation_id, approved_by) REFERENCES activation (id, approved_by);
ALTER TABLE consumer_part ADD CONSTRAINT part_listed_in_activation FOREIGN KEY (activation_id, id) REFERENCES activation_item (activation_id, consumer_part_id);

-- Approved exactly as it was shown: an edit in between voids the approval (R3).
CREATE FUNCTION approved_as_shown() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT EXISTS (
    SELECT FROM activation_item item JOIN activation ON activation.id = item.activation_id
    WHERE item.activation_id = NEW.activation_id AND coalesce(item.participation_id, item.consumer_part_id) = NEW.id AND item.shown_version = OLD.version
      AND activation.state = 'approved' AND NEW.version = OLD.version + 1) THEN
    RAISE EXCEPTION 'not what the approver was shown' USING ERRCODE = 'P0001', CONSTRAINT = 'approved_as_shown';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER participation_shown BEFORE UPDATE ON participation FOR EACH ROW EXECUTE FUNCTION approved_as_shown();
CREATE TRIGGER consumer_part_shown BEFORE UPDATE ON consumer_part FOR EACH ROW EXECUTE FUNCTION approved_as_shown();

GRANT SELECT ON gate_fact, activation, activation_item TO accord_api, accord_worker, accord_publisher, accord_audit_reader;
GRANT INSERT ON gate_fact, activation, activation_item TO accord_api, accord_worker;
GRANT UPDATE (confirmed_by, confirmed_at, ended_by, ended_at, version) ON gate_fact TO accord_api, accord_worker;
GRANT UPDATE (state, approved_by, approved_at, approved_hash, rejected_by, rejected_reason, version) ON activation TO accord_api, accord_worker;
ALTER TABLE gate_fact ENABLE ROW LEVEL SECURITY; ALTER TABLE gate_fact FORCE ROW LEVEL SECURITY;
ALTER TABLE activation ENABLE ROW LEVEL SECURITY; ALTER TABLE activation FORCE ROW LEVEL SECURITY;
ALTER TABLE activation_item ENABLE ROW LEVEL SECURITY; ALTER TABLE activation_item FORCE ROW LEVEL SECURITY;
CREATE POLICY gate_fact_owner ON gate_fact TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY activation_owner ON activation TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY activation_item_owner ON activation_item TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY gate_fact_publisher ON gate_fact FOR SELECT TO accord_publisher USING (true);
CREATE POLICY activation_publisher ON activation FOR SELECT TO accord_publisher USING (true);
CREATE POLICY gate_fact_mine ON gate_fact USING (ods_code = (SELECT accord_ods()) OR (SELECT accord_reads_registers()))
  WITH CHECK ((SELECT accord_duty()) = 'worker' OR ((SELECT accord_duty()) = 'activation-officer' AND accord_serves(ods_code))
    OR ((SELECT accord_duty()) IN ('practice-governance-lead', 'viewer-governance-lead') AND ods_code = (SELECT accord_ods())));
CREATE POLICY activation_mine ON activation USING (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()))
  WITH CHECK ((locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) IN ('activation-officer', 'approver')) OR (SELECT accord_duty()) = 'worker');
CREATE POLICY activation_item_mine ON activation_item USING (EXISTS (SELECT FROM activation WHERE activation.id = activation_id))
  WITH CHECK ((SELECT accord_duty()) IN ('activation-officer', 'worker') AND activation_id IN (SELECT id FROM activation));
