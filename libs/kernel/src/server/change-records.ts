import type { EntityManager } from 'typeorm';
import { isId, newId, withoutNhsNumbers, type Actor, type LocalityId, type OdsCode, type PersonId, type Refusal, type Tx } from '../contract/index.js';
import { concernOf, type Noted } from './concern.js';
import { actorOf, managerOf, timeOf } from './open-transaction.js';
import type { Command } from './transactions.js';

/** What changed. A patient's number that stands in it by mistake is not kept (R12). */
export interface Change {
  /** e.g. `participation.verified` */
  readonly type: string;
  readonly subject: string;
  readonly odsCode?: OdsCode | string | null;
  readonly agreementId?: string | null;
  readonly localityId?: LocalityId | string | null;
  readonly reason?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Whose doing it was, where Accord acts before it can know the person: a sign-in. */
  readonly by?: ByPerson;
}

export interface ByPerson {
  readonly personId: PersonId;
  readonly name: string;
}

const INSERT = `INSERT INTO change_record
  (id, recorded_at, type, subject, outcome, refusal_code, person_id, actor_kind, actor_name, duty, acting_ods_code, ods_code, agreement_id, locality_id, reason, details, origin)
  SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::uuid[], $14::uuid[], $15::text[], $16::jsonb[], $17::text[])`;

/** Who, in which duty, for which organisation, when, what changed, from where (R8). Append-only: the database has no way to take one back. */
export class Changes {
  async record(tx: Tx, ...changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    const at = timeOf(tx);
    await insert(managerOf(tx), actorOf(tx), at, changes.map((change) => ({ ...change, outcome: 'done', refusalCode: null })));
  }
}

export async function recordRefusedAttempt(manager: EntityManager, actor: Actor, at: Date, command: Command, refusal: Refusal, noted: Noted): Promise<void> {
  const { agreementId, localityId, odsCode } = concernOf(command, noted);
  await insert(manager, actor, at, [{
    type: command.act, subject: plain(command.subject ?? ''), odsCode: odsCode ?? actor.odsCode, agreementId, localityId,
    outcome: 'refused', refusalCode: refusal.code, details: noted.concern.gatewayCode === undefined ? {} : { code: noted.concern.gatewayCode },
  }]);
}

/** A fingerprint or another SHA-256: digits that happen to stand together in it are nobody's number. */
const DIGEST = /^[0-9a-f]{64}$/;

/** What was named in a refused attempt is whatever somebody sent: of text that is no id, only what is safe to keep, and no number a patient may have (R12). */
function plain(subject: string): string {
  return isId(subject) || DIGEST.test(subject) ? subject : subject.replace(/[\p{C}\p{Surrogate}]/gu, '').replace(/(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/g, '…').slice(0, 200).replace(/\p{Surrogate}$/u, '');
}

type Row = Change & { readonly outcome: 'done' | 'refused'; readonly refusalCode: string | null };

async function insert(manager: EntityManager, actor: Actor, at: Date, rows: readonly Row[]): Promise<void> {
  const column = (pick: (row: Row) => unknown): unknown[] => rows.map(pick);
  await manager.query(INSERT, [
    column(() => newId(at)), column(() => at), column((row) => row.type), column((row) => withoutNhsNumbers(row.subject)), column((row) => row.outcome),
    column((row) => row.refusalCode), column((row) => (row.by ?? actor).personId), column((row) => (row.by === undefined ? actor.kind : 'person')), column((row) => (row.by ?? actor).name),
    column((row) => (row.by === undefined ? actor.duty : null)),
    column(() => actor.odsCode), column((row) => row.odsCode ?? null), column((row) => row.agreementId ?? null),
    column((row) => row.localityId ?? null), column((row) => textOrNull(row.reason)), column((row) => JSON.stringify(row.details ?? {}, scrubbed)), column(() => actor.origin),
  ]);
}

function textOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : withoutNhsNumbers(text);
}

/** People write reasons, titles and names; details repeat what they wrote. */
function scrubbed(_member: string, value: unknown): unknown {
  return typeof value === 'string' ? withoutNhsNumbers(value) : value;
}
