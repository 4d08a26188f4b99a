import { Injectable } from '@nestjs/common';
import { isId, NotFound, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { StandingFact } from '../domain/gate-fact.js';
import type { HostingWord } from '../domain/hosting-turns.js';

/** As it is recorded. */
export interface NewFact {
  readonly id: string;
  readonly odsCode: OdsCode;
  readonly kind: string;
  readonly value: string;
  readonly source: string;
  readonly from: Date;
  readonly until: Date | null;
}

const FACTS = 'SELECT id, ods_code AS "odsCode", kind, version, recorded_by AS "recordedBy", confirmed_at AS "confirmedAt", ended_at AS "endedAt" FROM gate_fact WHERE id = ANY ($1::uuid[])';
const LOCK = `SELECT FROM gate_fact WHERE id = ANY ($1::uuid[]) OR (kind = 'hosting' AND ods_code IN (SELECT ods_code FROM gate_fact WHERE id = ANY ($1::uuid[]) AND kind = 'hosting')) ORDER BY id FOR UPDATE`;
const ADD = `
  INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at)
  SELECT id, ods_code, kind, value, source, tstzrange(valid_from, valid_until), $8, $9
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[]) AS row (id, ods_code, kind, value, source, valid_from, valid_until)`;
/** Everything that says where providers are hosted: what counts, and these, of which nobody knows yet whether they do. */
const HOSTING = `
  SELECT id, ods_code AS "odsCode", kind, value, lower(valid_during) AS "from", upper(valid_during) AS until, recorded_at AS "recordedAt", ended_at AS "endedAt", confirmed_at IS NOT NULL AS "isConfirmed"
  FROM gate_fact WHERE ods_code = ANY ($1::text[]) AND kind = 'hosting' AND (confirmed_at IS NOT NULL OR id = ANY ($2::uuid[]))`;

/** Facts that gates rest on. */
@Injectable()
export class GateFacts {
  /** Two who say something of one provider's hosting wait for each other, in one order: what each of them was shown rests on what else counts. */
  async lock(tx: Tx, ids: readonly string[]): Promise<readonly StandingFact[]> {
    await sql(tx, LOCK, [ids.filter(isId)]);
    return this.byIds(tx, ids);
  }

  /** All of them, or it is as if there were none. */
  async byIds(tx: Tx, ids: readonly string[]): Promise<readonly StandingFact[]> {
    const facts = await sql<StandingFact>(tx, FACTS, [ids.filter(isId)]);
    if (facts.length === 0 || facts.length !== new Set(ids).size) throw new NotFound('fact');
    return facts;
  }

  /** Where an organisation counts: who serves one of these localities may speak of it, and all of them hear of it. */
  async localitiesOf(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const rows = await sql<{ code: string; ids: string[] }>(tx,
      'SELECT ods_code AS code, array_agg(locality_id) AS ids FROM localities_of($1, $2) GROUP BY ods_code', [[...new Set(codes)], timeOf(tx)]);
    return new Map(rows.map((row) => [row.code, row.ids]));
  }

  async hosting(tx: Tx, codes: readonly OdsCode[], waiting: readonly string[]): Promise<readonly HostingWord[]> {
    return codes.length === 0 ? [] : sql<HostingWord>(tx, HOSTING, [codes, waiting]);
  }

  async add(tx: Tx, facts: readonly NewFact[], by: PersonId | null): Promise<void> {
    await sql(tx, ADD, [facts.map(({ id }) => id), facts.map(({ odsCode }) => odsCode), facts.map(({ kind }) => kind), facts.map(({ value }) => value), facts.map(({ source }) => source),
      facts.map(({ from }) => from), facts.map(({ until }) => until), by, timeOf(tx)]);
  }

  async confirm(tx: Tx, facts: readonly StandingFact[], by: PersonId | null): Promise<void> {
    await sql(tx, 'UPDATE gate_fact SET confirmed_by = $2, confirmed_at = $3, version = version + 1 WHERE id = ANY ($1::uuid[])', [facts.map(({ id }) => id), by, timeOf(tx)]);
  }

  async end(tx: Tx, { id }: StandingFact, by: PersonId | null): Promise<void> {
    await sql(tx, 'UPDATE gate_fact SET ended_by = $2, ended_at = $3, version = version + 1 WHERE id = $1', [id, by, timeOf(tx)]);
  }
}
