-- 0006-evidence-documents-and-proof.sql
-- A document is its bytes' hash; the bytes lie encrypted in the document store.
CREATE TABLE document (
  sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  byte_length integer NOT NULL CHECK (byte_length > 0),
  media_type text NOT NULL,
  quarantined boolean NOT NULL,
  pages integer,
  findings jsonb NOT NULL,
  stored_at timestamptz NOT NULL,
  CONSTRAINT document_state UNIQUE (sha256, quarantined)
);
GRANT SELECT, INSERT ON document TO accord_api, accord_worker;
GRANT SELECT ON document TO accord_publisher;

-- R2, R3. One row per party proved: one document may prove several, each with its own page, signatory and verification.
CREATE TABLE evidence (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('generated', 'uploaded')),
  side text NOT NULL CHECK (side IN ('provider', 'consumer')),
  document_sha256 text NOT NULL,
  -- Quarantined bytes are kept but prove nothing: the key below admits only clean ones past "received".
  document_quarantined boolean NOT NULL,
  agreement_id uuid NOT NULL,
  agreement_version_id uuid NOT NULL,
  locality_id uuid NOT NULL REFERENCES locality,
  ods_code text NOT NULL REFERENCES organisation,
  terms_digest text NOT NULL,
  authority_id uuid NOT NULL,
  signatory_person_id uuid NOT NULL,
  signed_at timestamptz NOT NULL,
  signed_page integer CHECK (signed_page > 0),
  findings jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('received', 'checked', 'quarantined', 'verified', 'rejected')),
  submitted_by uuid NOT NULL REFERENCES person,
  submitted_at timestamptz NOT NULL,
  verified_by uuid REFERENCES person,
  verified_at timestamptz,
  rejected_by uuid REFERENCES person,
  rejected_at timestamptz,
  rejected_reason text,
  -- Verified, and later found to prove nothing (R11): who rests on it is not live.
  invalidated_by uuid REFERENCES person,
  invalidated_at timestamptz,
  invalidated_reason text,
  version integer NOT NULL DEFAULT 1,
  FOREIGN KEY (document_sha256, document_quarantined) REFERENCES document (sha256, quarantined),
  FOREIGN KEY (authority_id, ods_code, signatory_person_id) REFERENCES authority (id, ods_code, person_id),
  CONSTRAINT evidence_quarantine_proves_nothing CHECK (NOT document_quarantined OR state IN ('received', 'quarantined', 'rejected')),
  CONSTRAINT evidence_verified_by_another CHECK (state <> 'verified' OR (verified_by IS NOT NULL AND verified_at IS NOT NULL AND verified_by <> submitted_by AND verified_by <> signatory_person_id)),
  CONSTRAINT evidence_rejected_with_reason CHECK (state <> 'rejected' OR (rejected_by IS NOT NULL AND rejected_at IS NOT NULL AND coalesce(rejected_reason, '') <> '')),
  CONSTRAINT evidence_invalidated_whole CHECK ((invalidated_at IS NULL) = (invalidated_by IS NULL) AND (invalidated_at IS NULL OR (state = 'verified' AND coalesce(invalidated_reason, '') <> ''))),
  -- What a participation or part points at: this side's evidence, in this state, by these people and nobody else (R2, R3).
  CONSTRAINT evidence_as_proof UNIQUE (id, side, ods_code, terms_digest, state, submitted_by, verified_by)
);
CREATE INDEX evidence_by_agreement ON evidence (agreement_id);
CREATE INDEX evidence_by_document ON evidence (document_sha256);
CREATE INDEX evidence_by_organisation ON evidence (ods_code);

-- R2. The signatory's authority was confirmed and covered the moment of signing; states move one way.
CREATE FUNCTION evidence_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state NOT IN ('received', 'checked', 'quarantined') THEN
    RAISE EXCEPTION 'evidence begins received' USING ERRCODE = 'P0001', CONSTRAINT = 'evidence_transition';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN
    (('received', 'checked'), ('received', 'quarantined'), ('checked', 'verified'), ('checked', 'rejected'), ('quarantined', 'rejected'), ('verified', 'rejected')) THEN
    RAISE EXCEPTION 'evidence does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'P0001', CONSTRAINT = 'evidence_transition';
  END IF;
  IF NEW.state IN ('received', 'checked', 'verified') AND NOT EXISTS (
    SELECT 1 FROM authority WHERE id = NEW.authority_id AND confirmed_by IS NOT NULL AND during @> NEW.signed_at AND (ended_at IS NULL OR ended_at > NEW.signed_at)) THEN
    RAISE EXCEPTION 'nobody in the register of authority signed this' USING ERRCODE = 'P0001', CONSTRAINT = 'evidence_signatory_had_authority';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.invalidated_at IS NOT NULL AND (NEW.invalidated_at, NEW.invalidated_by) IS DISTINCT FROM (OLD.invalidated_at, OLD.invalidated_by) THEN
    RAISE EXCEPTION 'invalidated evidence stays so' USING ERRCODE = 'P0001', CONSTRAINT = 'evidence_transition';
  END IF;
  -- Separation of duties: whoever signed any part of an agreement verifies none of it.
  IF NEW.state = 'verified' AND (TG_OP = 'INSERT' OR OLD.state <> 'verified') AND EXISTS (
    SELECT 1 FROM evidence signed WHERE signed.id <> NEW.id AND signed.agreement_id = NEW.agreement_id AND signed.signatory_person_id = NEW.verified_by) THEN
    RAISE EXCEPTION 'the verifier signed a part of this agreement' USING ERRCODE = 'P0001', CONSTRAINT = 'verifier_signed_no_part';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_is_lawful BEFORE INSERT OR UPDATE ON evidence FOR EACH ROW EXECUTE FUNCTION evidence_lawful();
CREATE CONSTRAINT TRIGGER evidence_recorded AFTER INSERT OR UPDATE ON evidence DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER evidence_told AFTER INSERT OR UPDATE ON evidence DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_outbox();
GRANT SELECT, INSERT ON evidence TO accord_api, accord_worker;
GRANT SELECT ON evidence TO accord_publisher;
GRANT UPDATE (state, findings, verified_by, verified_at, rejected_by, rejected_at, rejected_reason, invalidated_by, invalidated_at, invalidated_reason, version) ON evidence TO accord_api, accord_worker;

ALTER TABLE evidence ENABLE ROW LEVEL SECURITY; ALTER TABLE evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY evidence_owner ON evidence TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY evidence_publisher ON evidence FOR SELECT TO accord_publisher USING (true);
CREATE POLICY evidence_mine ON evidence TO accord_api, accord_worker
  USING (ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()))
  WITH CHECK ((ods_code = (SELECT accord_ods()) AND (SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead'))
    OR (locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) = 'activation-officer') OR (SELECT accord_duty()) = 'worker');
