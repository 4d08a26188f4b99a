-- 0030-agreements-proposals-that-began-later.sql
-- R1. A transaction bears the instant at which it began, and has its turn when it holds what it waits for: a proposal that stands already may
-- bear a later instant than whoever comes after it. Read from its dates it would not run yet, so a second one could be put to the same parties,
-- and who signs then would not be asked. So what opens, signs and asks goes by its state: proposed is running until it is over. And one that
-- was given up is over, at whatever instant. Replaces three functions, and that of
-- pairs (R4), which never looked whether the viewing organisation is just leaving; locks nothing.
CREATE OR REPLACE FUNCTION asked_while_it_runs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (SELECT FROM agreement_version asked JOIN view_set_proposal proposal ON proposal.id = asked.proposal_id AND proposal_state(proposal, accord_at()) = 'running'
    WHERE asked.agreement_id = NEW.agreement_id AND asked.locked_at IS NOT NULL AND NOT EXISTS (SELECT FROM renewal WHERE renewal.agreement_version_id = asked.id AND coalesce(participation_id, consumer_part_id) = NEW.id)
      AND CASE TG_TABLE_NAME WHEN 'participation' THEN EXISTS (SELECT FROM agreement_version_provider WHERE version_id = asked.id AND provider_ods_code = to_jsonb(NEW) ->> 'provider_ods_code')
        ELSE EXISTS (SELECT FROM agreement_version_consumer WHERE version_id = asked.id AND consumer_ods_code = to_jsonb(NEW) ->> 'consumer_ods_code' AND view_set_id = proposal.to_view_set_id) END) THEN
    RAISE EXCEPTION 'who signs while a proposal runs is asked for it' USING ERRCODE = 'P0001', CONSTRAINT = 'proposal_asks_everybody';
  END IF;
  RETURN NULL;
END $$;

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
  IF EXISTS (SELECT FROM view_set_proposal proposal WHERE proposal_state(proposal, accord_at()) = 'running' AND proposal.id IS DISTINCT FROM NEW.proposal_id AND (
      EXISTS (SELECT FROM agreement_version_consumer named WHERE named.version_id = NEW.id AND named.view_set_id = proposal.from_view_set_id)
      OR EXISTS (SELECT FROM agreement_version other WHERE other.agreement_id = NEW.agreement_id AND other.proposal_id = proposal.id))) THEN
    RAISE EXCEPTION 'other views are proposed: nothing else opens for signing meanwhile' USING ERRCODE = 'P0001', CONSTRAINT = 'version_beside_a_proposal';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION renewal_of_a_proposal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE proposal view_set_proposal;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN RETURN NEW; END IF;
  SELECT held.* INTO proposal FROM agreement_version asked JOIN view_set_proposal held ON held.id = asked.proposal_id WHERE asked.id = NEW.agreement_version_id;
  IF proposal.id IS NULL OR proposal.cut_over_at IS NOT NULL THEN RETURN NEW; END IF;
  IF NEW.state = 'over' THEN
    RAISE EXCEPTION 'what was signed for a proposal waits for its cut-over' USING ERRCODE = 'P0001', CONSTRAINT = 'over_waits_for_the_cut_over';
  END IF;
  IF NEW.state IN ('invited', 'signed', 'accepted') AND proposal_state(proposal, NEW.state_at) <> 'running' THEN
    RAISE EXCEPTION 'the proposal has lapsed' USING ERRCODE = 'P0001', CONSTRAINT = 'proposal_has_lapsed';
  END IF;
  RETURN NEW;
END $$;

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
  -- The part is held: who leaves sees this pair and lets go of it, or has left already. A key to its row did so until pairs came to rest on what it agreed to.
  PERFORM FROM consumer_part WHERE id = NEW.consumer_part_id FOR SHARE;
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
