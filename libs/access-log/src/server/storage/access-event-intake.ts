import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { managerOf, nameConstraints, sql, timeOf } from '@accord/kernel/server';
import type { DeadLetter, EventToKeep, Sender, TakenIn } from '../domain/take-in.js';

nameConstraints({
  access_event_sender_gateway_id_fkey: ['UNKNOWN_GATEWAY', 'No such gateway is registered.'],
  access_event_dead_letter_gateway_id_fkey: ['UNKNOWN_GATEWAY', 'No such gateway is registered.'],
});

const KNOWN = `SELECT sequence, sealed_sha256 FROM access_event_sender WHERE gateway_id = $1 AND boot_id = $2 AND sequence = ANY ($3::bigint[])`;

const CLAIM = `INSERT INTO access_event_sender (gateway_id, boot_id, sequence, event_id, occurred_at, dead_letter_id, sealed_sha256)
  SELECT $1::uuid, $2::uuid, sequence, event_id, occurred_at, dead_letter_id, sealed_sha256
  FROM unnest($3::bigint[], $4::uuid[], $5::timestamptz[], $6::uuid[], $7::text[]) AS entry (sequence, event_id, occurred_at, dead_letter_id, sealed_sha256)
  ORDER BY sequence
  ON CONFLICT (gateway_id, boot_id, sequence) DO NOTHING RETURNING sequence`;

// No conflict target and no RETURNING: either would ask for a right to read, which who takes in has not.
const SET_ASIDE = `INSERT INTO access_event_dead_letter (id, gateway_id, boot_id, sequence, received_at, code, sealed)
  SELECT id, $1::uuid, $2::uuid, sequence, $3::timestamptz, code, sealed
  FROM unnest($4::uuid[], $5::bigint[], $6::text[], $7::bytea[]) AS letter (id, sequence, code, sealed)
  ON CONFLICT DO NOTHING`;

type Column = readonly [name: string, type: string, of: (kept: EventToKeep) => unknown];
const COLUMNS: readonly Column[] = [
  ['id', 'uuid', ({ event }) => event.id],
  ['occurred_at', 'timestamptz', ({ event }) => event.occurredAt],
  ['received_at', 'timestamptz', ({ event }) => event.receivedAt],
  ['stated_at', 'timestamptz', ({ event }) => event.statedAt],
  ['gateway_id', 'uuid', ({ event }) => event.gatewayId],
  ['boot_id', 'uuid', ({ event }) => event.bootId],
  ['sequence', 'bigint', ({ event }) => event.sequence],
  ['service_code', 'text', ({ event }) => event.serviceCode],
  ['provider_ods_code', 'text', ({ event }) => event.providerOdsCode],
  ['consumer_ods_code', 'text', ({ event }) => event.consumerOdsCode],
  ['system_id', 'uuid', ({ event }) => event.systemId],
  ['user_id', 'text', ({ event }) => event.userId],
  ['user_name', 'text', ({ event }) => event.userName],
  ['user_job_role', 'text', ({ event }) => event.userJobRole],
  ['views', 'text[]', ({ event }) => arrayLiteral(event.views)],
  ['permitted_views', 'text[]', ({ event }) => arrayLiteral(event.permittedViews)],
  ['decision', 'text', ({ event }) => event.decision],
  ['reason', 'text', ({ event }) => event.reason],
  ['agreement_reference', 'text', ({ event }) => event.agreementReference],
  ['publication_number', 'integer', ({ event }) => event.publicationNumber],
  ['stop_list_number', 'integer', ({ event }) => event.stopListNumber],
  ['freshness', 'text', ({ event }) => event.freshness],
  ['patient_sealed', 'bytea', ({ event }) => event.patientSealed],
  ['patient_index', 'bytea', ({ event }) => event.patientIndex],
  ['message_id', 'text', ({ event }) => event.messageId],
  ['prescription_id', 'text', ({ event }) => event.prescriptionId],
  ['relationship', 'text', ({ event }) => event.relationship],
  ['emergency_reason', 'text', ({ event }) => event.emergencyReason],
  ['consent_given', 'boolean', ({ event }) => event.consentGiven],
  ['consent_recorded_at', 'timestamptz', ({ event }) => event.consentRecordedAt],
  ['flags', 'text[]', ({ event }) => arrayLiteral(event.flags)],
  ['salt', 'bytea', ({ salt }) => salt],
  ['leaf_hash', 'bytea', ({ leaf }) => leaf],
];
// An array of arrays must be rectangular, so lists travel as their literals and are read back per row.
const KEEP = `INSERT INTO access_event (${COLUMNS.map(([name]) => name).join(', ')})
  SELECT ${COLUMNS.map(([name, type]) => (type === 'text[]' ? `${name}::text[]` : name)).join(', ')}
  FROM unnest(${COLUMNS.map(([, type], index) => `$${index + 1}::${type === 'text[]' ? 'text' : type}[]`).join(', ')})
    AS event (${COLUMNS.map(([name]) => name).join(', ')})`;

const FOLLOWING = `SELECT sequence FROM access_event_sender WHERE gateway_id = $1 AND boot_id = $2 AND sequence > $3 ORDER BY sequence LIMIT $4`;
const MOST_AT_ONCE = 2_000;

/** Adds to the access log as the role that may only add. */
@Injectable()
export class AccessEventIntake {
  /** Sequence to the hash of the bytes it came with. */
  async known(tx: Tx, sender: Sender, sequences: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const rows = await sql<{ sequence: string; sealed_sha256: string }>(tx, KNOWN, [sender.gatewayId, sender.bootId, sequences]);
    return new Map(rows.map((row) => [Number(row.sequence), row.sealed_sha256]));
  }

  /** Takes the sequences for these events; those another batch took meanwhile are not among the answer. */
  async claim(tx: Tx, sender: Sender, taken: readonly TakenIn[]): Promise<ReadonlySet<number>> {
    if (taken.length === 0) return new Set();
    const rows = await sql<{ sequence: string }>(tx, CLAIM, [
      sender.gatewayId, sender.bootId, taken.map(({ entry }) => entry.sequence), taken.map(({ keep }) => keep?.event.id ?? null),
      taken.map(({ keep }) => keep?.event.occurredAt ?? null), taken.map(({ deadLetter }) => deadLetter?.id ?? null), taken.map(({ entry }) => entry.sha256),
    ]);
    return new Set(rows.map((row) => Number(row.sequence)));
  }

  async makeMonths(tx: Tx, instants: readonly Date[]): Promise<void> {
    const months = [...new Set(instants.map((instant) => `${instant.toISOString().slice(0, 7)}-01`))].sort();
    for (const month of months) await sql(tx, 'SELECT access_event_month($1::date)', [month]);
  }

  async keep(tx: Tx, events: readonly EventToKeep[]): Promise<void> {
    if (events.length === 0) return;
    await sql(tx, KEEP, COLUMNS.map(([, , of]) => events.map(of)));
  }

  /** How many of these were not set aside before. */
  async setAside(tx: Tx, sender: Sender, letters: readonly DeadLetter[]): Promise<number> {
    if (letters.length === 0) return 0;
    const runner = managerOf(tx).queryRunner!;
    const result = await runner.query(SET_ASIDE, [
      sender.gatewayId, sender.bootId, timeOf(tx), letters.map(({ id }) => id), letters.map(({ sequence }) => sequence),
      letters.map(({ code }) => code), letters.map(({ content }) => content),
    ], true);
    return result.affected ?? 0;
  }

  /** The highest sequence below which none is missing. `from` is one already known to be such, or 0; reading stops at the first gap. */
  async lastWithoutGap(tx: Tx, sender: Sender, from: number): Promise<number> {
    for (let last = from; ;) {
      const rows = await sql<{ sequence: string }>(tx, FOLLOWING, [sender.gatewayId, sender.bootId, last, MOST_AT_ONCE]);
      const gap = rows.findIndex(({ sequence }, index) => Number(sequence) !== last + index + 1);
      last += gap === -1 ? rows.length : gap;
      if (gap !== -1 || rows.length < MOST_AT_ONCE) return last;
    }
  }
}

function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}
