import { systemActor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { freshness, gatewayStates, lastReconciliation } from '@accord/publication/server';
import { Gauge, type Registry } from 'prom-client';

const metrics = systemActor('metrics');

/** How publication fares: lag and silence of every gateway, and what the reconciler found. Gives what reads it anew from the database. */
export function publicationMetrics(register: Registry, transactions: Transactions): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) => new Gauge({ name: `accord_${name}`, help, labelNames, registers: [register] });
  const lag = gauge('gateway_lag_publications', 'Publications that a gateway is behind.', ['gateway']);
  const silence = gauge('gateway_silence_seconds', 'Seconds since a gateway was last given a timestamp; absent where it never was.', ['gateway']);
  const age = gauge('publication_signed_age_seconds', 'Seconds since what is published was last signed as current.');
  const findings = gauge('reconciliation_findings', 'What the reconciler found last, by kind; the sum is 0 where the feed says what the database says.', ['kind']);
  const lookedAge = gauge('reconciliation_age_seconds', 'Seconds since the feed was last compared with the database.');
  const number = gauge('publication_number', 'The current publication.');
  const keys = gauge('signing_keys_expire_timestamp_seconds', 'When root or the top targets run out, whichever is first; key holders renew them before.');
  return async () => {
    // What cannot be read is absent: an old number would look like a healthy one.
    for (const each of [lag, silence, findings]) each.reset();
    for (const each of [age, lookedAge, number, keys]) each.remove();
    await transactions.read(metrics, async (tx) => {
      const current = await freshness(tx);
      if (current !== null) {
        number.set(current.number);
        keys.set(current.keysUntil.getTime() / 1_000);
        age.set((current.at.getTime() - current.signedAt.getTime()) / 1_000);
        for (const { code, standing, revoked, publication } of await gatewayStates(tx, current.at)) {
          if (revoked) continue;
          lag.set({ gateway: code }, Math.max(0, current.number - (publication ?? 0)));
          if (standing.heardAgoMs !== null) silence.set({ gateway: code }, standing.heardAgoMs / 1_000);
        }
      }
      const found = await lastReconciliation(tx);
      if (found === null) return;
      lookedAge.set(((current?.at ?? found.lookedAt).getTime() - found.lookedAt.getTime()) / 1_000);
      for (const { kind, count } of found.findings) findings.set({ kind }, count);
    });
  };
}
