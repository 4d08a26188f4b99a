-- A push is not a word from the gateway: one that hangs is still handed every publication, and must count as silent. But what it was
-- handed may let it answer for longer, so its refuse limit runs from the later of the two.
ALTER TABLE gateway_contact ADD COLUMN handed_at timestamptz;
COMMENT ON COLUMN gateway_contact.seen_at IS 'When it last asked for the timestamp.';
COMMENT ON COLUMN gateway_contact.handed_at IS 'When it was last pushed a timestamp it had not asked for; null where it never was.';
