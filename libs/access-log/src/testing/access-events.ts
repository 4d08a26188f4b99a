import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { sealEvent, type AccessEvent as SentEvent } from '@accord/enforcement';
import type { Client } from 'pg';
import { readIntakeKeys } from '../server/domain/audit-keys.js';
import type { IntakeKeys } from '../server/domain/audit-keys.js';

/** An event as a gateway seals it: permitted, complete, by an invented user about an invented patient. */
export function aSentEvent(changes: Partial<SentEvent> | Readonly<Record<string, unknown>> = {}): SentEvent {
  return {
    occurredAt: '2026-03-02T08:59:59.123Z', service: 'DCR', provider: 'TSTP01', views: ['summary', 'medication'],
    user: { id: 'u-100', name: 'Ada Invented', jobRole: 'R8000' }, consumer: 'TSTV01', system: '0190a000-0000-7000-8000-00000000a001',
    patient: '9990000018', messageId: 'message-1', relationship: 'Registered with this practice',
    consent: { given: true, recordedAt: '2026-03-01T12:00:00.000Z' }, decision: 'permit', reason: 'PERMITTED', permittedViews: ['summary', 'medication'],
    agreement: 'DCR-TST01-0001', publication: 1, stopList: 0, freshness: 'fresh', ...changes,
  } as SentEvent;
}

export interface AuditKeyFiles {
  readonly keys: IntakeKeys;
  /** What gateways seal to. */
  readonly sealTo: KeyObject;
}

export function someAuditKeys(): AuditKeyFiles {
  // Encoded as they are made: exporting a generated key can meet the collection of what generated it, and Node 20 then waits for ever.
  const pair = generateKeyPairSync('x25519', { privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  return { keys: readIntakeKeys({ seal: pair.privateKey, data: 'd1'.repeat(32), index: '1e'.repeat(32) }), sealTo: createPublicKey(pair.publicKey) };
}

/** Sealed and in Base64, as a batch carries it. Anything can be sealed, so that specs can send nonsense. */
export function sealedText(sealTo: KeyObject, event: unknown): string {
  return Buffer.from(sealEvent(sealTo, event as SentEvent)).toString('base64');
}

/** Puts a gateway into the register past every rule: who registers gateways is not what these specs are about. */
export async function registerGateway(owner: Client, id: string, code: string): Promise<void> {
  await owner.query('BEGIN');
  await owner.query('SET LOCAL session_replication_role = replica');
  await owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ('0190a000-0000-7000-8000-0000000000f1', 'Rea Registrar', '2026-01-01') ON CONFLICT DO NOTHING`);
  await owner.query(
    `INSERT INTO gateway (id, code, name, registered_by, registered_at) VALUES ($1, $2, $2, '0190a000-0000-7000-8000-0000000000f1', '2026-01-01')`, [id, code],
  );
  await owner.query('COMMIT');
}
