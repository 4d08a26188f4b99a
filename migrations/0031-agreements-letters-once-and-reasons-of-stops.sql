-- 0031-agreements-letters-once-and-reasons-of-stops.sql
-- R2, R5. One letter is taken in once for one practice and campaign, however often its page is sent; one that was rejected may come again, read
-- more carefully. And whose reason of a stop is told to whom is said here alone. Locks nothing.
CREATE FUNCTION letter_taken_in_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  -- The practice's line is held: two who take the same letter in side by side would not see each other.
  PERFORM FROM campaign_practice WHERE campaign_id = NEW.campaign_id AND provider_ods_code = NEW.provider_ods_code FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM campaign_instruction before JOIN evidence kept ON kept.id = before.evidence_id AND kept.state IN ('received', 'checked', 'verified') AND kept.invalidated_at IS NULL
    WHERE before.campaign_id = NEW.campaign_id AND before.provider_ods_code = NEW.provider_ods_code AND before.evidence_id <> NEW.evidence_id
      AND kept.document_sha256 = (SELECT document_sha256 FROM evidence WHERE id = NEW.evidence_id)) THEN
    RAISE EXCEPTION 'this letter has been taken in' USING ERRCODE = 'P0001', CONSTRAINT = 'letter_taken_in_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER campaign_instruction_once BEFORE INSERT ON campaign_instruction FOR EACH ROW EXECUTE FUNCTION letter_taken_in_once();

-- Staff's reasons are told to whom they concern; those of a side stay with it, with staff and with auditors of the nation.
CREATE FUNCTION accord_reads_stop_reason(imposed_side text, imposed_for text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT imposed_side = 'staff' OR imposed_for = accord_ods() OR accord_duty() IN ('activation-officer', 'approver', 'auditor-national', 'worker')
$$;
