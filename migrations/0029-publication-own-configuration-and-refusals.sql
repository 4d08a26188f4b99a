-- 0029-publication-own-configuration-and-refusals.sql
-- A consumer's own configuration is for that consumer alone: the feed could leave out a condition, so the database keeps it too. The publisher
-- writes them all; whoever may fetch everything by its certificate (publisher, reconciler) calls in the duty of the publisher; screens read none.
-- Locks tuf_target for milliseconds.
ALTER TABLE tuf_target ENABLE ROW LEVEL SECURITY;
ALTER TABLE tuf_target FORCE ROW LEVEL SECURITY;
CREATE POLICY tuf_target_owner ON tuf_target TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY tuf_target_publish ON tuf_target TO accord_publisher USING (true) WITH CHECK (true);
CREATE POLICY tuf_target_fetch ON tuf_target FOR SELECT TO accord_feed USING (path NOT LIKE 'consumers/%'
  OR path = 'consumers/' || (SELECT accord_ods()) || '.json' OR (SELECT accord_duty()) = 'publisher');
CREATE POLICY tuf_target_read ON tuf_target FOR SELECT TO accord_api, accord_worker, accord_audit_reader USING (path NOT LIKE 'consumers/%');

-- What gateways refused, counted: who looks after gateways has to see a rise of refusals, and reads no access log. Numbers by gateway and reason,
-- of nobody who asked and nobody who was asked about; staff those of the gateways that serve their localities. Building the index holds up new
-- events until it stands; gateways keep them on their disks meanwhile.
CREATE INDEX access_event_refused ON access_event (occurred_at, gateway_id, reason) WHERE decision = 'refuse';
CREATE INDEX access_event_dead_letter_by_time ON access_event_dead_letter (received_at);
CREATE FUNCTION gateway_refusals(at timestamptz) RETURNS TABLE (gateway_id uuid, kind text, reason text, day integer, week integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH served AS MATERIALIZED (
    SELECT g.id FROM gateway g WHERE accord_duty() IN ('auditor-national', 'system-administrator', 'support')
      OR (accord_duty() IN ('activation-officer', 'approver') AND g.id IN (SELECT s.gateway_id FROM gateway_locality s WHERE s.locality_id = ANY (accord_localities()) AND s.during @> at)))
  SELECT event.gateway_id, 'refused', event.reason, count(*) FILTER (WHERE event.occurred_at > at - interval '24 hours')::integer, count(*)::integer
  FROM access_event event WHERE event.decision = 'refuse' AND event.occurred_at > at - interval '7 days' AND event.gateway_id IN (SELECT id FROM served)
  GROUP BY event.gateway_id, event.reason
  UNION ALL
  SELECT letter.gateway_id, 'set-aside', letter.code, count(*) FILTER (WHERE letter.received_at > at - interval '24 hours')::integer, count(*)::integer
  FROM access_event_dead_letter letter WHERE letter.received_at > at - interval '7 days' AND letter.gateway_id IN (SELECT id FROM served)
  GROUP BY letter.gateway_id, letter.code
$$;
REVOKE EXECUTE ON FUNCTION gateway_refusals(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gateway_refusals(timestamptz) TO accord_api;
