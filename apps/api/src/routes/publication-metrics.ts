import { systemActor } from '@accord/kernel';
import { timeOf, Transactions } from '@accord/kernel/server';
import { freshness, gatewayStates, lastReconciliation } from '@accord/publication/server';
import { callersRefused, feedCertificates, gatewayCertificateEnds } from '@accord/systems/server';
import { Gauge, type Registry } from 'prom-client';

const metrics = systemActor('metrics');

/** How publication fares: lag and silence of every gateway, and what the reconciler found. Gives what reads it anew from the database. */
export function publicationMetrics(register: Registry, transactions: Transactions): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) => new Gauge({ name: `accord_${name}`, help, labelNames, registers: [register] });
  const lag = gauge('gateway_lag_publications', 'Publications that a gateway is behind.', ['gateway']);
  const silence = gauge('gateway_silence_seconds', 'Seconds since a gateway last asked for a timestamp; absent where it never did.', ['gateway']);
  const cutOff = gauge('gateway_cut_off', '1 where no certificate of a gateway counts, so that nothing reaches it; else 0.', ['gateway']);
  const age = gauge('publication_signed_age_seconds', 'Seconds since what is published was last signed as current.');
  const findings = gauge('reconciliation_findings', 'What the reconciler found last, by kind; the sum is 0 where the feed says what the database says.', ['kind']);
  const lookedAge = gauge('reconciliation_age_seconds', 'Seconds since the feed was last compared with the database.');
  const number = gauge('publication_number', 'The current publication.');
  const keys = gauge('signing_keys_expire_timestamp_seconds', 'When root or the top targets run out, whichever is first; key holders renew them before.');
  const gatewayLeft = gauge('gateway_certificate_left_seconds', 'Seconds until the last of the certificates of a gateway that follow each other without a gap ends; below 0 once it has, 0 where none counts.', ['gateway']);
  const feedLeft = gauge('feed_certificate_left_seconds', 'Seconds until a certificate that the feed runs with ends, by what it is for; absent where no feed has noted one for a quarter of an hour.', ['purpose']);
  const turnedAway = gauge('callers_refused_last_hour', 'Callers whom the feed turned away for their certificate within an hour, by code; of one certificate one a minute.', ['code']);
  return async () => {
    // What cannot be read is absent: an old number would look like a healthy one.
    for (const each of [lag, silence, cutOff, findings, gatewayLeft, feedLeft, turnedAway]) each.reset();
    for (const each of [age, lookedAge, number, keys]) each.remove();
    await transactions.read(metrics, async (tx) => {
      const current = await freshness(tx);
      if (current !== null) {
        number.set(current.number);
        keys.set(current.keysUntil.getTime() / 1_000);
        age.set((current.at.getTime() - current.signedAt.getTime()) / 1_000);
        for (const { code, standing, revoked, publication, isCertified } of await gatewayStates(tx, current.at)) {
          if (revoked) continue;
          lag.set({ gateway: code }, Math.max(0, current.number - (publication ?? 0)));
          cutOff.set({ gateway: code }, isCertified ? 0 : 1);
          if (standing.heardAgoMs !== null) silence.set({ gateway: code }, standing.heardAgoMs / 1_000);
        }
      }
      const at = timeOf(tx).getTime();
      for (const { code, untilAt } of await gatewayCertificateEnds(tx)) gatewayLeft.set({ gateway: code }, untilAt === null ? 0 : (untilAt.getTime() - at) / 1_000);
      // The soonest to end comes first, and stays where several feeds run.
      for (const { purpose, untilAt } of (await feedCertificates(tx)).reverse()) feedLeft.set({ purpose }, (untilAt.getTime() - at) / 1_000);
      for (const { code, count } of await callersRefused(tx)) turnedAway.set({ code }, count);
      const found = await lastReconciliation(tx);
      if (found === null) return;
      lookedAge.set(((current?.at ?? found.lookedAt).getTime() - found.lookedAt.getTime()) / 1_000);
      for (const { kind, count } of found.findings) findings.set({ kind }, count);
    });
  };
}
