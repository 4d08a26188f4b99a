-- 0020-views-proposals-and-cut-overs.sql
-- R1. A view set is changed by a proposal: a new version of every agreement that names the viewing organisation, asked of everybody who has
-- signed. Until the cut-over nothing changes; at one instant the old set ends, the new one begins, and with it whoever agreed. Whether a
-- proposal runs is read from its dates. Locks each table it alters for milliseconds; pair is read once for its wider keys.
CREATE TABLE view_set_proposal (
  id uuid PRIMARY KEY,
  service_code text NOT NULL REFERENCES service,
  viewing_organisation_id uuid NOT NULL REFERENCES viewing_organisation,
  from_view_set_id uuid NOT NULL,
  to_view_set_id uuid NOT NULL UNIQUE,
  reason text NOT NULL CHECK (reason <> '' AND length(reason) <= 2000),
  proposed_by uuid NOT NULL REFERENCES person,
  proposed_at timestamptz NOT NULL,
  lapses_at timestamptz NOT NULL,
  cut_over_by uuid REFERENCES person,
  cut_over_at timestamptz,
  -- What whoever cut over had been shown (R3).
  impact_hash text CHECK (impact_hash ~ '^[0-9a-f]{64}$'),
  -- Set by the database: what goes over in this very transaction, and nothing else.
  cut_over_in xid8,
  given_up_by uuid REFERENCES person,
  given_up_at timestamptz,
  closing_reason text CHECK (closing_reason <> ''),
  -- Who was asked for other words before it has been asked for those again.
  settled_at timestamptz,
  running_during tstzrange NOT NULL GENERATED ALWAYS AS (tstzrange(proposed_at, least(lapses_at, cut_over_at, given_up_at))) STORED,
  CONSTRAINT proposal_from_its_set FOREIGN KEY (from_view_set_id, service_code, viewing_organisation_id) REFERENCES view_set (id, service_code, viewing_organisation_id),
  CONSTRAINT proposal_to_its_set FOREIGN KEY (to_view_set_id, service_code, viewing_organisation_id) REFERENCES view_set (id, service_code, viewing_organisation_id),
  CONSTRAINT proposal_lapses_later CHECK (lapses_at > proposed_at),
  CONSTRAINT proposal_cut_over_whole CHECK (num_nulls(cut_over_by, cut_over_at, impact_hash, cut_over_in) IN (0, 4)),
  CONSTRAINT proposal_cut_over_in_time CHECK (cut_over_at < lapses_at AND cut_over_at >= proposed_at),
  CONSTRAINT proposal_cut_over_by_another CHECK (cut_over_by <> proposed_by),
  CONSTRAINT proposal_given_up_whole CHECK (num_nulls(given_up_by, given_up_at) IN (0, 2) AND (given_up_at IS NULL OR (cut_over_at IS NULL AND closing_reason IS NOT NULL AND given_up_at < lapses_at))),
  CONSTRAINT one_proposal_at_a_time EXCLUDE USING gist (service_code WITH =, viewing_organisation_id WITH =, running_during WITH &&)
);
CREATE INDEX view_set_proposal_unsettled ON view_set_proposal (lapses_at) WHERE cut_over_at IS NULL AND settled_at IS NULL;
ALTER TABLE agreement_version ADD proposal_id uuid REFERENCES view_set_proposal;
CREATE UNIQUE INDEX agreement_version_once_a_proposal ON agreement_version (proposal_id, agreement_id) WHERE proposal_id IS NOT NULL;
CREATE INDEX agreement_version_consumer_by_set ON agreement_version_consumer (view_set_id);
CREATE INDEX pair_by_view_set ON pair (view_set_id);

-- A version of a proposal is nobody's newest words before the cut-over, and never where there was none.
CREATE FUNCTION awaits_cut_over(proposal uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM view_set_proposal WHERE id = proposal AND cut_over_at IS NULL)
$$;
CREATE FUNCTION proposal_state(held view_set_proposal, at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN held.cut_over_at IS NOT NULL THEN 'cut-over' WHEN held.given_up_at IS NOT NULL OR held.lapses_at <= at THEN 'lapsed' WHEN held.id IS NOT NULL THEN 'running' END
$$;

-- A proposed set is current at no time. From here on a set that is has no end before its cut-over, and only that gives it one.
ALTER TABLE view_set ALTER current_during DROP NOT NULL;
CREATE OR REPLACE FUNCTION view_set_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.views, NEW.service_code, NEW.viewing_organisation_id) IS DISTINCT FROM (OLD.views, OLD.service_code, OLD.viewing_organisation_id) THEN
    RAISE EXCEPTION 'the views of a set never change' USING ERRCODE = 'P0001', CONSTRAINT = 'view_set_fixed';
  END IF;
  IF NEW.views IS DISTINCT FROM (SELECT array_agg(code ORDER BY position) FROM service_view WHERE service_code = NEW.service_code AND code = ANY (NEW.views)) THEN
    RAISE EXCEPTION 'a view set holds views of its service, each once, in order' USING ERRCODE = 'P0001', CONSTRAINT = 'view_set_of_service';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.current_during IS DISTINCT FROM OLD.current_during AND NOT EXISTS (
    SELECT FROM view_set_proposal WHERE cut_over_in = pg_current_xact_id() AND (
      (from_view_set_id = NEW.id AND upper_inf(OLD.current_during) AND NEW.current_during = tstzrange(lower(OLD.current_during), cut_over_at))
      OR (to_view_set_id = NEW.id AND OLD.current_during IS NULL AND NEW.current_during = tstzrange(cut_over_at, NULL)))) THEN
    RAISE EXCEPTION 'only a cut-over ends a set, or begins one that was proposed' USING ERRCODE = 'P0001', CONSTRAINT = 'view_set_cuts_over';
  END IF;
  RETURN NEW;
END $$;
GRANT UPDATE (current_during) ON view_set TO accord_api;
CREATE POLICY view_set_cuts_over ON view_set FOR UPDATE USING ((SELECT accord_duty()) = 'approver') WITH CHECK ((SELECT accord_duty()) = 'approver');

-- From the proposing to its end: proposed once, then cut over or given up, once.
CREATE FUNCTION proposal_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF num_nonnulls(NEW.cut_over_at, NEW.given_up_at, NEW.settled_at) > 0 OR NOT EXISTS (SELECT FROM view_set held, view_set proposed
      WHERE held.id = NEW.from_view_set_id AND upper_inf(held.current_during) AND proposed.id = NEW.to_view_set_id AND proposed.current_during IS NULL AND proposed.views <> held.views) THEN
      RAISE EXCEPTION 'a proposal leads from the current set to another' USING ERRCODE = 'P0001', CONSTRAINT = 'proposal_lawful';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.service_code, NEW.viewing_organisation_id, NEW.from_view_set_id, NEW.to_view_set_id, NEW.reason, NEW.proposed_by, NEW.proposed_at, NEW.lapses_at)
    IS DISTINCT FROM (OLD.service_code, OLD.viewing_organisation_id, OLD.from_view_set_id, OLD.to_view_set_id, OLD.reason, OLD.proposed_by, OLD.proposed_at, OLD.lapses_at)
    OR (num_nonnulls(OLD.cut_over_at, OLD.given_up_at) > 0 AND (NEW.cut_over_by, NEW.cut_over_at, NEW.impact_hash, NEW.given_up_by, NEW.given_up_at, NEW.closing_reason)
      IS DISTINCT FROM (OLD.cut_over_by, OLD.cut_over_at, OLD.impact_hash, OLD.given_up_by, OLD.given_up_at, OLD.closing_reason)) THEN
    RAISE EXCEPTION 'what was proposed stays, and ends once' USING ERRCODE = 'P0001', CONSTRAINT = 'proposal_lawful';
  END IF;
  NEW.cut_over_in := OLD.cut_over_in;
  IF NEW.cut_over_at IS NOT NULL AND OLD.cut_over_at IS NULL THEN
    IF accord_at() IS NOT NULL AND NEW.cut_over_at <> accord_at() THEN
      RAISE EXCEPTION 'a cut-over is now' USING ERRCODE = 'P0001', CONSTRAINT = 'proposal_lawful';
    END IF;
    NEW.cut_over_in := pg_current_xact_id();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER view_set_proposal_is_lawful BEFORE INSERT OR UPDATE ON view_set_proposal FOR EACH ROW EXECUTE FUNCTION proposal_lawful();

-- At commit: it was put to every agreement that names the organisation with the set, and to everybody of them from signed to suspended; and a
-- cut-over moved both sets, and everybody who had agreed.
CREATE FUNCTION proposal_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'INSERT' AND EXISTS (
    SELECT FROM (SELECT DISTINCT version.agreement_id AS id FROM agreement_version_consumer named JOIN agreement_version version ON version.id = named.version_id WHERE named.view_set_id = NEW.from_view_set_id) naming
    JOIN sharing_agreement agreement ON agreement.id = naming.id AND agreement.state IN ('open', 'closed')
    JOIN LATERAL (SELECT id, during FROM agreement_version version WHERE version.agreement_id = naming.id AND version.locked_at IS NOT NULL AND NOT (version.proposal_id IS NOT NULL AND awaits_cut_over(version.proposal_id))
      ORDER BY number DESC LIMIT 1) newest ON upper(newest.during) > NEW.proposed_at
    WHERE EXISTS (SELECT FROM agreement_version_consumer WHERE version_id = newest.id AND view_set_id = NEW.from_view_set_id)
      AND NOT EXISTS (SELECT FROM agreement_version asked WHERE asked.agreement_id = naming.id AND asked.proposal_id = NEW.id AND asked.locked_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'an agreement that names the organisation is left out' USING ERRCODE = 'P0001', CONSTRAINT = 'proposal_asks_everybody';
  END IF;
  IF TG_OP = 'INSERT' AND EXISTS (
    SELECT FROM agreement_version asked JOIN participation party ON party.agreement_id = asked.agreement_id AND party.state IN ('signed', 'verified', 'approved', 'live', 'suspended')
    JOIN agreement_version_provider named ON named.version_id = asked.id AND named.provider_ods_code = party.provider_ods_code
    WHERE asked.proposal_id = NEW.id AND NOT EXISTS (SELECT FROM renewal WHERE renewal.participation_id = party.id AND renewal.agreement_version_id = asked.id)
    UNION ALL
    SELECT FROM agreement_version asked JOIN consumer_part party ON party.agreement_id = asked.agreement_id AND party.state IN ('accepted', 'verified', 'approved', 'live', 'suspended')
    JOIN agreement_version_consumer named ON named.version_id = asked.id AND named.consumer_ods_code = party.consumer_ods_code AND named.view_set_id = NEW.to_view_set_id
    WHERE asked.proposal_id = NEW.id AND NOT EXISTS (SELECT FROM renewal WHERE renewal.consumer_part_id = party.id AND renewal.agreement_version_id = asked.id)) THEN
    RAISE EXCEPTION 'somebody who has signed is not asked' USING ERRCODE = 'P0001', CONSTRAINT = 'proposal_asks_everybody';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.cut_over_in = pg_current_xact_id() AND (
    NOT EXISTS (SELECT FROM view_set ended, view_set begun WHERE ended.id = NEW.from_view_set_id AND upper(ended.current_during) = NEW.cut_over_at AND begun.id = NEW.to_view_set_id AND lower(begun.current_during) = NEW.cut_over_at)
    OR EXISTS (SELECT FROM agreement_version asked JOIN renewal ON renewal.agreement_version_id = asked.id AND renewal.state = 'approved' JOIN evidence ON evidence.id = renewal.evidence_id AND evidence.invalidated_at IS NULL
      JOIN sharing_agreement agreement ON agreement.id = asked.agreement_id AND agreement.state IN ('open', 'closed')
      WHERE asked.proposal_id = NEW.id AND lower(asked.during) <= NEW.cut_over_at
        AND (EXISTS (SELECT FROM participation WHERE id = renewal.participation_id AND state IN ('live', 'suspended')) OR EXISTS (SELECT FROM consumer_part WHERE id = renewal.consumer_part_id AND state IN ('live', 'suspended'))))) THEN
    RAISE EXCEPTION 'a cut-over moves both sets and all who agreed' USING ERRCODE = 'P0001', CONSTRAINT = 'cut_over_whole';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER view_set_proposal_is_whole AFTER INSERT OR UPDATE ON view_set_proposal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION proposal_whole();
CREATE CONSTRAINT TRIGGER view_set_proposal_recorded AFTER INSERT OR UPDATE ON view_set_proposal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER view_set_proposal_announced AFTER INSERT OR UPDATE ON view_set_proposal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();

-- Who signs while a proposal runs is asked for it at once.
CREATE FUNCTION asked_while_it_runs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (SELECT FROM agreement_version asked JOIN view_set_proposal proposal ON proposal.id = asked.proposal_id AND proposal.running_during @> accord_at()
    WHERE asked.agreement_id = NEW.agreement_id AND asked.locked_at IS NOT NULL AND NOT EXISTS (SELECT FROM renewal WHERE renewal.agreement_version_id = asked.id AND coalesce(participation_id, consumer_part_id) = NEW.id)
      AND CASE TG_TABLE_NAME WHEN 'participation' THEN EXISTS (SELECT FROM agreement_version_provider WHERE version_id = asked.id AND provider_ods_code = to_jsonb(NEW) ->> 'provider_ods_code')
        ELSE EXISTS (SELECT FROM agreement_version_consumer WHERE version_id = asked.id AND consumer_ods_code = to_jsonb(NEW) ->> 'consumer_ods_code' AND view_set_id = proposal.to_view_set_id) END) THEN
    RAISE EXCEPTION 'who signs while a proposal runs is asked for it' USING ERRCODE = 'P0001', CONSTRAINT = 'proposal_asks_everybody';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER participation_asked AFTER UPDATE ON participation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'signed' AND OLD.state <> 'signed') EXECUTE FUNCTION asked_while_it_runs();
CREATE CONSTRAINT TRIGGER consumer_part_asked AFTER UPDATE ON consumer_part DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'accepted' AND OLD.state <> 'accepted') EXECUTE FUNCTION asked_while_it_runs();

-- What opens for signing names the sets that are current, or, for a proposal, the one proposed; and no other words open beside a proposal.
CREATE OR REPLACE FUNCTION version_locks_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.locked_at IS NULL THEN RETURN NEW; END IF;
  IF EXISTS (SELECT FROM agreement_version_consumer WHERE version_id = NEW.id AND view_set_id IS NULL)
    OR NOT EXISTS (SELECT FROM agreement_version_consumer WHERE version_id = NEW.id) OR NOT EXISTS (SELECT FROM agreement_version_provider WHERE version_id = NEW.id) THEN
    RAISE EXCEPTION 'a version opens for signing with both sides and every view set reserved' USING ERRCODE = 'P0001', CONSTRAINT = 'version_locks_whole';
  END IF;
  IF EXISTS (SELECT FROM agreement_version_consumer named JOIN view_set ON view_set.id = named.view_set_id
    WHERE named.version_id = NEW.id AND upper_inf(view_set.current_during) IS NOT TRUE AND NOT EXISTS (SELECT FROM view_set_proposal WHERE id = NEW.proposal_id AND to_view_set_id = view_set.id)) THEN
    RAISE EXCEPTION 'a version names the sets that are current' USING ERRCODE = 'P0001', CONSTRAINT = 'version_names_current_sets';
  END IF;
  IF EXISTS (SELECT FROM view_set_proposal proposal WHERE proposal.running_during @> accord_at() AND proposal.id IS DISTINCT FROM NEW.proposal_id AND (
      EXISTS (SELECT FROM agreement_version_consumer named WHERE named.version_id = NEW.id AND named.view_set_id = proposal.from_view_set_id)
      OR EXISTS (SELECT FROM agreement_version other WHERE other.agreement_id = NEW.agreement_id AND other.proposal_id = proposal.id))) THEN
    RAISE EXCEPTION 'other views are proposed: nothing else opens for signing meanwhile' USING ERRCODE = 'P0001', CONSTRAINT = 'version_beside_a_proposal';
  END IF;
  RETURN NEW;
END $$;

-- R1, R2. A part shows the set that its version names; what it ever took part by, the pairs of that time rest on.
ALTER TABLE agreement_version_consumer ADD CONSTRAINT agreement_version_consumer_set UNIQUE (version_id, consumer_ods_code, view_set_id);
ALTER TABLE consumer_part ADD CONSTRAINT part_view_set_is_the_signed_one FOREIGN KEY (agreement_version_id, consumer_ods_code, view_set_id)
  REFERENCES agreement_version_consumer (version_id, consumer_ods_code, view_set_id);
GRANT UPDATE (view_set_id) ON consumer_part TO accord_api, accord_worker;
CREATE TABLE consumer_part_terms (
  consumer_part_id uuid NOT NULL REFERENCES consumer_part,
  consumer_ods_code text NOT NULL,
  service_code text NOT NULL,
  agreement_id uuid NOT NULL,
  view_set_id uuid NOT NULL REFERENCES view_set,
  PRIMARY KEY (consumer_part_id, view_set_id),
  CONSTRAINT part_terms_named UNIQUE (consumer_part_id, consumer_ods_code, service_code, agreement_id, view_set_id)
);
CREATE INDEX consumer_part_terms_by_set ON consumer_part_terms (view_set_id);
CREATE FUNCTION keep_part_terms() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO consumer_part_terms VALUES (NEW.id, NEW.consumer_ods_code, NEW.service_code, NEW.agreement_id, NEW.view_set_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER consumer_part_terms_kept AFTER INSERT OR UPDATE ON consumer_part FOR EACH ROW EXECUTE FUNCTION keep_part_terms();
-- Also where a copy of the database is written from another: what is derived is never taken from outside.
ALTER TABLE consumer_part ENABLE ALWAYS TRIGGER consumer_part_terms_kept;
INSERT INTO consumer_part_terms SELECT id, consumer_ods_code, service_code, agreement_id, view_set_id FROM consumer_part;

-- One pair of two sides for each set they have agreed to.
ALTER TABLE pair DROP CONSTRAINT pair_in_the_parts_view_set, DROP CONSTRAINT pair_in_the_proved_view_set, DROP CONSTRAINT pair_pkey;
ALTER TABLE consumer_part DROP CONSTRAINT part_named;
ALTER TABLE participation_terms DROP CONSTRAINT participation_terms_pkey, DROP CONSTRAINT participation_terms_proved, ADD PRIMARY KEY (participation_id, consumer_ods_code, view_set_id);
ALTER TABLE pair ADD PRIMARY KEY (participation_id, consumer_part_id, view_set_id),
  ADD CONSTRAINT pair_in_the_parts_view_set FOREIGN KEY (consumer_part_id, consumer_ods_code, service_code, agreement_id, view_set_id)
    REFERENCES consumer_part_terms (consumer_part_id, consumer_ods_code, service_code, agreement_id, view_set_id),
  ADD CONSTRAINT pair_in_the_proved_view_set FOREIGN KEY (participation_id, consumer_ods_code, view_set_id) REFERENCES participation_terms (participation_id, consumer_ods_code, view_set_id);
CREATE POLICY participation_terms_of_those_who_go_over ON participation_terms FOR INSERT
  WITH CHECK ((SELECT accord_duty()) = 'approver' AND participation_id IN (SELECT id FROM participation WHERE locality_id = ANY ((SELECT accord_localities())::uuid[])));

-- And each only while its set is current. The set's row is held, so that going live and a cut-over cannot pass each other.
CREATE FUNCTION pair_in_current_set() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE standing tstzrange;
BEGIN
  IF TG_TABLE_NAME = 'pair' THEN
    SELECT current_during INTO standing FROM view_set WHERE id = NEW.view_set_id FOR SHARE;
    IF isempty(NEW.held_during) OR NEW.held_during <@ standing THEN RETURN NULL; END IF;
  ELSIF NOT EXISTS (SELECT FROM pair WHERE view_set_id = NEW.id AND NOT held_during <@ coalesce(NEW.current_during, 'empty')) THEN RETURN NULL;
  END IF;
  RAISE EXCEPTION 'a pair is held while its view set is current' USING ERRCODE = 'P0001', CONSTRAINT = 'pair_in_current_set';
END $$;
CREATE CONSTRAINT TRIGGER pair_while_current AFTER INSERT OR UPDATE ON pair DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pair_in_current_set();
CREATE CONSTRAINT TRIGGER view_set_while_current AFTER UPDATE ON view_set DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pair_in_current_set();
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
  -- Suspended, a pair is held still: so it is with the new set too, where it was with the old one until this very cut-over.
  SELECT (provider.state = 'live' AND consumer.state = 'live' OR provider.state IN ('live', 'suspended') AND consumer.state IN ('live', 'suspended') AND EXISTS (
      SELECT FROM pair before JOIN view_set_proposal proposal ON proposal.from_view_set_id = before.view_set_id AND proposal.to_view_set_id = NEW.view_set_id AND proposal.cut_over_in = pg_current_xact_id()
      WHERE before.participation_id = NEW.participation_id AND before.consumer_part_id = NEW.consumer_part_id))
    AND NEW.held_during <@ signed.during AND NOT isempty(NEW.held_during) AND NEW.locality_id = provider.locality_id INTO ok
    FROM participation provider, consumer_part consumer, agreement_version signed
    WHERE provider.id = NEW.participation_id AND consumer.id = NEW.consumer_part_id AND signed.id = provider.agreement_version_id;
  IF ok IS NOT TRUE THEN
    RAISE EXCEPTION 'a pair begins between two live sides, inside the signed dates' USING ERRCODE = 'P0001', CONSTRAINT = 'pair_between_live_sides';
  END IF;
  RETURN NULL;
END $$;

-- What was signed for a proposal goes over in its cut-over or later, and is signed while it runs or after. It is asked of those who take part,
-- also where an agreement is closed: nobody joins by it.
CREATE OR REPLACE FUNCTION widens_lawfully() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE agreement_state text;
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.state = OLD.state OR NEW.state NOT IN ('invited', 'signed', 'accepted', 'verified', 'approved', 'live')) THEN RETURN NEW; END IF;
  SELECT state INTO agreement_state FROM sharing_agreement WHERE id = NEW.agreement_id FOR SHARE;
  -- A participation and the opening of its agreement are written in one transaction, in either order.
  IF NOT (agreement_state = 'open' OR (TG_OP = 'INSERT' AND agreement_state = 'draft') OR (agreement_state = 'closed' AND (NEW.state IN ('verified', 'approved', 'live')
    OR (TG_TABLE_NAME = 'renewal' AND EXISTS (SELECT FROM agreement_version WHERE id = NEW.agreement_version_id AND proposal_id IS NOT NULL))))) THEN
    RAISE EXCEPTION 'the agreement is %', agreement_state USING ERRCODE = 'P0001', CONSTRAINT = 'all_end_with_the_agreement';
  END IF;
  IF NEW.state = 'approved' AND EXISTS (SELECT FROM evidence WHERE id = NEW.evidence_id AND signatory_person_id = NEW.approved_by) THEN
    RAISE EXCEPTION 'the signatory does not approve' USING ERRCODE = 'P0001', CONSTRAINT = 'approved_by_another_than_signed';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION renewal_of_a_proposal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE proposal view_set_proposal;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN RETURN NEW; END IF;
  SELECT held.* INTO proposal FROM agreement_version asked JOIN view_set_proposal held ON held.id = asked.proposal_id WHERE asked.id = NEW.agreement_version_id;
  IF proposal.id IS NULL OR proposal.cut_over_at IS NOT NULL THEN RETURN NEW; END IF;
  IF NEW.state = 'over' THEN
    RAISE EXCEPTION 'what was signed for a proposal waits for its cut-over' USING ERRCODE = 'P0001', CONSTRAINT = 'over_waits_for_the_cut_over';
  END IF;
  IF NEW.state IN ('invited', 'signed', 'accepted') AND NOT proposal.running_during @> NEW.state_at THEN
    RAISE EXCEPTION 'the proposal has lapsed' USING ERRCODE = 'P0001', CONSTRAINT = 'proposal_has_lapsed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER renewal_of_a_proposal BEFORE INSERT OR UPDATE ON renewal FOR EACH ROW EXECUTE FUNCTION renewal_of_a_proposal();

CREATE OR REPLACE FUNCTION part_keeps_what_it_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF (NEW.agreement_version_id, NEW.terms_digest, NEW.drafted_by) IS NOT DISTINCT FROM (OLD.agreement_version_id, OLD.terms_digest, OLD.drafted_by) THEN RETURN NEW; END IF;
  IF NEW.state = 'invited' AND NEW.evidence_id IS NULL AND NEW.agreement_version_id = (SELECT id FROM agreement_version WHERE agreement_id = NEW.agreement_id AND locked_at IS NOT NULL
    AND NOT (proposal_id IS NOT NULL AND awaits_cut_over(proposal_id)) ORDER BY number DESC LIMIT 1) THEN RETURN NEW; END IF;
  IF NEW.state = OLD.state AND EXISTS (SELECT FROM renewal WHERE coalesce(participation_id, consumer_part_id) = NEW.id AND state = 'over' AND over_in = pg_current_xact_id()
    AND (agreement_version_id, terms_digest, drafted_by, evidence_id, submitted_by, verified_by, activation_id, approved_by) =
      (NEW.agreement_version_id, NEW.terms_digest, NEW.drafted_by, NEW.evidence_id, NEW.submitted_by, NEW.verified_by, NEW.activation_id, NEW.approved_by)) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a part keeps what it signed until what was signed anew goes over' USING ERRCODE = 'P0001', CONSTRAINT = 'part_keeps_what_it_signed';
END $$;

-- R6. A proposed set and a pair of a set leave behind what they were, each under its own.
CREATE OR REPLACE FUNCTION keep_past() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  CASE TG_TABLE_NAME
  WHEN 'participation' THEN
    INSERT INTO past_row (kind, subject, image, until_at)
    SELECT 'participation', was.id, jsonb_build_object('state', was.state, 'state_at', was.state_at, 'agreement_version_id', was.agreement_version_id, 'evidence_id', was.evidence_id),
      coalesce(accord_at(), becomes.state_at)
    FROM was JOIN becomes USING (id)
    WHERE (was.state, was.state_at, was.agreement_version_id, was.evidence_id) IS DISTINCT FROM (becomes.state, becomes.state_at, becomes.agreement_version_id, becomes.evidence_id);
  WHEN 'consumer_part' THEN
    INSERT INTO past_row (kind, subject, image, until_at)
    SELECT 'consumer_part', was.id, jsonb_build_object('state', was.state, 'state_at', was.state_at, 'agreement_version_id', was.agreement_version_id, 'evidence_id', was.evidence_id,
      'view_set_id', was.view_set_id), coalesce(accord_at(), becomes.state_at)
    FROM was JOIN becomes USING (id)
    WHERE (was.state, was.state_at, was.agreement_version_id, was.evidence_id, was.view_set_id)
      IS DISTINCT FROM (becomes.state, becomes.state_at, becomes.agreement_version_id, becomes.evidence_id, becomes.view_set_id);
  WHEN 'pair' THEN
    INSERT INTO past_row (kind, subject, image, until_at)
    SELECT 'pair', was.participation_id || ' ' || was.consumer_part_id, jsonb_build_object('held_during', was.held_during, 'view_set_id', was.view_set_id),
      coalesce(accord_at(), least(upper(was.held_during), upper(becomes.held_during)), was.recorded_at)
    FROM was JOIN becomes USING (participation_id, consumer_part_id, view_set_id)
    WHERE was.held_during IS DISTINCT FROM becomes.held_during;
  WHEN 'view_set' THEN
    INSERT INTO past_row (kind, subject, image, until_at)
    SELECT 'view_set', was.id, jsonb_build_object('current_during', was.current_during), coalesce(accord_at(), lower(becomes.current_during), was.recorded_at)
    FROM was JOIN becomes USING (id) WHERE was.current_during IS DISTINCT FROM becomes.current_during;
  WHEN 'organisation' THEN
    INSERT INTO past_row (kind, subject, image, until_at)
    SELECT 'organisation', was.ods_code, jsonb_build_object('status', was.status, 'closed_on', was.closed_on, 'edition_on', was.edition_on, 'recorded_at', was.recorded_at),
      coalesce(accord_at(), becomes.recorded_at)
    FROM was JOIN becomes USING (ods_code) WHERE (was.status, was.closed_on) IS DISTINCT FROM (becomes.status, becomes.closed_on);
  END CASE;
  RETURN NULL;
END $$;

-- Which agreements a cut-over of a set touches: those whose newest words name it, and those where pairs are held by it still. Looks past the
-- fence, because who proposes must serve all of them and be told where they do not; answers staff alone.
CREATE FUNCTION agreements_of_view_set(wanted uuid, at timestamptz) RETURNS TABLE (agreement_id uuid, locality_id uuid, is_named boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT agreement.id, agreement.locality_id, newest.id IS NOT NULL
  FROM (SELECT DISTINCT version.agreement_id AS id FROM agreement_version_consumer named JOIN agreement_version version ON version.id = named.version_id AND version.locked_at IS NOT NULL WHERE named.view_set_id = wanted) naming
  JOIN sharing_agreement agreement ON agreement.id = naming.id AND agreement.state IN ('open', 'closed')
  LEFT JOIN LATERAL (SELECT newest.id FROM (SELECT version.id, version.during FROM agreement_version version WHERE version.agreement_id = naming.id AND version.locked_at IS NOT NULL
      AND NOT (version.proposal_id IS NOT NULL AND awaits_cut_over(version.proposal_id)) ORDER BY version.number DESC LIMIT 1) newest
    JOIN agreement_version_consumer named ON named.version_id = newest.id AND named.view_set_id = wanted WHERE upper(newest.during) > at LIMIT 1) newest ON true
  WHERE accord_duty() IN ('activation-officer', 'approver', 'worker')
    AND (newest.id IS NOT NULL OR EXISTS (SELECT FROM pair WHERE pair.view_set_id = wanted AND pair.agreement_id = agreement.id AND upper(pair.held_during) > at))
$$;
REVOKE EXECUTE ON FUNCTION agreements_of_view_set(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agreements_of_view_set(uuid, timestamptz) TO accord_api, accord_worker;
CREATE FUNCTION accord_serves_view_set(wanted uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM agreements_of_view_set(wanted, accord_at()) touched WHERE NOT touched.locality_id = ANY (accord_localities()))
$$;

GRANT SELECT ON view_set_proposal, consumer_part_terms TO accord_api, accord_worker, accord_publisher, accord_audit_reader;
GRANT INSERT ON view_set_proposal TO accord_api;
GRANT UPDATE (cut_over_by, cut_over_at, impact_hash, given_up_by, given_up_at, closing_reason, settled_at) ON view_set_proposal TO accord_api;
GRANT UPDATE (settled_at) ON view_set_proposal TO accord_worker;

-- R9. Staff see every proposal, as they see every set; others those that ask in an agreement of theirs, or are about their views.
ALTER TABLE view_set_proposal ENABLE ROW LEVEL SECURITY; ALTER TABLE view_set_proposal FORCE ROW LEVEL SECURITY;
ALTER TABLE consumer_part_terms ENABLE ROW LEVEL SECURITY; ALTER TABLE consumer_part_terms FORCE ROW LEVEL SECURITY;
CREATE POLICY view_set_proposal_owner ON view_set_proposal TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY consumer_part_terms_owner ON consumer_part_terms TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY view_set_proposal_publisher ON view_set_proposal FOR SELECT TO accord_publisher USING (true);
CREATE POLICY consumer_part_terms_publisher ON consumer_part_terms FOR SELECT TO accord_publisher USING (true);
CREATE POLICY consumer_part_terms_mine ON consumer_part_terms FOR SELECT USING ((SELECT accord_reads_nation()) OR agreement_id IN (SELECT agreement_id FROM agreement_party));
-- An officer proposes or gives up, an approver cuts over, each in their own name and serving every locality it touches; what has lapsed is settled.
CREATE POLICY view_set_proposal_mine ON view_set_proposal
  USING ((SELECT accord_duty()) IN ('activation-officer', 'approver') OR (SELECT accord_reads_nation())
    OR viewing_organisation_id IN (SELECT viewing_organisation_id FROM viewing_organisation_member WHERE ods_code = (SELECT accord_ods()))
    OR id IN (SELECT proposal_id FROM agreement_version WHERE proposal_id IS NOT NULL))
  WITH CHECK (((SELECT accord_duty()) = 'activation-officer' AND cut_over_at IS NULL AND accord_serves_view_set(from_view_set_id)
      AND (given_up_by = (SELECT accord_person()) OR (given_up_at IS NULL AND (proposed_by = (SELECT accord_person()) OR lapses_at <= accord_at()))))
    OR ((SELECT accord_duty()) = 'approver' AND cut_over_by = (SELECT accord_person()) AND accord_serves_view_set(from_view_set_id))
    OR ((SELECT accord_duty()) = 'worker' AND cut_over_at IS NULL AND given_up_at IS NULL));
ALTER POLICY view_set_mine ON view_set
  USING ((SELECT accord_duty()) IN ('activation-officer', 'approver') OR (SELECT accord_reads_nation())
    OR viewing_organisation_id IN (SELECT viewing_organisation_id FROM viewing_organisation_member WHERE ods_code = (SELECT accord_ods()))
    OR id IN (SELECT view_set_id FROM consumer_part_terms) OR id IN (SELECT to_view_set_id FROM view_set_proposal));
