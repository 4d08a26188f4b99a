-- 0022-agreements-written-instructions.sql
-- A controller who does not use Accord answers a campaign by a signed letter (R5: "in Accord, or by a verified written instruction"). One member of
-- staff takes it in, another verifies it (R3), and only then does it answer, in the name of whoever signed it. Drafts of campaigns are edited.
-- Two keys and a check scan evidence (tens of thousands of rows) under a lock; the other tables hold hundreds.
ALTER TABLE evidence DROP CONSTRAINT evidence_kind_check;
ALTER TABLE evidence ADD CONSTRAINT evidence_kind_check CHECK (kind IN ('generated', 'uploaded', 'instruction'));
ALTER TABLE evidence ALTER COLUMN agreement_id DROP NOT NULL, ALTER COLUMN agreement_version_id DROP NOT NULL, ALTER COLUMN terms_digest DROP NOT NULL;
-- A letter proves no signature under any terms: without a digest no participation, part or renewal can point at it as its proof.
ALTER TABLE evidence ADD CONSTRAINT evidence_proves_terms CHECK (CASE kind WHEN 'instruction' THEN side = 'provider' AND num_nonnulls(agreement_id, agreement_version_id, terms_digest) = 0
  ELSE num_nulls(agreement_id, agreement_version_id, terms_digest) = 0 END);
ALTER TABLE evidence ADD CONSTRAINT evidence_as_instruction UNIQUE (id, kind, ods_code, locality_id);
ALTER TABLE evidence ADD CONSTRAINT evidence_as_answer UNIQUE (id, state, ods_code, signatory_person_id, verified_at);

-- What a letter says, as whoever took it in has read it: fixed with it, so that whoever verifies judges exactly this.
CREATE TABLE campaign_instruction (
  evidence_id uuid PRIMARY KEY,
  evidence_kind text NOT NULL GENERATED ALWAYS AS ('instruction') STORED,
  campaign_id uuid NOT NULL,
  provider_ods_code text NOT NULL,
  locality_id uuid NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  parts integer NOT NULL CHECK (parts > 0),
  FOREIGN KEY (campaign_id, provider_ods_code) REFERENCES campaign_practice (campaign_id, provider_ods_code),
  CONSTRAINT campaign_instruction_of_its_letter FOREIGN KEY (evidence_id, evidence_kind, provider_ods_code, locality_id) REFERENCES evidence (id, kind, ods_code, locality_id),
  CONSTRAINT campaign_instruction_of UNIQUE (evidence_id, campaign_id, provider_ods_code)
);
CREATE INDEX campaign_instruction_by_practice ON campaign_instruction (campaign_id, provider_ods_code);
CREATE TABLE campaign_instruction_part (
  evidence_id uuid NOT NULL,
  campaign_id uuid NOT NULL,
  participation_id uuid NOT NULL,
  provider_ods_code text NOT NULL,
  locality_id uuid NOT NULL,
  agreement_version_id uuid NOT NULL REFERENCES agreement_version,
  reply text NOT NULL CHECK (reply IN ('keep', 'withdraw')),
  PRIMARY KEY (evidence_id, participation_id),
  FOREIGN KEY (evidence_id, campaign_id, provider_ods_code) REFERENCES campaign_instruction (evidence_id, campaign_id, provider_ods_code),
  FOREIGN KEY (campaign_id, participation_id, provider_ods_code, locality_id) REFERENCES campaign_part (campaign_id, participation_id, provider_ods_code, locality_id),
  CONSTRAINT campaign_instruction_part_answered UNIQUE (evidence_id, campaign_id, participation_id, agreement_version_id, reply)
);
CREATE INDEX campaign_instruction_part_by_participation ON campaign_instruction_part (participation_id);
-- Nothing is added to a letter afterwards, least of all by whoever verifies it: what it says is counted at commit.
CREATE FUNCTION campaign_instruction_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF (SELECT count(*) FROM campaign_instruction_part WHERE evidence_id = NEW.evidence_id) <> (SELECT parts FROM campaign_instruction WHERE evidence_id = NEW.evidence_id) THEN
    RAISE EXCEPTION 'a letter says what it said when it was taken in' USING ERRCODE = 'P0001', CONSTRAINT = 'campaign_instruction_whole';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER campaign_instruction_is_whole AFTER INSERT ON campaign_instruction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION campaign_instruction_whole();
CREATE CONSTRAINT TRIGGER campaign_instruction_part_is_whole AFTER INSERT ON campaign_instruction_part DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION campaign_instruction_whole();
CREATE TRIGGER campaign_instruction_while_asked BEFORE INSERT ON campaign_instruction FOR EACH ROW EXECUTE FUNCTION campaign_in_state('asked');

-- An answer by letter rests by key on the letter that is verified, on what it says of that agreement, and on who signed it; each says it once.
ALTER TABLE campaign_answer ADD COLUMN instruction_id uuid,
  ADD COLUMN instruction_state text GENERATED ALWAYS AS (CASE WHEN instruction_id IS NOT NULL THEN 'verified' END) STORED,
  ADD CONSTRAINT campaign_answer_as_instructed FOREIGN KEY (instruction_id, campaign_id, participation_id, agreement_version_id, reply)
    REFERENCES campaign_instruction_part (evidence_id, campaign_id, participation_id, agreement_version_id, reply),
  ADD CONSTRAINT campaign_answer_verified FOREIGN KEY (instruction_id, instruction_state, provider_ods_code, given_by, given_at)
    REFERENCES evidence (id, state, ods_code, signatory_person_id, verified_at),
  ADD CONSTRAINT campaign_answer_of_a_signatory CHECK (instruction_id IS NULL OR given_duty = 'signatory'),
  ADD CONSTRAINT campaign_answer_once_by_letter UNIQUE (instruction_id, participation_id);
-- The controller's own newer word stands: a letter answers nothing that was said in Accord on its day or later, or in a later letter. Its row is
-- held, so that a letter and the practice cannot answer past each other.
CREATE FUNCTION campaign_answer_newest_word() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE signed_on date;
BEGIN
  PERFORM 1 FROM campaign WHERE id = NEW.campaign_id FOR UPDATE;
  SELECT (signed_at AT TIME ZONE 'Europe/London')::date INTO signed_on FROM evidence WHERE id = NEW.instruction_id;
  IF EXISTS (SELECT FROM campaign_answer said LEFT JOIN evidence letter ON letter.id = said.instruction_id WHERE said.campaign_id = NEW.campaign_id AND said.participation_id = NEW.participation_id
    AND CASE WHEN said.instruction_id IS NULL THEN (said.given_at AT TIME ZONE 'Europe/London')::date >= signed_on ELSE (letter.signed_at AT TIME ZONE 'Europe/London')::date > signed_on END) THEN
    RAISE EXCEPTION 'its controller has said something newer' USING ERRCODE = 'P0001', CONSTRAINT = 'campaign_answer_newest_word';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaign_answer_by_letter BEFORE INSERT ON campaign_answer FOR EACH ROW WHEN (NEW.instruction_id IS NOT NULL) EXECUTE FUNCTION campaign_answer_newest_word();

-- As 0006 has it, and of letters besides: whoever verifies says so of themselves, and signed for no party of what the letter is about.
CREATE OR REPLACE FUNCTION evidence_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
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
    SELECT 1 FROM evidence signed WHERE signed.id <> NEW.id AND signed.signatory_person_id = NEW.verified_by AND (signed.agreement_id = NEW.agreement_id
      OR signed.agreement_id IN (SELECT asked.agreement_id FROM campaign_instruction_part said JOIN campaign_part asked USING (campaign_id, participation_id) WHERE said.evidence_id = NEW.id))) THEN
    RAISE EXCEPTION 'the verifier signed a part of this agreement' USING ERRCODE = 'P0001', CONSTRAINT = 'verifier_signed_no_part';
  END IF;
  IF NEW.kind = 'instruction' AND ((TG_OP = 'UPDATE' AND OLD.verified_by IS NOT NULL AND (NEW.verified_by, NEW.verified_at) IS DISTINCT FROM (OLD.verified_by, OLD.verified_at))
    OR (NEW.state = 'verified' AND (TG_OP = 'INSERT' OR OLD.state <> 'verified') AND (NEW.verified_by IS DISTINCT FROM accord_person() OR accord_duty() <> 'activation-officer'))) THEN
    RAISE EXCEPTION 'verified by whoever acts, an officer' USING ERRCODE = 'P0001', CONSTRAINT = 'instruction_verified_by_who_acts';
  END IF;
  RETURN NEW;
END $$;
-- A letter is taken in by a member of staff, as whoever acts, and through no other process.
CREATE POLICY evidence_instruction_by_staff ON evidence AS RESTRICTIVE FOR INSERT TO accord_api
  WITH CHECK (kind <> 'instruction' OR ((SELECT accord_duty()) = 'activation-officer' AND submitted_by = (SELECT accord_person())));
CREATE POLICY evidence_instruction_by_nobody_else ON evidence AS RESTRICTIVE FOR INSERT TO accord_worker WITH CHECK (kind <> 'instruction');

-- Records as the others of a campaign are: added, seen across the same fence, and changed by nobody.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['campaign_instruction', 'campaign_instruction_part'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_stays', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_stays_whole', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO accord_api', name);
    EXECUTE format('GRANT SELECT ON %I TO accord_worker, accord_audit_reader', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I TO accord_owner USING (true) WITH CHECK (true)', name || '_owner', name);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING (provider_ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()))', name || '_read', name);
  END LOOP;
END $$;
CREATE CONSTRAINT TRIGGER campaign_instruction_recorded AFTER INSERT ON campaign_instruction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER campaign_instruction_announced AFTER INSERT ON campaign_instruction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();
CREATE POLICY campaign_instruction_add ON campaign_instruction FOR INSERT WITH CHECK ((SELECT accord_duty()) = 'activation-officer' AND locality_id = ANY ((SELECT accord_localities())::uuid[])
  AND EXISTS (SELECT FROM evidence WHERE evidence.id = evidence_id AND evidence.submitted_by = (SELECT accord_person()) AND evidence.state IN ('checked', 'quarantined') OFFSET 0));
CREATE POLICY campaign_instruction_part_add ON campaign_instruction_part FOR INSERT WITH CHECK ((SELECT accord_duty()) = 'activation-officer' AND locality_id = ANY ((SELECT accord_localities())::uuid[]));
-- R3, R5. The practice answers for itself as before. Staff write only what a letter says that they have verified, in the name of whoever signed it.
ALTER POLICY campaign_answer_add ON campaign_answer WITH CHECK (
  (instruction_id IS NULL AND provider_ods_code = (SELECT accord_ods()) AND given_by = (SELECT accord_person()) AND given_duty = (SELECT accord_duty()))
  OR ((SELECT accord_duty()) = 'activation-officer' AND locality_id = ANY ((SELECT accord_localities())::uuid[])
    AND EXISTS (SELECT FROM evidence WHERE evidence.id = instruction_id AND evidence.kind = 'instruction' AND evidence.verified_by = (SELECT accord_person()) OFFSET 0)));

-- What is confirmed by a letter that was later found to prove nothing is confirmed no more; and whoever asks is told across no fence.
CREATE OR REPLACE FUNCTION campaign_confirmed(part uuid) RETURNS TABLE (answer_id uuid, campaign_id uuid, given_by uuid, given_duty text, provider_ods_code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT answer.id, answer.campaign_id, answer.given_by, answer.given_duty, answer.provider_ods_code
  FROM campaign_answer answer JOIN campaign ON campaign.id = answer.campaign_id AND campaign.state = 'asked'
  WHERE answer.participation_id = part AND answer.reply = 'withdraw'
    AND NOT EXISTS (SELECT FROM campaign_answer later WHERE later.campaign_id = answer.campaign_id AND later.participation_id = answer.participation_id AND later.number > answer.number)
    AND NOT EXISTS (SELECT FROM evidence letter WHERE letter.id = answer.instruction_id AND letter.invalidated_at IS NOT NULL)
    AND (answer.locality_id = ANY (accord_localities()) OR answer.provider_ods_code = accord_ods())
$$;
-- A practice withdraws itself; an officer carries out what it confirmed; nobody else who acts does either.
CREATE OR REPLACE FUNCTION controller_withdraws() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF accord_duty() <> 'nobody' AND NOT (accord_duty() IN ('signatory', 'practice-governance-lead') AND accord_ods() IS NOT DISTINCT FROM NEW.provider_ods_code)
    AND NOT (accord_duty() = 'activation-officer' AND EXISTS (SELECT FROM campaign_confirmed(NEW.id))) THEN
    RAISE EXCEPTION 'only a controller withdraws' USING ERRCODE = 'P0001', CONSTRAINT = 'only_a_controller_withdraws';
  END IF;
  RETURN NULL;
END $$;

-- A draft is edited: what and whom it would ask. Once practices are asked, both stay.
CREATE OR REPLACE FUNCTION campaign_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP = 'INSERT' AND NEW.state <> 'draft')
    OR (TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('draft', 'asked'), ('draft', 'closed'), ('asked', 'closed'))) THEN
    RAISE EXCEPTION 'a campaign does not become %', NEW.state USING ERRCODE = 'P0001', CONSTRAINT = 'lawful_moves_only';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.state, NEW.state) IS DISTINCT FROM ('draft', 'draft')
    AND (NEW.kind, NEW.title, NEW.message, NEW.answer_by, NEW.locality_ids) IS DISTINCT FROM (OLD.kind, OLD.title, OLD.message, OLD.answer_by, OLD.locality_ids) THEN
    RAISE EXCEPTION 'what practices are asked stays' USING ERRCODE = 'P0001', CONSTRAINT = 'campaign_in_state';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION campaign_in_state() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE state_now text;
BEGIN
  SELECT state INTO state_now FROM campaign WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.campaign_id ELSE NEW.campaign_id END FOR SHARE;
  IF state_now IS DISTINCT FROM TG_ARGV[0] THEN
    RAISE EXCEPTION 'the campaign is %', state_now USING ERRCODE = 'P0001', CONSTRAINT = 'campaign_in_state';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
DROP TRIGGER campaign_practice_stays ON campaign_practice;
CREATE TRIGGER campaign_practice_stays BEFORE UPDATE ON campaign_practice FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER campaign_practice_let_go_in_draft BEFORE DELETE ON campaign_practice FOR EACH ROW EXECUTE FUNCTION campaign_in_state('draft');
GRANT DELETE ON campaign_practice TO accord_api;
GRANT UPDATE (kind, title, message, answer_by, locality_ids) ON campaign TO accord_api;
CREATE POLICY campaign_practice_let_go ON campaign_practice FOR DELETE
  USING ((SELECT accord_duty()) = 'activation-officer' AND locality_id = ANY ((SELECT accord_localities())::uuid[]));
