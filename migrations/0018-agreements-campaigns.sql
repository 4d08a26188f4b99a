-- 0018-agreements-campaigns.sql
-- A campaign asks the controllers of many practices about every agreement they have signed, and withdraws those who confirm. Staff run it and
-- confirm for nobody: an answer is written by the practice it is about, and what staff withdraw has to rest on such an answer. New tables; the
-- triggers and policies added to participation and stop lock them for milliseconds.
CREATE TABLE campaign (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('review', 'withdrawal')),
  title text NOT NULL CHECK (title <> '' AND length(title) <= 200),
  -- What the practices are told.
  message text NOT NULL CHECK (message <> '' AND length(message) <= 2000),
  answer_by date NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'asked', 'closed')),
  -- Localities of the practices it names, so that row-level security can judge without going in a ring.
  locality_ids uuid[] NOT NULL CHECK (cardinality(locality_ids) > 0),
  drafted_by uuid NOT NULL REFERENCES person,
  drafted_at timestamptz NOT NULL,
  asked_by uuid REFERENCES person,
  asked_at timestamptz,
  closed_by uuid REFERENCES person,
  closed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT campaign_asked_whole CHECK (num_nulls(asked_by, asked_at) IN (0, 2) AND (state <> 'draft' OR asked_at IS NULL) AND (state <> 'asked' OR asked_at IS NOT NULL)),
  CONSTRAINT campaign_closed_whole CHECK (num_nulls(closed_by, closed_at) = CASE WHEN state = 'closed' THEN 0 ELSE 2 END)
);
CREATE INDEX campaign_by_time ON campaign (drafted_at DESC);
CREATE TABLE campaign_practice (
  campaign_id uuid NOT NULL REFERENCES campaign,
  provider_ods_code text NOT NULL REFERENCES organisation,
  locality_id uuid NOT NULL REFERENCES locality,
  PRIMARY KEY (campaign_id, provider_ods_code)
);
-- Each agreement a practice is asked about: those it had signed when it was asked.
CREATE TABLE campaign_part (
  campaign_id uuid NOT NULL,
  participation_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  provider_ods_code text NOT NULL,
  locality_id uuid NOT NULL REFERENCES locality,
  PRIMARY KEY (campaign_id, participation_id),
  FOREIGN KEY (campaign_id, provider_ods_code) REFERENCES campaign_practice (campaign_id, provider_ods_code),
  FOREIGN KEY (participation_id, agreement_id, provider_ods_code) REFERENCES participation (id, agreement_id, provider_ods_code),
  CONSTRAINT campaign_part_answered UNIQUE (campaign_id, participation_id, provider_ods_code, locality_id)
);
CREATE INDEX campaign_part_by_participation ON campaign_part (participation_id);
CREATE INDEX campaign_part_by_practice ON campaign_part (provider_ods_code);
-- What a controller said of one agreement: the dated review of the version it has signed, or that it withdraws. The last word counts.
CREATE TABLE campaign_answer (
  id uuid PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  campaign_id uuid NOT NULL,
  participation_id uuid NOT NULL,
  provider_ods_code text NOT NULL,
  locality_id uuid NOT NULL,
  agreement_version_id uuid NOT NULL REFERENCES agreement_version,
  reply text NOT NULL CHECK (reply IN ('keep', 'withdraw')),
  reason text CHECK (reason <> ''),
  given_by uuid NOT NULL REFERENCES person,
  given_duty text NOT NULL CHECK (given_duty IN ('signatory', 'practice-governance-lead')),
  given_at timestamptz NOT NULL,
  FOREIGN KEY (campaign_id, participation_id, provider_ods_code, locality_id) REFERENCES campaign_part (campaign_id, participation_id, provider_ods_code, locality_id),
  CONSTRAINT campaign_answer_executed UNIQUE (id, campaign_id, participation_id)
);
CREATE INDEX campaign_answer_newest ON campaign_answer (campaign_id, participation_id, number DESC);
CREATE INDEX campaign_answer_by_participation ON campaign_answer (participation_id);
-- One act of staff: everybody who had confirmed, in one transaction. What was previewed and what was found stand in it.
CREATE TABLE campaign_run (
  id uuid PRIMARY KEY,
  campaign_id uuid NOT NULL REFERENCES campaign,
  executed_by uuid NOT NULL REFERENCES person,
  executed_at timestamptz NOT NULL,
  impact_seen text,
  impact_found text,
  CONSTRAINT campaign_run_of UNIQUE (id, campaign_id)
);
CREATE INDEX campaign_run_by_campaign ON campaign_run (campaign_id, executed_at);
CREATE TABLE campaign_outcome (
  campaign_id uuid NOT NULL,
  participation_id uuid NOT NULL,
  provider_ods_code text NOT NULL,
  locality_id uuid NOT NULL,
  run_id uuid NOT NULL,
  answer_id uuid NOT NULL,
  -- None where nothing had gone live: there was nothing to stop at a gateway.
  stop_id uuid REFERENCES stop,
  PRIMARY KEY (campaign_id, participation_id),
  FOREIGN KEY (campaign_id, participation_id, provider_ods_code, locality_id) REFERENCES campaign_part (campaign_id, participation_id, provider_ods_code, locality_id),
  FOREIGN KEY (run_id, campaign_id) REFERENCES campaign_run (id, campaign_id),
  FOREIGN KEY (answer_id, campaign_id, participation_id) REFERENCES campaign_answer (id, campaign_id, participation_id)
);
CREATE INDEX campaign_outcome_by_participation ON campaign_outcome (participation_id);

-- `draft → asked → closed`, and a draft may be let go. What practices were asked never changes afterwards.
CREATE FUNCTION campaign_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP = 'INSERT' AND NEW.state <> 'draft')
    OR (TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('draft', 'asked'), ('draft', 'closed'), ('asked', 'closed'))) THEN
    RAISE EXCEPTION 'a campaign does not become %', NEW.state USING ERRCODE = 'P0001', CONSTRAINT = 'lawful_moves_only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaign_moves BEFORE INSERT OR UPDATE ON campaign FOR EACH ROW EXECUTE FUNCTION campaign_moves();
-- Whom and what it asks about is laid down while it is a draft; answers and what follows from them belong to one that is asked. Its row is held,
-- so that closing it and answering cannot pass each other.
CREATE FUNCTION campaign_in_state() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE state_now text;
BEGIN
  SELECT state INTO state_now FROM campaign WHERE id = NEW.campaign_id FOR SHARE;
  IF state_now IS DISTINCT FROM TG_ARGV[0] THEN
    RAISE EXCEPTION 'the campaign is %', state_now USING ERRCODE = 'P0001', CONSTRAINT = 'campaign_in_state';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaign_practice_in_draft BEFORE INSERT ON campaign_practice FOR EACH ROW EXECUTE FUNCTION campaign_in_state('draft');
CREATE TRIGGER campaign_part_in_draft BEFORE INSERT ON campaign_part FOR EACH ROW EXECUTE FUNCTION campaign_in_state('draft');
CREATE TRIGGER campaign_answer_while_asked BEFORE INSERT ON campaign_answer FOR EACH ROW EXECUTE FUNCTION campaign_in_state('asked');
CREATE TRIGGER campaign_run_while_asked BEFORE INSERT ON campaign_run FOR EACH ROW EXECUTE FUNCTION campaign_in_state('asked');

-- R5. Only a controller withdraws: the last word of the practice, in a campaign that is asked, and not carried out yet.
CREATE FUNCTION campaign_confirmed(part uuid) RETURNS TABLE (answer_id uuid, campaign_id uuid, given_by uuid, given_duty text, provider_ods_code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT answer.id, answer.campaign_id, answer.given_by, answer.given_duty, answer.provider_ods_code
  FROM campaign_answer answer JOIN campaign ON campaign.id = answer.campaign_id AND campaign.state = 'asked'
  WHERE answer.participation_id = part AND answer.reply = 'withdraw'
    AND NOT EXISTS (SELECT FROM campaign_answer later WHERE later.campaign_id = answer.campaign_id AND later.participation_id = answer.participation_id AND later.number > answer.number)
$$;
REVOKE EXECUTE ON FUNCTION campaign_confirmed(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION campaign_confirmed(uuid) TO accord_api, accord_worker;
CREATE FUNCTION controller_withdraws() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF accord_duty() IN ('activation-officer', 'approver') AND NOT EXISTS (SELECT FROM campaign_confirmed(NEW.id)) THEN
    RAISE EXCEPTION 'only a controller withdraws' USING ERRCODE = 'P0001', CONSTRAINT = 'only_a_controller_withdraws';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER participation_withdrawn_by_controller AFTER UPDATE ON participation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn') EXECUTE FUNCTION controller_withdraws();
-- What is carried out is the practice's last word, and it has been: judged at commit.
CREATE FUNCTION campaign_outcome_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM campaign_confirmed(NEW.participation_id) WHERE answer_id = NEW.answer_id)
    OR NOT EXISTS (SELECT FROM participation WHERE id = NEW.participation_id AND state = 'withdrawn'
      AND (live_at IS NULL OR EXISTS (SELECT FROM stop WHERE stop.id = NEW.stop_id AND stop.participation_id = NEW.participation_id AND stop.kind = 'withdrawal'))) THEN
    RAISE EXCEPTION 'said to be withdrawn as its controller confirmed, and is not' USING ERRCODE = 'P0001', CONSTRAINT = 'campaign_outcome_holds';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER campaign_outcome_is_true AFTER INSERT ON campaign_outcome DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION campaign_outcome_holds();

-- Records: no running role changes or deletes them, and no owner.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['campaign_practice', 'campaign_part', 'campaign_answer', 'campaign_run', 'campaign_outcome'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_stays', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_stays_whole', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO accord_api', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['campaign', 'campaign_practice', 'campaign_part', 'campaign_answer', 'campaign_run', 'campaign_outcome'] LOOP
    EXECUTE format('GRANT SELECT ON %I TO accord_worker, accord_audit_reader', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I TO accord_owner USING (true) WITH CHECK (true)', name || '_owner', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['campaign', 'campaign_answer', 'campaign_run', 'campaign_outcome'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE ON %I DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record()', name || '_recorded', name);
    EXECUTE format('CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE ON %I DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox()', name || '_announced', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON campaign TO accord_api;
GRANT UPDATE (state, asked_by, asked_at, closed_by, closed_at, version) ON campaign TO accord_api;

-- R9. A practice sees the campaigns that ask it, its own agreements and its own answers in them; staff those of their localities. Whoever runs
-- one serves every locality in it, so that nobody carries out a part of what others were shown whole.
CREATE POLICY campaign_mine ON campaign
  USING (locality_ids && (SELECT accord_localities()) OR (SELECT accord_reads_nation())
    OR id IN (SELECT campaign_id FROM campaign_part WHERE provider_ods_code = (SELECT accord_ods())))
  WITH CHECK ((SELECT accord_duty()) = 'activation-officer' AND locality_ids <@ (SELECT accord_localities()));
CREATE POLICY campaign_practice_read ON campaign_practice FOR SELECT USING (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()));
CREATE POLICY campaign_practice_add ON campaign_practice FOR INSERT
  WITH CHECK ((SELECT accord_duty()) = 'activation-officer' AND locality_id = ANY ((SELECT accord_localities())::uuid[]));
CREATE POLICY campaign_part_read ON campaign_part FOR SELECT
  USING (provider_ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()));
CREATE POLICY campaign_part_add ON campaign_part FOR INSERT
  WITH CHECK ((SELECT accord_duty()) = 'activation-officer' AND locality_id = ANY ((SELECT accord_localities())::uuid[]));
CREATE POLICY campaign_answer_read ON campaign_answer FOR SELECT
  USING (provider_ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()));
-- R3, R5. Written by the practice it is about, as whoever acts, and by nobody else.
CREATE POLICY campaign_answer_add ON campaign_answer FOR INSERT
  WITH CHECK (provider_ods_code = (SELECT accord_ods()) AND given_by = (SELECT accord_person()) AND given_duty = (SELECT accord_duty()));
CREATE POLICY campaign_run_read ON campaign_run FOR SELECT USING (EXISTS (SELECT FROM campaign WHERE campaign.id = campaign_id OFFSET 0));
CREATE POLICY campaign_run_add ON campaign_run FOR INSERT
  WITH CHECK ((SELECT accord_duty()) = 'activation-officer' AND executed_by = (SELECT accord_person())
    AND EXISTS (SELECT FROM campaign WHERE campaign.id = campaign_id AND locality_ids <@ (SELECT accord_localities()) OFFSET 0));
CREATE POLICY campaign_outcome_read ON campaign_outcome FOR SELECT
  USING (provider_ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()));
CREATE POLICY campaign_outcome_add ON campaign_outcome FOR INSERT
  WITH CHECK ((SELECT accord_duty()) = 'activation-officer' AND locality_id = ANY ((SELECT accord_localities())::uuid[]));

-- The entry of a withdrawal that a controller confirmed says who did: the person, duty and practice of the answer, whoever carries it out.
ALTER POLICY stop_by_who_acts ON stop WITH CHECK (
  (imposed_by = (SELECT accord_person()) AND imposed_duty = (SELECT accord_duty()) AND imposed_for IS NOT DISTINCT FROM (SELECT accord_ods())
    AND imposed_side = CASE (SELECT accord_duty()) WHEN 'signatory' THEN 'controller' WHEN 'practice-governance-lead' THEN 'controller'
      WHEN 'viewer-governance-lead' THEN 'viewing-organisation' WHEN 'privacy-officer' THEN 'privacy-officer' WHEN 'activation-officer' THEN 'staff' WHEN 'approver' THEN 'staff' END)
  OR ((SELECT accord_duty()) = 'activation-officer' AND kind = 'withdrawal' AND scope_kind = 'participation' AND imposed_side = 'controller'
    AND EXISTS (SELECT FROM campaign_confirmed(participation_id) confirmed
      WHERE confirmed.given_by = imposed_by AND confirmed.given_duty = imposed_duty AND confirmed.provider_ods_code = imposed_for AND confirmed.provider_ods_code = stop.provider_ods_code)));
