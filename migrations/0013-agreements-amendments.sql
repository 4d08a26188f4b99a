-- 0013-agreements-amendments.sql
-- An amendment is a new version beside the one in force. Whoever it affects is asked to sign again, and stays live on the version they signed
-- until what they signed anew is verified, approved and goes over. So the part itself never leaves its state: a suspension or a withdrawal
-- reaches it as before, and what was asked anew ends with it. Locks each table it alters for milliseconds.

-- Words that are not open for signing yet are their drafters' business, also beside a version that is.
ALTER POLICY agreement_version_mine ON agreement_version USING (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
  OR (locked_at IS NOT NULL AND agreement_id IN (SELECT party.agreement_id FROM agreement_party party WHERE party.ods_code = (SELECT accord_ods()))));
-- One draft at a time; a discarded one leaves no trace but its change record, and its number is used again.
CREATE UNIQUE INDEX agreement_version_one_draft ON agreement_version (agreement_id) WHERE locked_at IS NULL;
GRANT DELETE ON agreement_version TO accord_api, accord_worker;
CREATE POLICY agreement_version_discarded ON agreement_version AS RESTRICTIVE FOR DELETE TO accord_api, accord_worker
  USING (locked_at IS NULL AND (SELECT accord_duty()) IN ('activation-officer', 'worker'));
CREATE POLICY agreement_version_provider_discarded ON agreement_version_provider AS RESTRICTIVE FOR DELETE TO accord_api, accord_worker
  USING ((SELECT accord_duty()) IN ('activation-officer', 'worker'));
CREATE POLICY agreement_version_consumer_discarded ON agreement_version_consumer AS RESTRICTIVE FOR DELETE TO accord_api, accord_worker
  USING ((SELECT accord_duty()) IN ('activation-officer', 'worker'));
CREATE FUNCTION discarded_beside_another() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM agreement_version WHERE agreement_id = OLD.agreement_id AND id <> OLD.id) THEN
    RAISE EXCEPTION 'an agreement keeps its first version' USING ERRCODE = 'P0001', CONSTRAINT = 'signed_version_immutable';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER agreement_version_discards BEFORE DELETE ON agreement_version FOR EACH ROW EXECUTE FUNCTION discarded_beside_another();

-- What one party is asked to sign anew, from the asking until it goes over (R2, R3: the same columns and people as of a first signature).
CREATE TABLE renewal (
  id uuid PRIMARY KEY,
  agreement_id uuid NOT NULL,
  agreement_version_id uuid NOT NULL,
  locality_id uuid NOT NULL REFERENCES locality,
  participation_id uuid,
  consumer_part_id uuid,
  ods_code text NOT NULL,
  state text NOT NULL CHECK (state IN ('invited', 'signed', 'accepted', 'declined', 'rejected', 'verified', 'approved', 'over', 'lapsed')),
  terms_digest text NOT NULL,
  evidence_id uuid,
  drafted_by uuid NOT NULL,
  submitted_by uuid REFERENCES person,
  verified_by uuid REFERENCES person,
  activation_id uuid,
  approved_by uuid REFERENCES person,
  over_at timestamptz,
  -- Set by the database: what the party takes over in this very transaction, and nothing else.
  over_in xid8,
  -- What proved the part until then, so that a look of the past finds the page it rested on.
  before_version_id uuid REFERENCES agreement_version,
  before_evidence_id uuid REFERENCES evidence,
  state_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  evidence_state text GENERATED ALWAYS AS (CASE WHEN state IN ('verified', 'approved', 'over') THEN 'verified' END) STORED,
  evidence_side text GENERATED ALWAYS AS (CASE WHEN participation_id IS NOT NULL THEN 'provider' ELSE 'consumer' END) STORED,
  CONSTRAINT renewal_of_one CHECK ((participation_id IS NULL) <> (consumer_part_id IS NULL)),
  FOREIGN KEY (agreement_version_id, agreement_id) REFERENCES agreement_version (id, agreement_id),
  FOREIGN KEY (agreement_version_id, drafted_by) REFERENCES agreement_version (id, drafted_by),
  CONSTRAINT renewal_of_the_participation FOREIGN KEY (participation_id, agreement_id, ods_code) REFERENCES participation (id, agreement_id, provider_ods_code),
  CONSTRAINT renewal_of_the_part FOREIGN KEY (consumer_part_id, agreement_id, ods_code) REFERENCES consumer_part (id, agreement_id, consumer_ods_code),
  CONSTRAINT renewal_evidence_verified FOREIGN KEY (evidence_id, evidence_side, ods_code, terms_digest, evidence_state, submitted_by, verified_by)
    REFERENCES evidence (id, side, ods_code, terms_digest, state, submitted_by, verified_by) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT renewal_approved_in_activation FOREIGN KEY (activation_id, approved_by) REFERENCES activation (id, approved_by),
  CONSTRAINT renewal_signed_with_evidence CHECK (state IN ('invited', 'declined', 'lapsed') OR (evidence_id IS NOT NULL AND submitted_by IS NOT NULL)),
  CONSTRAINT renewal_verified_by_another CHECK (state NOT IN ('verified', 'approved', 'over')
    OR (verified_by IS NOT NULL AND verified_by <> submitted_by AND verified_by <> drafted_by)),
  CONSTRAINT renewal_approved_by_a_third CHECK (state NOT IN ('approved', 'over')
    OR (approved_by IS NOT NULL AND activation_id IS NOT NULL AND approved_by <> submitted_by AND approved_by <> verified_by AND approved_by <> drafted_by)),
  CONSTRAINT renewal_over_whole CHECK ((state = 'over') = (over_at IS NOT NULL AND over_in IS NOT NULL AND before_version_id IS NOT NULL AND before_evidence_id IS NOT NULL)),
  CONSTRAINT renewal_in_its_sides_words CHECK (state <> CASE WHEN participation_id IS NULL THEN 'signed' ELSE 'accepted' END)
);
-- One open asking a party; what is over, lapsed or declined stays as a record.
CREATE UNIQUE INDEX renewal_once_a_participation ON renewal (participation_id) WHERE state NOT IN ('over', 'lapsed', 'declined');
CREATE UNIQUE INDEX renewal_once_a_part ON renewal (consumer_part_id) WHERE state NOT IN ('over', 'lapsed', 'declined');
CREATE INDEX renewal_by_participation ON renewal (participation_id);
CREATE INDEX renewal_by_part ON renewal (consumer_part_id);
CREATE INDEX renewal_by_agreement ON renewal (agreement_id);
CREATE INDEX renewal_by_evidence ON renewal (evidence_id);
CREATE INDEX renewal_by_organisation ON renewal (ods_code);
CREATE INDEX renewal_by_locality ON renewal (locality_id) WHERE state NOT IN ('over', 'lapsed', 'declined');
INSERT INTO lawful_move VALUES
  ('renewal', 'invited', 'signed'), ('renewal', 'invited', 'accepted'), ('renewal', 'invited', 'declined'),
  ('renewal', 'signed', 'rejected'), ('renewal', 'accepted', 'rejected'), ('renewal', 'verified', 'rejected'), ('renewal', 'rejected', 'invited'),
  ('renewal', 'signed', 'verified'), ('renewal', 'accepted', 'verified'), ('renewal', 'verified', 'approved'), ('renewal', 'approved', 'over'),
  ('renewal', 'invited', 'lapsed'), ('renewal', 'signed', 'lapsed'), ('renewal', 'accepted', 'lapsed'), ('renewal', 'rejected', 'lapsed'), ('renewal', 'verified', 'lapsed'), ('renewal', 'approved', 'lapsed');
CREATE TRIGGER renewal_moves BEFORE INSERT OR UPDATE ON renewal FOR EACH ROW EXECUTE FUNCTION moves_lawfully('renewal');
CREATE TRIGGER renewal_widens BEFORE INSERT OR UPDATE ON renewal FOR EACH ROW EXECUTE FUNCTION widens_lawfully();

CREATE FUNCTION renewal_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE party record;
BEGIN
  IF NEW.participation_id IS NOT NULL THEN
    SELECT state, version, agreement_version_id, evidence_id, locality_id INTO party FROM participation WHERE id = NEW.participation_id;
  ELSE
    SELECT state, version, agreement_version_id, evidence_id, locality_id INTO party FROM consumer_part WHERE id = NEW.consumer_part_id;
  END IF;
  IF NEW.locality_id <> party.locality_id
    OR (TG_OP = 'UPDATE' AND (NEW.agreement_version_id, NEW.participation_id, NEW.consumer_part_id, NEW.terms_digest, NEW.ods_code) IS DISTINCT FROM
      (OLD.agreement_version_id, OLD.participation_id, OLD.consumer_part_id, OLD.terms_digest, OLD.ods_code)) THEN
    RAISE EXCEPTION 'what a party is asked for stays as it was asked' USING ERRCODE = 'P0001', CONSTRAINT = 'renewal_fixed';
  END IF;
  -- Only words that are open for signing, later than what the party signed, and naming it.
  IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT FROM agreement_version asked JOIN agreement_version signed ON signed.id = party.agreement_version_id
    WHERE asked.id = NEW.agreement_version_id AND asked.number > signed.number
      AND (EXISTS (SELECT FROM agreement_version_provider WHERE version_id = asked.id AND provider_ods_code = NEW.ods_code AND NEW.participation_id IS NOT NULL)
        OR EXISTS (SELECT FROM agreement_version_consumer WHERE version_id = asked.id AND consumer_ods_code = NEW.ods_code AND NEW.consumer_part_id IS NOT NULL))) THEN
    RAISE EXCEPTION 'nobody is asked for a version that does not follow and name them' USING ERRCODE = 'P0001', CONSTRAINT = 'renewal_fixed';
  END IF;
  IF TG_OP = 'INSERT' OR NEW.state = OLD.state THEN RETURN NEW; END IF;
  -- One document of a party is checked at a time: the first is through before the next is signed.
  IF NEW.state IN ('signed', 'accepted', 'verified', 'approved', 'over') AND party.state NOT IN ('live', 'suspended') THEN
    RAISE EXCEPTION 'the part is %', party.state USING ERRCODE = 'P0001', CONSTRAINT = 'renewal_of_who_takes_part';
  END IF;
  -- Approved exactly as it was shown (R3): the list names the party, at the version it still has.
  IF NEW.state = 'approved' AND NOT EXISTS (
    SELECT FROM activation_item item JOIN activation ON activation.id = item.activation_id
    WHERE item.activation_id = NEW.activation_id AND coalesce(item.participation_id, item.consumer_part_id) = coalesce(NEW.participation_id, NEW.consumer_part_id)
      AND item.shown_version = party.version AND activation.state = 'approved') THEN
    RAISE EXCEPTION 'not what the approver was shown' USING ERRCODE = 'P0001', CONSTRAINT = 'approved_as_shown';
  END IF;
  IF NEW.state = 'over' THEN
    IF NOT EXISTS (SELECT FROM sharing_agreement WHERE id = NEW.agreement_id AND state IN ('open', 'closed')) THEN
      RAISE EXCEPTION 'the agreement has ended' USING ERRCODE = 'P0001', CONSTRAINT = 'all_end_with_the_agreement';
    END IF;
    NEW.over_in := pg_current_xact_id();
    NEW.before_version_id := party.agreement_version_id;
    NEW.before_evidence_id := party.evidence_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER renewal_is_lawful BEFORE INSERT OR UPDATE ON renewal FOR EACH ROW EXECUTE FUNCTION renewal_lawful();

-- A part changes what it has signed in two ways only: nothing is signed yet, and the invitation is for the version opened last; or it goes over.
CREATE FUNCTION part_keeps_what_it_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF (NEW.agreement_version_id, NEW.terms_digest, NEW.drafted_by) IS NOT DISTINCT FROM (OLD.agreement_version_id, OLD.terms_digest, OLD.drafted_by) THEN RETURN NEW; END IF;
  IF NEW.state = 'invited' AND NEW.evidence_id IS NULL AND NEW.agreement_version_id =
    (SELECT id FROM agreement_version WHERE agreement_id = NEW.agreement_id AND locked_at IS NOT NULL ORDER BY number DESC LIMIT 1) THEN RETURN NEW; END IF;
  IF NEW.state = OLD.state AND EXISTS (SELECT FROM renewal WHERE coalesce(participation_id, consumer_part_id) = NEW.id AND state = 'over' AND over_in = pg_current_xact_id()
    AND (agreement_version_id, terms_digest, drafted_by, evidence_id, submitted_by, verified_by, activation_id, approved_by) =
      (NEW.agreement_version_id, NEW.terms_digest, NEW.drafted_by, NEW.evidence_id, NEW.submitted_by, NEW.verified_by, NEW.activation_id, NEW.approved_by)) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a part keeps what it signed until what was signed anew goes over' USING ERRCODE = 'P0001', CONSTRAINT = 'part_keeps_what_it_signed';
END $$;
CREATE TRIGGER participation_keeps BEFORE UPDATE ON participation FOR EACH ROW EXECUTE FUNCTION part_keeps_what_it_signed();
CREATE TRIGGER consumer_part_keeps BEFORE UPDATE ON consumer_part FOR EACH ROW EXECUTE FUNCTION part_keeps_what_it_signed();
GRANT UPDATE (agreement_version_id, terms_digest, drafted_by) ON participation, consumer_part TO accord_api, accord_worker;

-- And the other way round, at commit: who is said to have gone over has, and shares no day and with nobody that the new words do not name.
CREATE FUNCTION renewal_went_over() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.state = 'over' AND NEW.over_in = pg_current_xact_id() AND (
    NOT EXISTS (SELECT FROM participation WHERE id = NEW.participation_id AND agreement_version_id = NEW.agreement_version_id AND evidence_id = NEW.evidence_id
      UNION ALL SELECT FROM consumer_part WHERE id = NEW.consumer_part_id AND agreement_version_id = NEW.agreement_version_id AND evidence_id = NEW.evidence_id)
    OR EXISTS (SELECT FROM pair JOIN agreement_version signed ON signed.id = NEW.agreement_version_id
      LEFT JOIN agreement_version_consumer named ON named.version_id = signed.id AND named.consumer_ods_code = pair.consumer_ods_code AND named.view_set_id = pair.view_set_id
      WHERE pair.participation_id = NEW.participation_id AND upper(pair.held_during) > CASE WHEN named.version_id IS NULL THEN NEW.over_at ELSE upper(signed.during) END)) THEN
    RAISE EXCEPTION 'said to have gone over, and has not' USING ERRCODE = 'P0001', CONSTRAINT = 'renewal_went_over';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER renewal_goes_over AFTER INSERT OR UPDATE ON renewal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION renewal_went_over();

-- R5. What was asked anew ends with the part, whoever ends it and however.
CREATE FUNCTION renewal_ends_with_the_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_TABLE_NAME = 'participation' THEN
    UPDATE renewal SET state = 'lapsed', state_at = NEW.state_at WHERE participation_id = NEW.id AND state NOT IN ('over', 'lapsed', 'declined');
  ELSE
    UPDATE renewal SET state = 'lapsed', state_at = NEW.state_at WHERE consumer_part_id = NEW.id AND state NOT IN ('over', 'lapsed', 'declined');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER participation_ends_renewal AFTER UPDATE ON participation FOR EACH ROW
  WHEN (NEW.state <> OLD.state AND NEW.state IN ('withdrawn', 'rejected')) EXECUTE FUNCTION renewal_ends_with_the_part();
CREATE TRIGGER consumer_part_ends_renewal AFTER UPDATE ON consumer_part FOR EACH ROW
  WHEN (NEW.state <> OLD.state AND NEW.state IN ('left', 'rejected')) EXECUTE FUNCTION renewal_ends_with_the_part();

-- A later last day is the one thing that lengthens a pair, and only as the participation goes over to the version that says so.
CREATE OR REPLACE FUNCTION pair_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE ok boolean;
BEGIN
  IF NOT EXISTS (SELECT FROM change_record WHERE transaction_id = pg_current_xact_id() AND outcome = 'done') THEN
    RAISE EXCEPTION 'a change of pair has no change record' USING ERRCODE = 'P0001', CONSTRAINT = 'change_needs_a_record';
  END IF;
  IF NOT EXISTS (SELECT FROM outbox WHERE transaction_id = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'a change of pair was not announced' USING ERRCODE = 'P0001', CONSTRAINT = 'change_needs_announcing';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.participation_id, NEW.consumer_part_id, NEW.view_set_id, NEW.provider_ods_code, NEW.consumer_ods_code, NEW.service_code)
       IS DISTINCT FROM (OLD.participation_id, OLD.consumer_part_id, OLD.view_set_id, OLD.provider_ods_code, OLD.consumer_ods_code, OLD.service_code)
       OR (NOT isempty(NEW.held_during) AND lower(NEW.held_during) IS DISTINCT FROM lower(OLD.held_during)) THEN
      RAISE EXCEPTION 'a pair only ever shortens' USING ERRCODE = 'P0001', CONSTRAINT = 'pair_only_shortens';
    END IF;
    IF NOT NEW.held_during <@ OLD.held_during AND NOT EXISTS (SELECT FROM renewal JOIN agreement_version signed ON signed.id = renewal.agreement_version_id
      WHERE renewal.participation_id = NEW.participation_id AND renewal.state = 'over' AND renewal.over_in = pg_current_xact_id()
        AND upper(NEW.held_during) <= upper(signed.during) AND upper(OLD.held_during) > renewal.over_at) THEN
      RAISE EXCEPTION 'a pair only ever shortens' USING ERRCODE = 'P0001', CONSTRAINT = 'pair_only_shortens';
    END IF;
    RETURN NULL;
  END IF;
  SELECT provider.state = 'live' AND consumer.state = 'live' AND NEW.held_during <@ signed.during AND NOT isempty(NEW.held_during) AND NEW.locality_id = provider.locality_id INTO ok
    FROM participation provider, consumer_part consumer, agreement_version signed
    WHERE provider.id = NEW.participation_id AND consumer.id = NEW.consumer_part_id AND signed.id = provider.agreement_version_id;
  IF ok IS NOT TRUE THEN
    RAISE EXCEPTION 'a pair begins between two live sides, inside the signed dates' USING ERRCODE = 'P0001', CONSTRAINT = 'pair_between_live_sides';
  END IF;
  RETURN NULL;
END $$;

-- R11 reaches what was signed anew too, before it goes over.
CREATE FUNCTION renewal_on_standing_evidence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.state IN ('approved', 'over') AND EXISTS (SELECT FROM evidence WHERE id = NEW.evidence_id AND invalidated_at IS NOT NULL) THEN
    RAISE EXCEPTION 'its evidence proves nothing any more' USING ERRCODE = 'P0001', CONSTRAINT = 'live_on_standing_evidence';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER renewal_stands AFTER INSERT OR UPDATE ON renewal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION renewal_on_standing_evidence();
CREATE CONSTRAINT TRIGGER renewal_recorded AFTER INSERT OR UPDATE ON renewal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER renewal_announced AFTER INSERT OR UPDATE ON renewal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();

GRANT SELECT ON renewal TO accord_api, accord_worker, accord_publisher, accord_audit_reader;
GRANT INSERT ON renewal TO accord_api, accord_worker;
GRANT UPDATE (state, evidence_id, submitted_by, verified_by, activation_id, approved_by, over_at, state_at) ON renewal TO accord_api, accord_worker;
ALTER TABLE renewal ENABLE ROW LEVEL SECURITY;
ALTER TABLE renewal FORCE ROW LEVEL SECURITY;
CREATE POLICY renewal_owner ON renewal TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY renewal_publisher ON renewal FOR SELECT TO accord_publisher USING (true);
CREATE POLICY renewal_mine ON renewal
  USING (ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
    OR agreement_id IN (SELECT agreement_id FROM agreement_party WHERE agreement_party.ods_code = (SELECT accord_ods())))
  WITH CHECK ((ods_code = (SELECT accord_ods()) AND (SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead'))
    OR (locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) IN ('activation-officer', 'approver')) OR (SELECT accord_duty()) = 'worker');
