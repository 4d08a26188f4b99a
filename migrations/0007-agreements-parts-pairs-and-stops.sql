-- 0007-agreements-parts-pairs-and-stops.sql
CREATE TABLE sharing_agreement (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE CHECK (reference ~ '^[A-Z0-9][A-Z0-9-]{3,63}$'),
  service_code text NOT NULL REFERENCES service,
  locality_id uuid NOT NULL REFERENCES locality,
  state text NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'ended', 'discarded')),
  drafted_by uuid NOT NULL REFERENCES person,
  drafted_at timestamptz NOT NULL,
  opened_at timestamptz,
  ended_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT sharing_agreement_named UNIQUE (id, service_code)
);
CREATE TABLE agreement_version (
  id uuid PRIMARY KEY,
  agreement_id uuid NOT NULL REFERENCES sharing_agreement,
  number integer NOT NULL CHECK (number >= 1),
  title text NOT NULL,
  purpose text NOT NULL,
  purpose_class text NOT NULL CHECK (purpose_class IN ('direct-care', 'secondary')),
  lawful_basis text NOT NULL,
  clauses text[] NOT NULL,
  begins_on date NOT NULL,
  review_on date NOT NULL,
  ends_on date NOT NULL,
  -- The same dates as instants: from midnight in London to the midnight after the end date (R6).
  during tstzrange NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL AND upper(during) IS NOT NULL),
  drafted_by uuid NOT NULL REFERENCES person,
  locked_at timestamptz,
  document_sha256 text,
  recorded_at timestamptz NOT NULL,
  UNIQUE (agreement_id, number),
  CONSTRAINT agreement_version_of UNIQUE (id, agreement_id),
  CONSTRAINT agreement_version_drafted UNIQUE (id, drafted_by),
  CONSTRAINT agreement_version_in_london CHECK (during = tstzrange(begins_on::timestamp AT TIME ZONE 'Europe/London', (ends_on + 1)::timestamp AT TIME ZONE 'Europe/London')),
  CONSTRAINT agreement_version_dates CHECK (begins_on <= review_on AND review_on <= ends_on)
);
CREATE TABLE agreement_version_provider (
  version_id uuid NOT NULL REFERENCES agreement_version,
  provider_ods_code text NOT NULL REFERENCES organisation,
  PRIMARY KEY (version_id, provider_ods_code)
);
CREATE TABLE agreement_version_consumer (
  version_id uuid NOT NULL REFERENCES agreement_version,
  consumer_ods_code text NOT NULL REFERENCES organisation,
  views text[] NOT NULL CHECK (cardinality(views) > 0),
  view_set_id uuid REFERENCES view_set,
  PRIMARY KEY (version_id, consumer_ods_code)
);
ALTER TABLE evidence ADD FOREIGN KEY (agreement_version_id, agreement_id) REFERENCES agreement_version (id, agreement_id);
ALTER TABLE view_set ADD FOREIGN KEY (reserved_by_agreement_id) REFERENCES sharing_agreement;

-- A version is what people sign: once open for signing, no running role and no owner changes it.
CREATE FUNCTION locked_version_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE locked timestamptz; is_version boolean := TG_TABLE_NAME = 'agreement_version';
BEGIN
  IF is_version THEN locked := OLD.locked_at;
  ELSIF TG_OP = 'INSERT' THEN SELECT locked_at INTO locked FROM agreement_version WHERE id = NEW.version_id;
  ELSIF TG_OP = 'DELETE' THEN SELECT locked_at INTO locked FROM agreement_version WHERE id = OLD.version_id;
  ELSE SELECT max(locked_at) INTO locked FROM agreement_version WHERE id IN (OLD.version_id, NEW.version_id); END IF;
  IF locked IS NOT NULL THEN
    RAISE EXCEPTION 'an agreement version open for signing is immutable' USING ERRCODE = 'P0001', CONSTRAINT = 'signed_version_immutable';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER agreement_version_locked BEFORE UPDATE OR DELETE ON agreement_version FOR EACH ROW EXECUTE FUNCTION locked_version_stays();
CREATE TRIGGER agreement_version_provider_locked BEFORE INSERT OR UPDATE OR DELETE ON agreement_version_provider FOR EACH ROW EXECUTE FUNCTION locked_version_stays();
CREATE TRIGGER agreement_version_consumer_locked BEFORE INSERT OR UPDATE OR DELETE ON agreement_version_consumer FOR EACH ROW EXECUTE FUNCTION locked_version_stays();

-- R1. What people read beside a consumer's name is the set reserved for it, view for view; nothing is opened for signing before that.
CREATE FUNCTION version_shows_the_view_set() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.view_set_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM view_set
    JOIN viewing_organisation_member member ON member.viewing_organisation_id = view_set.viewing_organisation_id AND member.ods_code = NEW.consumer_ods_code
    JOIN agreement_version version ON version.id = NEW.version_id
    JOIN sharing_agreement agreement ON agreement.id = version.agreement_id AND agreement.service_code = view_set.service_code
    WHERE view_set.id = NEW.view_set_id AND view_set.views = NEW.views) THEN
    RAISE EXCEPTION 'the version shows other views than the set it names' USING ERRCODE = 'P0001', CONSTRAINT = 'version_shows_the_view_set';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_version_consumer_shows BEFORE INSERT OR UPDATE ON agreement_version_consumer FOR EACH ROW EXECUTE FUNCTION version_shows_the_view_set();
CREATE FUNCTION version_locks_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.locked_at IS NOT NULL AND (EXISTS (SELECT FROM agreement_version_consumer WHERE version_id = NEW.id AND view_set_id IS NULL)
    OR NOT EXISTS (SELECT FROM agreement_version_consumer WHERE version_id = NEW.id) OR NOT EXISTS (SELECT FROM agreement_version_provider WHERE version_id = NEW.id)) THEN
    RAISE EXCEPTION 'a version opens for signing with both sides and every view set reserved' USING ERRCODE = 'P0001', CONSTRAINT = 'version_locks_whole';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_version_locks_whole BEFORE INSERT OR UPDATE ON agreement_version FOR EACH ROW EXECUTE FUNCTION version_locks_whole();

-- Design section 5: any move not listed here is refused.
CREATE TABLE lawful_move (kind text NOT NULL, from_state text NOT NULL, to_state text NOT NULL, PRIMARY KEY (kind, from_state, to_state));
INSERT INTO lawful_move VALUES
  ('agreement', 'draft', 'open'), ('agreement', 'draft', 'discarded'), ('agreement', 'open', 'closed'), ('agreement', 'open', 'ended'), ('agreement', 'closed', 'ended'),
  ('participation', 'invited', 'signed'), ('participation', 'invited', 'declined'),
  ('participation', 'signed', 'rejected'), ('participation', 'verified', 'rejected'), ('participation', 'rejected', 'invited'),
  ('participation', 'signed', 'verified'), ('participation', 'verified', 'approved'), ('participation', 'approved', 'live'),
  ('participation', 'live', 'suspended'), ('participation', 'suspended', 'live'),
  ('participation', 'signed', 'withdrawn'), ('participation', 'verified', 'withdrawn'), ('participation', 'approved', 'withdrawn'),
  ('participation', 'live', 'withdrawn'), ('participation', 'suspended', 'withdrawn'),
  ('part', 'invited', 'accepted'), ('part', 'invited', 'declined'), ('part', 'accepted', 'rejected'), ('part', 'verified', 'rejected'), ('part', 'rejected', 'invited'),
  ('part', 'accepted', 'verified'), ('part', 'verified', 'approved'), ('part', 'approved', 'live'), ('part', 'live', 'suspended'), ('part', 'suspended', 'live'),
  ('part', 'accepted', 'left'), ('part', 'verified', 'left'), ('part', 'approved', 'left'), ('part', 'live', 'left'), ('part', 'suspended', 'left');
CREATE FUNCTION moves_lawfully() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE first_state text := CASE TG_ARGV[0] WHEN 'agreement' THEN 'draft' ELSE 'invited' END;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> first_state THEN
      RAISE EXCEPTION 'a % begins %', TG_ARGV[0], first_state USING ERRCODE = 'P0001', CONSTRAINT = 'lawful_moves_only';
    END IF;
  ELSIF NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM lawful_move WHERE kind = TG_ARGV[0] AND from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'a % does not go from % to %', TG_ARGV[0], OLD.state, NEW.state USING ERRCODE = 'P0001', CONSTRAINT = 'lawful_moves_only';
  END IF;
  RETURN NEW;
END $$;

-- One provider's part (R2, R3 in columns: a CHECK passes when a side is NULL, so each state says whom it needs).
CREATE TABLE participation (
  id uuid PRIMARY KEY,
  agreement_id uuid NOT NULL,
  agreement_version_id uuid NOT NULL,
  service_code text NOT NULL,
  locality_id uuid NOT NULL REFERENCES locality,
  provider_ods_code text NOT NULL REFERENCES organisation,
  state text NOT NULL CHECK (state IN ('invited', 'signed', 'declined', 'rejected', 'verified', 'approved', 'live', 'suspended', 'withdrawn')),
  -- Service, clauses, purposes, dates and consumers with view sets, as this provider signs them.
  terms_digest text NOT NULL,
  evidence_id uuid,
  drafted_by uuid NOT NULL,
  submitted_by uuid REFERENCES person,
  verified_by uuid REFERENCES person,
  activation_id uuid,
  approved_by uuid REFERENCES person,
  live_at timestamptz,
  state_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  -- What the evidence must be by now: verified from the moment the participation is.
  evidence_state text GENERATED ALWAYS AS (CASE WHEN state IN ('verified', 'approved', 'live', 'suspended') THEN 'verified' END) STORED,
  evidence_side text GENERATED ALWAYS AS ('provider') STORED,
  FOREIGN KEY (agreement_id, service_code) REFERENCES sharing_agreement (id, service_code),
  FOREIGN KEY (agreement_version_id, agreement_id) REFERENCES agreement_version (id, agreement_id),
  FOREIGN KEY (agreement_version_id, drafted_by) REFERENCES agreement_version (id, drafted_by),
  FOREIGN KEY (agreement_version_id, provider_ods_code) REFERENCES agreement_version_provider (version_id, provider_ods_code),
  CONSTRAINT participation_evidence_verified FOREIGN KEY (evidence_id, evidence_side, provider_ods_code, terms_digest, evidence_state, submitted_by, verified_by)
    REFERENCES evidence (id, side, ods_code, terms_digest, state, submitted_by, verified_by) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT participation_named UNIQUE (id, provider_ods_code, service_code, agreement_id),
  CONSTRAINT participation_stopped UNIQUE (id, agreement_id, provider_ods_code),
  CONSTRAINT participation_signed_with_evidence CHECK (state IN ('invited', 'declined', 'withdrawn') OR (evidence_id IS NOT NULL AND submitted_by IS NOT NULL)),
  CONSTRAINT participation_verified_by_another CHECK (state NOT IN ('verified', 'approved', 'live', 'suspended')
    OR (verified_by IS NOT NULL AND verified_by <> submitted_by AND verified_by <> drafted_by)),
  CONSTRAINT participation_approved_by_a_third CHECK (state NOT IN ('approved', 'live', 'suspended')
    OR (approved_by IS NOT NULL AND activation_id IS NOT NULL AND approved_by <> submitted_by AND approved_by <> verified_by AND approved_by <> drafted_by)),
  CONSTRAINT participation_live_since CHECK (state NOT IN ('live', 'suspended') OR live_at IS NOT NULL)
);
-- Rejoining is a new invitation, so a withdrawn or declined one may stand beside it.
CREATE UNIQUE INDEX participation_once ON participation (agreement_id, provider_ods_code) WHERE state NOT IN ('withdrawn', 'declined');
CREATE INDEX participation_by_provider ON participation (provider_ods_code);
CREATE INDEX participation_by_locality ON participation (locality_id);
CREATE INDEX participation_by_evidence ON participation (evidence_id);

CREATE TABLE consumer_part (
  id uuid PRIMARY KEY,
  agreement_id uuid NOT NULL,
  agreement_version_id uuid NOT NULL,
  service_code text NOT NULL,
  locality_id uuid NOT NULL REFERENCES locality,
  consumer_ods_code text NOT NULL REFERENCES organisation,
  viewing_organisation_id uuid NOT NULL,
  view_set_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('invited', 'accepted', 'declined', 'rejected', 'verified', 'approved', 'live', 'suspended', 'left')),
  terms_digest text NOT NULL,
  evidence_id uuid,
  drafted_by uuid NOT NULL,
  submitted_by uuid REFERENCES person,
  verified_by uuid REFERENCES person,
  activation_id uuid,
  approved_by uuid REFERENCES person,
  live_at timestamptz,
  state_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  evidence_state text GENERATED ALWAYS AS (CASE WHEN state IN ('verified', 'approved', 'live', 'suspended') THEN 'verified' END) STORED,
  evidence_side text GENERATED ALWAYS AS ('consumer') STORED,
  FOREIGN KEY (agreement_id, service_code) REFERENCES sharing_agreement (id, service_code),
  FOREIGN KEY (agreement_version_id, agreement_id) REFERENCES agreement_version (id, agreement_id),
  FOREIGN KEY (agreement_version_id, drafted_by) REFERENCES agreement_version (id, drafted_by),
  FOREIGN KEY (agreement_version_id, consumer_ods_code) REFERENCES agreement_version_consumer (version_id, consumer_ods_code),
  FOREIGN KEY (consumer_ods_code, viewing_organisation_id) REFERENCES viewing_organisation_member (ods_code, viewing_organisation_id),
  -- R1: the set is this viewing organisation's set of this service, and no other.
  CONSTRAINT part_view_set_is_the_consumers FOREIGN KEY (view_set_id, service_code, viewing_organisation_id) REFERENCES view_set (id, service_code, viewing_organisation_id),
  CONSTRAINT part_evidence_verified FOREIGN KEY (evidence_id, evidence_side, consumer_ods_code, terms_digest, evidence_state, submitted_by, verified_by)
    REFERENCES evidence (id, side, ods_code, terms_digest, state, submitted_by, verified_by) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT part_named UNIQUE (id, consumer_ods_code, service_code, agreement_id, view_set_id),
  CONSTRAINT part_stopped UNIQUE (id, agreement_id, consumer_ods_code),
  CONSTRAINT part_accepted_with_evidence CHECK (state IN ('invited', 'declined', 'left') OR (evidence_id IS NOT NULL AND submitted_by IS NOT NULL)),
  CONSTRAINT part_verified_by_another CHECK (state NOT IN ('verified', 'approved', 'live', 'suspended')
    OR (verified_by IS NOT NULL AND verified_by <> submitted_by AND verified_by <> drafted_by)),
  CONSTRAINT part_approved_by_a_third CHECK (state NOT IN ('approved', 'live', 'suspended')
    OR (approved_by IS NOT NULL AND activation_id IS NOT NULL AND approved_by <> submitted_by AND approved_by <> verified_by AND approved_by <> drafted_by)),
  CONSTRAINT part_live_since CHECK (state NOT IN ('live', 'suspended') OR live_at IS NOT NULL)
);
CREATE UNIQUE INDEX consumer_part_once ON consumer_part (agreement_id, consumer_ods_code) WHERE state NOT IN ('left', 'declined');
CREATE INDEX consumer_part_by_consumer ON consumer_part (consumer_ods_code);
CREATE INDEX consumer_part_by_locality ON consumer_part (locality_id);

CREATE TRIGGER sharing_agreement_moves BEFORE INSERT OR UPDATE ON sharing_agreement FOR EACH ROW EXECUTE FUNCTION moves_lawfully('agreement');
CREATE TRIGGER participation_moves BEFORE INSERT OR UPDATE ON participation FOR EACH ROW EXECUTE FUNCTION moves_lawfully('participation');
CREATE TRIGGER consumer_part_moves BEFORE INSERT OR UPDATE ON consumer_part FOR EACH ROW EXECUTE FUNCTION moves_lawfully('part');

-- All end with the agreement: nothing widens under one that is no longer open, nobody joins one that is closed. Its row is held, so that
-- ending it and going live cannot pass each other. And whoever signed approves nothing of it (R3), also where somebody else uploaded.
CREATE FUNCTION widens_lawfully() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE agreement_state text;
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.state = OLD.state OR NEW.state NOT IN ('invited', 'signed', 'accepted', 'verified', 'approved', 'live')) THEN RETURN NEW; END IF;
  SELECT state INTO agreement_state FROM sharing_agreement WHERE id = NEW.agreement_id FOR SHARE;
  -- A participation and the opening of its agreement are written in one transaction, in either order.
  IF NOT (agreement_state = 'open' OR (TG_OP = 'INSERT' AND agreement_state = 'draft') OR (agreement_state = 'closed' AND NEW.state IN ('verified', 'approved', 'live'))) THEN
    RAISE EXCEPTION 'the agreement is %', agreement_state USING ERRCODE = 'P0001', CONSTRAINT = 'all_end_with_the_agreement';
  END IF;
  IF NEW.state = 'approved' AND EXISTS (SELECT FROM evidence WHERE id = NEW.evidence_id AND signatory_person_id = NEW.approved_by) THEN
    RAISE EXCEPTION 'the signatory does not approve' USING ERRCODE = 'P0001', CONSTRAINT = 'approved_by_another_than_signed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER participation_widens BEFORE INSERT OR UPDATE ON participation FOR EACH ROW EXECUTE FUNCTION widens_lawfully();
CREATE TRIGGER consumer_part_widens BEFORE INSERT OR UPDATE ON consumer_part FOR EACH ROW EXECUTE FUNCTION widens_lawfully();

-- Who is party to what, kept apart so that row-level security of the tables above can ask it without going in a ring.
CREATE TABLE agreement_party (
  agreement_id uuid NOT NULL REFERENCES sharing_agreement,
  ods_code text NOT NULL,
  side text NOT NULL CHECK (side IN ('provider', 'consumer')),
  locality_id uuid NOT NULL,
  PRIMARY KEY (agreement_id, ods_code, side)
);
CREATE INDEX agreement_party_by_organisation ON agreement_party (ods_code);
CREATE INDEX agreement_party_by_locality ON agreement_party (locality_id);
CREATE FUNCTION keep_agreement_party() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_TABLE_NAME = 'participation' THEN
    INSERT INTO agreement_party VALUES (NEW.agreement_id, NEW.provider_ods_code, 'provider', NEW.locality_id) ON CONFLICT DO NOTHING;
  ELSE
    INSERT INTO agreement_party VALUES (NEW.agreement_id, NEW.consumer_ods_code, 'consumer', NEW.locality_id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER participation_is_party AFTER INSERT ON participation FOR EACH ROW EXECUTE FUNCTION keep_agreement_party();
CREATE TRIGGER consumer_part_is_party AFTER INSERT ON consumer_part FOR EACH ROW EXECUTE FUNCTION keep_agreement_party();

-- The view set each participation's evidence proves, per consumer (R1, R2).
CREATE TABLE participation_terms (
  participation_id uuid NOT NULL REFERENCES participation,
  consumer_ods_code text NOT NULL,
  view_set_id uuid NOT NULL REFERENCES view_set,
  PRIMARY KEY (participation_id, consumer_ods_code),
  CONSTRAINT participation_terms_proved UNIQUE (participation_id, consumer_ods_code, view_set_id)
);
CREATE FUNCTION terms_are_the_signed_ones() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM participation JOIN agreement_version_consumer signed ON signed.version_id = participation.agreement_version_id
    WHERE participation.id = NEW.participation_id AND signed.consumer_ods_code = NEW.consumer_ods_code AND signed.view_set_id = NEW.view_set_id) THEN
    RAISE EXCEPTION 'the version signed names no such consumer with that view set' USING ERRCODE = 'P0001', CONSTRAINT = 'terms_are_the_signed_ones';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER participation_terms_signed BEFORE INSERT OR UPDATE ON participation_terms FOR EACH ROW EXECUTE FUNCTION terms_are_the_signed_ones();

-- R4. A pair is held from the moment both sides first are live until either leaves for good; suspended, it is held still, so that
-- resuming meets nobody in its place. The two keys make provider and consumer agree on one view set.
CREATE TABLE pair (
  participation_id uuid NOT NULL,
  consumer_part_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  service_code text NOT NULL,
  provider_ods_code text NOT NULL,
  consumer_ods_code text NOT NULL,
  view_set_id uuid NOT NULL,
  locality_id uuid NOT NULL,
  -- Empty when let go before it began: nothing may block a withdrawal.
  CONSTRAINT nobody_shares_with_themselves CHECK (provider_ods_code <> consumer_ods_code),
  held_during tstzrange NOT NULL CONSTRAINT pair_bounded CHECK (isempty(held_during) OR (lower_inc(held_during) AND upper(held_during) IS NOT NULL AND NOT upper_inc(held_during))),
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (participation_id, consumer_part_id),
  FOREIGN KEY (participation_id, provider_ods_code, service_code, agreement_id) REFERENCES participation (id, provider_ods_code, service_code, agreement_id),
  CONSTRAINT pair_in_the_parts_view_set FOREIGN KEY (consumer_part_id, consumer_ods_code, service_code, agreement_id, view_set_id)
    REFERENCES consumer_part (id, consumer_ods_code, service_code, agreement_id, view_set_id),
  CONSTRAINT pair_in_the_proved_view_set FOREIGN KEY (participation_id, consumer_ods_code, view_set_id)
    REFERENCES participation_terms (participation_id, consumer_ods_code, view_set_id),
  CONSTRAINT one_live_participation_per_pair EXCLUDE USING gist (provider_ods_code WITH =, consumer_ods_code WITH =, service_code WITH =, held_during WITH &&)
    DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX pair_by_part ON pair (consumer_part_id);
CREATE INDEX pair_by_provider ON pair (provider_ods_code, consumer_ods_code);
-- A pair begins between two live sides only, inside both sides' agreement dates.
CREATE FUNCTION pair_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
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
       OR (NOT isempty(NEW.held_during) AND lower(NEW.held_during) IS DISTINCT FROM lower(OLD.held_during)) OR NOT NEW.held_during <@ OLD.held_during THEN
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
CREATE CONSTRAINT TRIGGER pair_is_lawful AFTER INSERT OR UPDATE ON pair DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pair_lawful();

-- R5. One act, one entry. A suspension is lifted by two people; a withdrawal never.
CREATE TABLE stop (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('suspension', 'withdrawal', 'leaving', 'end')),
  scope_kind text NOT NULL CHECK (scope_kind IN ('pair', 'participation', 'provider', 'part', 'consumer', 'system', 'agreement', 'locality', 'view')),
  service_code text REFERENCES service,
  agreement_id uuid REFERENCES sharing_agreement,
  participation_id uuid REFERENCES participation,
  consumer_part_id uuid REFERENCES consumer_part,
  locality_id uuid REFERENCES locality,
  provider_ods_code text REFERENCES organisation,
  consumer_ods_code text REFERENCES organisation,
  system_id uuid REFERENCES consumer_system,
  views text[],
  from_at timestamptz NOT NULL,
  reason text NOT NULL CHECK (coalesce(reason, '') <> ''),
  imposed_by uuid REFERENCES person,
  imposed_side text NOT NULL CHECK (imposed_side IN ('controller', 'viewing-organisation', 'privacy-officer', 'staff', 'gate')),
  imposed_duty text NOT NULL,
  imposed_for text,
  imposed_at timestamptz NOT NULL,
  resume_asked_by uuid REFERENCES person,
  resume_asked_at timestamptz,
  lifted_by uuid REFERENCES person,
  lifted_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT stop_by_a_person CHECK (imposed_by IS NOT NULL OR imposed_side = 'gate'),
  -- An entry stops whom it moves: a gateway matches by these codes, not by the id.
  CONSTRAINT stop_of_the_participation FOREIGN KEY (participation_id, agreement_id, provider_ods_code) REFERENCES participation (id, agreement_id, provider_ods_code),
  CONSTRAINT stop_of_the_part FOREIGN KEY (consumer_part_id, agreement_id, consumer_ods_code) REFERENCES consumer_part (id, agreement_id, consumer_ods_code),
  CONSTRAINT stop_withdrawal_is_final CHECK (kind = 'suspension' OR lifted_at IS NULL),
  CONSTRAINT stop_lifted_by_two CHECK (lifted_at IS NULL OR imposed_side = 'gate'
    OR (lifted_by IS NOT NULL AND resume_asked_by IS NOT NULL AND lifted_by <> resume_asked_by)),
  CONSTRAINT stop_scope_whole CHECK (CASE scope_kind
    WHEN 'participation' THEN participation_id IS NOT NULL AND agreement_id IS NOT NULL AND provider_ods_code IS NOT NULL
    WHEN 'part' THEN consumer_part_id IS NOT NULL AND agreement_id IS NOT NULL AND consumer_ods_code IS NOT NULL
    WHEN 'pair' THEN provider_ods_code IS NOT NULL AND consumer_ods_code IS NOT NULL
    WHEN 'provider' THEN provider_ods_code IS NOT NULL
    WHEN 'consumer' THEN consumer_ods_code IS NOT NULL
    WHEN 'system' THEN system_id IS NOT NULL
    WHEN 'agreement' THEN agreement_id IS NOT NULL
    WHEN 'locality' THEN locality_id IS NOT NULL
    WHEN 'view' THEN consumer_ods_code IS NOT NULL AND service_code IS NOT NULL AND cardinality(views) > 0 END)
);
CREATE INDEX stop_standing ON stop (participation_id) WHERE lifted_at IS NULL;
CREATE INDEX stop_by_part ON stop (consumer_part_id) WHERE lifted_at IS NULL;
CREATE INDEX stop_by_locality ON stop (locality_id);

-- Live again only when nothing that suspended it stands; gone for good or suspended only with its stop-list entry.
CREATE FUNCTION stop_agrees() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE standing text[]; needs text;
BEGIN
  IF TG_TABLE_NAME = 'participation' THEN
    needs := CASE WHEN NEW.state = 'suspended' THEN 'suspension' WHEN NEW.state = 'withdrawn' AND NEW.live_at IS NOT NULL THEN 'withdrawal' END;
    SELECT array_agg(kind) INTO standing FROM stop WHERE participation_id = NEW.id AND scope_kind = 'participation' AND lifted_at IS NULL;
  ELSE
    needs := CASE WHEN NEW.state = 'suspended' THEN 'suspension' WHEN NEW.state = 'left' AND NEW.live_at IS NOT NULL THEN 'leaving' END;
    SELECT array_agg(kind) INTO standing FROM stop WHERE consumer_part_id = NEW.id AND scope_kind = 'part' AND lifted_at IS NULL;
  END IF;
  IF NEW.state = 'live' AND standing IS NOT NULL THEN
    RAISE EXCEPTION 'still stopped' USING ERRCODE = 'P0001', CONSTRAINT = 'resumed_by_those_who_stopped';
  END IF;
  IF NEW.state = 'live' AND EXISTS (SELECT FROM evidence WHERE id = NEW.evidence_id AND invalidated_at IS NOT NULL) THEN
    RAISE EXCEPTION 'its evidence proves nothing any more' USING ERRCODE = 'P0001', CONSTRAINT = 'live_on_standing_evidence';
  END IF;
  IF needs IS NOT NULL AND NOT needs = ANY (coalesce(standing, '{}')) THEN
    RAISE EXCEPTION 'no stop-list entry' USING ERRCODE = 'P0001', CONSTRAINT = 'one_act_one_stop';
  END IF;
  RETURN NULL;
END $$;
-- R11: nobody is live on evidence that was found to prove nothing.
CREATE FUNCTION evidence_under_nobody_live() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.invalidated_at IS NOT NULL AND (EXISTS (SELECT FROM participation WHERE evidence_id = NEW.id AND state = 'live')
    OR EXISTS (SELECT FROM consumer_part WHERE evidence_id = NEW.id AND state = 'live')) THEN
    RAISE EXCEPTION 'a live part rests on this evidence' USING ERRCODE = 'P0001', CONSTRAINT = 'live_on_standing_evidence';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER evidence_invalidated AFTER UPDATE ON evidence DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION evidence_under_nobody_live();
-- And the other way round: an entry that names one part moves that part, and lifting the last one leaves nobody suspended, or a gateway
-- would go on, or begin again, without the state saying so.
CREATE FUNCTION state_agrees() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE state_now text; left_standing boolean;
BEGIN
  IF NEW.scope_kind = 'participation' THEN
    SELECT state INTO state_now FROM participation WHERE id = NEW.participation_id;
    SELECT EXISTS (SELECT FROM stop WHERE participation_id = NEW.participation_id AND scope_kind = 'participation' AND kind = 'suspension' AND lifted_at IS NULL) INTO left_standing;
  ELSIF NEW.scope_kind = 'part' THEN
    SELECT state INTO state_now FROM consumer_part WHERE id = NEW.consumer_part_id;
    SELECT EXISTS (SELECT FROM stop WHERE consumer_part_id = NEW.consumer_part_id AND scope_kind = 'part' AND kind = 'suspension' AND lifted_at IS NULL) INTO left_standing;
  ELSE RETURN NULL; END IF;
  IF state_now = 'suspended' AND NOT left_standing THEN
    RAISE EXCEPTION 'suspended by nothing' USING ERRCODE = 'P0001', CONSTRAINT = 'one_act_one_stop';
  END IF;
  IF state_now = 'live' AND left_standing THEN
    RAISE EXCEPTION 'live and stopped' USING ERRCODE = 'P0001', CONSTRAINT = 'one_act_one_stop';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stop_states AFTER INSERT OR UPDATE ON stop DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION state_agrees();
-- What was lifted was lifted by two people, once.
CREATE FUNCTION stop_lifts_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.lifted_at IS NOT NULL THEN
    RAISE EXCEPTION 'a lifted stop stays lifted: impose another' USING ERRCODE = 'P0001', CONSTRAINT = 'stop_lifts_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stop_lifts BEFORE UPDATE ON stop FOR EACH ROW EXECUTE FUNCTION stop_lifts_once();
CREATE CONSTRAINT TRIGGER participation_stops AFTER INSERT OR UPDATE ON participation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stop_agrees();
CREATE CONSTRAINT TRIGGER consumer_part_stops AFTER INSERT OR UPDATE ON consumer_part DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stop_agrees();

CREATE CONSTRAINT TRIGGER sharing_agreement_recorded AFTER INSERT OR UPDATE ON sharing_agreement DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER sharing_agreement_announced AFTER INSERT OR UPDATE ON sharing_agreement DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();
CREATE CONSTRAINT TRIGGER participation_recorded AFTER INSERT OR UPDATE ON participation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER participation_announced AFTER INSERT OR UPDATE ON participation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();
CREATE CONSTRAINT TRIGGER consumer_part_recorded AFTER INSERT OR UPDATE ON consumer_part DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER consumer_part_announced AFTER INSERT OR UPDATE ON consumer_part DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();
CREATE CONSTRAINT TRIGGER stop_recorded AFTER INSERT OR UPDATE ON stop DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change_record();
CREATE CONSTRAINT TRIGGER stop_announced AFTER INSERT OR UPDATE ON stop DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_outbox();

GRANT SELECT ON sharing_agreement, agreement_version, agreement_version_provider, agreement_version_consumer, lawful_move, participation, consumer_part, agreement_party,
  participation_terms, pair, stop TO accord_api, accord_worker, accord_publisher;
GRANT SELECT ON sharing_agreement, agreement_version, agreement_version_provider, agreement_version_consumer, participation, consumer_part, agreement_party,
  participation_terms, pair, stop, evidence, document, view_set, organisation, locality TO accord_audit_reader;
GRANT INSERT ON sharing_agreement, agreement_version, agreement_version_provider, agreement_version_consumer, participation, consumer_part, participation_terms, pair, stop TO accord_api, accord_worker;
GRANT UPDATE (state, opened_at, ended_at, version) ON sharing_agreement TO accord_api, accord_worker;
GRANT UPDATE (title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, locked_at, document_sha256) ON agreement_version TO accord_api, accord_worker;
GRANT UPDATE (views, view_set_id), DELETE ON agreement_version_consumer TO accord_api, accord_worker;
GRANT DELETE ON agreement_version_provider TO accord_api, accord_worker;
GRANT UPDATE (state, evidence_id, submitted_by, verified_by, activation_id, approved_by, live_at, state_at, version) ON participation TO accord_api, accord_worker;
GRANT UPDATE (state, evidence_id, submitted_by, verified_by, activation_id, approved_by, live_at, state_at, version) ON consumer_part TO accord_api, accord_worker;
GRANT UPDATE (held_during) ON pair TO accord_api, accord_worker;
GRANT DELETE ON participation_terms TO accord_api, accord_worker;
GRANT UPDATE (resume_asked_by, resume_asked_at, lifted_by, lifted_at, version) ON stop TO accord_api, accord_worker;

-- R9. The party table judges by settings alone; everything else asks it.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['sharing_agreement', 'agreement_version', 'agreement_version_provider', 'agreement_version_consumer', 'agreement_party',
    'participation', 'consumer_part', 'participation_terms', 'pair', 'stop', 'view_set'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I TO accord_owner USING (true) WITH CHECK (true)', name || '_owner', name);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO accord_publisher USING (true)', name || '_publisher', name);
  END LOOP;
END $$;
CREATE POLICY agreement_party_mine ON agreement_party FOR SELECT USING (ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()));
-- Who may write is narrower than who may read: the officer drafts and moves an agreement, each side moves its own part, staff the parts of
-- their localities. USING also says which rows may be locked, so it stays as wide as reading.
CREATE POLICY sharing_agreement_mine ON sharing_agreement
  USING (locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()) OR id IN (SELECT agreement_id FROM agreement_party WHERE ods_code = (SELECT accord_ods())))
  WITH CHECK ((locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) = 'activation-officer') OR (SELECT accord_duty()) = 'worker');
-- OFFSET 0 keeps the planner from gathering every agreement to judge a few rows: each is looked up by its key.
CREATE POLICY agreement_version_mine ON agreement_version USING (EXISTS (SELECT FROM sharing_agreement WHERE sharing_agreement.id = agreement_id OFFSET 0))
  WITH CHECK ((SELECT accord_duty()) IN ('activation-officer', 'worker') AND EXISTS (SELECT FROM sharing_agreement WHERE sharing_agreement.id = agreement_id OFFSET 0));
CREATE POLICY agreement_version_provider_mine ON agreement_version_provider USING (EXISTS (SELECT FROM agreement_version WHERE agreement_version.id = version_id OFFSET 0))
  WITH CHECK ((SELECT accord_duty()) IN ('activation-officer', 'worker') AND EXISTS (SELECT FROM agreement_version WHERE agreement_version.id = version_id OFFSET 0));
CREATE POLICY agreement_version_consumer_mine ON agreement_version_consumer USING (EXISTS (SELECT FROM agreement_version WHERE agreement_version.id = version_id OFFSET 0))
  WITH CHECK ((SELECT accord_duty()) IN ('activation-officer', 'worker') AND EXISTS (SELECT FROM agreement_version WHERE agreement_version.id = version_id OFFSET 0));
CREATE POLICY participation_mine ON participation
  USING (provider_ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
    OR agreement_id IN (SELECT agreement_id FROM agreement_party WHERE ods_code = (SELECT accord_ods())))
  WITH CHECK ((provider_ods_code = (SELECT accord_ods()) AND (SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead', 'privacy-officer'))
    OR (locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) IN ('activation-officer', 'approver')) OR (SELECT accord_duty()) = 'worker');
CREATE POLICY consumer_part_mine ON consumer_part
  USING (consumer_ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
    OR agreement_id IN (SELECT agreement_id FROM agreement_party WHERE ods_code = (SELECT accord_ods())))
  WITH CHECK ((consumer_ods_code = (SELECT accord_ods()) AND (SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead', 'privacy-officer'))
    OR (locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) IN ('activation-officer', 'approver')) OR (SELECT accord_duty()) = 'worker');
-- Deleting asks USING alone, so what a provider's evidence proves is written under a policy of its own.
CREATE POLICY participation_terms_read ON participation_terms FOR SELECT USING (EXISTS (SELECT FROM participation WHERE participation.id = participation_id));
CREATE POLICY participation_terms_mine ON participation_terms USING (participation_id IN (SELECT id FROM participation
  WHERE (provider_ods_code = (SELECT accord_ods()) AND (SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead'))
    OR (locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) = 'activation-officer') OR (SELECT accord_duty()) = 'worker'));
-- Held by staff who take live or resume; let go by either side.
CREATE POLICY pair_mine ON pair
  USING (provider_ods_code = (SELECT accord_ods()) OR consumer_ods_code = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()))
  WITH CHECK (((provider_ods_code = (SELECT accord_ods()) OR consumer_ods_code = (SELECT accord_ods())) AND (SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead', 'privacy-officer'))
    OR (locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) IN ('activation-officer', 'approver')) OR (SELECT accord_duty()) = 'worker');
CREATE POLICY stop_mine ON stop
  USING (provider_ods_code = (SELECT accord_ods()) OR consumer_ods_code = (SELECT accord_ods()) OR imposed_for = (SELECT accord_ods()) OR locality_id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())
    OR agreement_id IN (SELECT agreement_id FROM agreement_party WHERE ods_code = (SELECT accord_ods())))
  WITH CHECK ((imposed_for = (SELECT accord_ods()) AND (provider_ods_code = (SELECT accord_ods()) OR consumer_ods_code = (SELECT accord_ods()))
      AND (SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead', 'privacy-officer'))
    OR (locality_id = ANY ((SELECT accord_localities())::uuid[]) AND (SELECT accord_duty()) IN ('activation-officer', 'approver')) OR (SELECT accord_duty()) = 'worker');
-- Staff see every set, so that a draft can be told which agreement it collides with.
CREATE POLICY view_set_mine ON view_set
  USING ((SELECT accord_duty()) IN ('activation-officer', 'approver') OR (SELECT accord_reads_nation())
    OR viewing_organisation_id IN (SELECT viewing_organisation_id FROM viewing_organisation_member WHERE ods_code = (SELECT accord_ods()))
    OR id IN (SELECT view_set_id FROM consumer_part))
  WITH CHECK ((SELECT accord_duty()) IN ('activation-officer', 'worker'));
CREATE POLICY change_record_party ON change_record FOR SELECT TO accord_api, accord_worker, accord_audit_reader USING (
  outcome = 'done' AND (SELECT accord_duty()) IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead')
  AND agreement_id IN (SELECT agreement_id FROM agreement_party WHERE ods_code = (SELECT accord_ods())));
GRANT SELECT ON agreement_party TO accord_audit_reader;

-- What an import of the directory must be told before it closes somebody (design section 10). The importer may see no agreement, so the
-- answer says only whose sharing would stop, under which reference, and how many pairs.
CREATE FUNCTION live_sharing_of(codes text[], at timestamptz) RETURNS TABLE (ods_code text, side text, agreement_reference text, pairs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT party.ods_code, party.side, sharing_agreement.reference, count(pair.participation_id) FROM (
      SELECT id, agreement_id, provider_ods_code AS ods_code, 'provider' AS side FROM participation WHERE provider_ods_code = ANY (codes) AND state IN ('live', 'suspended')
      UNION ALL SELECT id, agreement_id, consumer_ods_code, 'consumer' FROM consumer_part WHERE consumer_ods_code = ANY (codes) AND state IN ('live', 'suspended')) party
    JOIN sharing_agreement ON sharing_agreement.id = party.agreement_id
    LEFT JOIN pair ON (pair.participation_id = party.id OR pair.consumer_part_id = party.id) AND pair.held_during @> at
    GROUP BY party.ods_code, party.side, sharing_agreement.reference
$$;
REVOKE EXECUTE ON FUNCTION live_sharing_of(text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live_sharing_of(text[], timestamptz) TO accord_api, accord_worker;

-- Where an organisation counts: the locality it belongs to, the one of its commissioner, and those whose agreements name it. Looks past the
-- fence, because a fact about a consumer must reach every locality it views in, whoever recorded it; answers with localities alone.
CREATE FUNCTION localities_of(codes text[], at timestamptz) RETURNS TABLE (ods_code text, locality_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT member.ods_code, member.locality_id FROM locality_membership member WHERE member.ods_code = ANY (codes) AND member.during @> at
  UNION SELECT organisation.ods_code, locality.id FROM organisation JOIN locality ON locality.code = organisation.commissioner_code WHERE organisation.ods_code = ANY (codes)
  UNION SELECT party.ods_code, party.locality_id FROM agreement_party party WHERE party.ods_code = ANY (codes)
$$;
REVOKE EXECUTE ON FUNCTION localities_of(text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION localities_of(text[], timestamptz) TO accord_api, accord_worker;
-- Whether the acting member of staff serves this organisation: R9 for what has an ODS code and no locality of its own.
CREATE FUNCTION accord_serves(code text) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT EXISTS (SELECT FROM localities_of(ARRAY[code], accord_at()) served WHERE served.locality_id = ANY (accord_localities())) $$;
ALTER POLICY authority_mine ON authority WITH CHECK (accord_duty() = 'worker' OR (accord_duty() = 'activation-officer' AND accord_serves(ods_code))
  OR (accord_duty() IN ('practice-governance-lead', 'viewer-governance-lead') AND ods_code = accord_ods()));
