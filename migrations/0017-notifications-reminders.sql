-- 0017-notifications-reminders.sql
-- Where people are reached, what they chose to be reminded of, and what was sent. What they are reminded of is derived and stands nowhere.
-- New tables only: nothing is locked. It is the worker that looks around and sends; the API keeps the choice and what a sign-in proved.

-- The address that the sign-in service vouched for when the person last signed in. Nobody types one: mail about agreements would go wherever
-- somebody said. Written by a sign-in alone, which acts before it knows the person and so as Accord itself.
CREATE TABLE mail_address (
  person_id uuid PRIMARY KEY REFERENCES person,
  address text NOT NULL CONSTRAINT mail_address_is_one CHECK (length(address) <= 254 AND address ~ '^[A-Za-z0-9.!#$%&''*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?)*$'),
  issuer text NOT NULL CHECK (issuer <> ''),
  proven_at timestamptz NOT NULL
);
CREATE CONSTRAINT TRIGGER mail_address_recorded AFTER INSERT OR UPDATE ON mail_address DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();
GRANT SELECT, INSERT ON mail_address TO accord_api;
GRANT UPDATE (address, issuer, proven_at) ON mail_address TO accord_api;
GRANT SELECT ON mail_address TO accord_worker;

-- Where nothing was chosen there is no row, and the usual choice counts.
CREATE TABLE reminder_choice (
  person_id uuid PRIMARY KEY REFERENCES person,
  weekly boolean NOT NULL,
  -- Monday is 1 (ISO 8601).
  weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  reviews text NOT NULL CHECK (reviews IN ('at-once', 'weekly', 'never')),
  expiries text NOT NULL CHECK (expiries IN ('at-once', 'weekly', 'never')),
  waiting text NOT NULL CHECK (waiting IN ('at-once', 'weekly', 'never')),
  chosen_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT reminder_choice_weekly_needs_the_week CHECK (weekly OR 'weekly' NOT IN (reviews, expiries, waiting))
);
CREATE CONSTRAINT TRIGGER reminder_choice_recorded AFTER INSERT OR UPDATE ON reminder_choice DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_change_record();
GRANT SELECT, INSERT ON reminder_choice TO accord_api;
GRANT UPDATE (weekly, weekday, reviews, expiries, waiting, chosen_at, version) ON reminder_choice TO accord_api;
GRANT SELECT ON reminder_choice TO accord_worker;

-- One mail to one person, decided on in one transaction with what it tells. Its id is its Message-ID, also when it is sent again.
CREATE TABLE reminder_letter (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  kind text NOT NULL CHECK (kind IN ('reminders', 'weekly')),
  made_at timestamptz NOT NULL,
  CONSTRAINT reminder_letter_to UNIQUE (id, person_id)
);
CREATE INDEX reminder_letter_by_person ON reminder_letter (person_id, made_at DESC);
-- Each thing once a stage to each person, in whichever mail: two workers, or one job that runs twice, cannot both decide to tell it. A thing
-- is named by kind, id and day; a stage is days before (90, 30, 7), or after with a minus sign, and 0 for what has none.
CREATE TABLE reminder_told (
  person_id uuid NOT NULL,
  thing text NOT NULL CHECK (thing <> '' AND length(thing) <= 200),
  stage integer NOT NULL CHECK (stage IN (90, 30, 7, 0, -1, -7)),
  letter_id uuid NOT NULL,
  PRIMARY KEY (person_id, thing, stage),
  FOREIGN KEY (letter_id, person_id) REFERENCES reminder_letter (id, person_id)
);
CREATE INDEX reminder_told_by_letter ON reminder_told (letter_id);
-- How it ended: a mail server took it; or nothing of it was left to tell by then; or no server took it for a week. Without a row it is still to be sent.
CREATE TABLE reminder_sent (
  letter_id uuid PRIMARY KEY REFERENCES reminder_letter,
  outcome text NOT NULL CHECK (outcome IN ('sent', 'nothing-left', 'given-up')),
  ended_at timestamptz NOT NULL
);
GRANT SELECT, INSERT ON reminder_letter, reminder_told, reminder_sent TO accord_worker;
GRANT SELECT ON reminder_letter, reminder_sent TO accord_api;
CREATE TRIGGER reminder_letter_stays BEFORE UPDATE OR DELETE ON reminder_letter FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reminder_letter_stays_whole BEFORE TRUNCATE ON reminder_letter FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reminder_told_stays BEFORE UPDATE OR DELETE ON reminder_told FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reminder_told_stays_whole BEFORE TRUNCATE ON reminder_told FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reminder_sent_stays BEFORE UPDATE OR DELETE ON reminder_sent FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reminder_sent_stays_whole BEFORE TRUNCATE ON reminder_sent FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Everybody's own, and the worker's.
ALTER TABLE mail_address ENABLE ROW LEVEL SECURITY; ALTER TABLE mail_address FORCE ROW LEVEL SECURITY;
ALTER TABLE reminder_choice ENABLE ROW LEVEL SECURITY; ALTER TABLE reminder_choice FORCE ROW LEVEL SECURITY;
ALTER TABLE reminder_letter ENABLE ROW LEVEL SECURITY; ALTER TABLE reminder_letter FORCE ROW LEVEL SECURITY;
ALTER TABLE reminder_told ENABLE ROW LEVEL SECURITY; ALTER TABLE reminder_told FORCE ROW LEVEL SECURITY;
ALTER TABLE reminder_sent ENABLE ROW LEVEL SECURITY; ALTER TABLE reminder_sent FORCE ROW LEVEL SECURITY;
CREATE POLICY mail_address_owner ON mail_address TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY reminder_choice_owner ON reminder_choice TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY reminder_letter_owner ON reminder_letter TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY reminder_told_owner ON reminder_told TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY reminder_sent_owner ON reminder_sent TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY mail_address_mine ON mail_address USING (person_id = (SELECT accord_person()) OR (SELECT accord_duty()) = 'worker') WITH CHECK ((SELECT accord_duty()) = 'worker');
CREATE POLICY reminder_choice_mine ON reminder_choice USING (person_id = (SELECT accord_person()) OR (SELECT accord_duty()) = 'worker') WITH CHECK (person_id = (SELECT accord_person()));
CREATE POLICY reminder_letter_mine ON reminder_letter USING (person_id = (SELECT accord_person()) OR (SELECT accord_duty()) = 'worker') WITH CHECK ((SELECT accord_duty()) = 'worker');
CREATE POLICY reminder_told_worker ON reminder_told USING ((SELECT accord_duty()) = 'worker') WITH CHECK ((SELECT accord_duty()) = 'worker');
CREATE POLICY reminder_sent_mine ON reminder_sent USING ((SELECT accord_duty()) = 'worker' OR letter_id IN (SELECT id FROM reminder_letter WHERE person_id = (SELECT accord_person()))) WITH CHECK ((SELECT accord_duty()) = 'worker');
