-- 0028-agreements-proposals-that-began-later.sql
-- R1. A transaction bears the instant at which it began, and has its turn when it holds what it waits for: a proposal that stands already may
-- bear a later instant than whoever comes after it. Read from its dates it would not run yet, so a second one could be put to the same parties,
-- and who signs then would not be asked. So what opens, signs and asks goes by its state: proposed is running until it is over. And one that
-- was given up is over, at whatever instant. Replaces three functions; locks nothing.
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
