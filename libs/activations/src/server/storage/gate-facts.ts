import { Injectable } from '@nestjs/common';
import { hostedUntil, type EndingFact, type GateFactKind } from '@accord/activations';
import type { ActOnAccess } from '@accord/agreements';
import { isId, NotFound, type OdsCode, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';

/** A fact as it is ended. */
export interface StandingFact {
  readonly id: string;
  readonly odsCode: OdsCode;
  readonly kind: GateFactKind;
  readonly version: number;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
}

const FACT = 'SELECT id, ods_code AS "odsCode", kind, version, confirmed_at AS "confirmedAt", ended_at AS "endedAt" FROM gate_fact WHERE id = $1';
/** What else says where a provider is hosted. */
const OTHERS = `
  SELECT value, lower(valid_during) AS "from", least(upper(valid_during), ended_at) AS until, recorded_at AS "recordedAt"
  FROM gate_fact WHERE ods_code = $1 AND kind = 'hosting' AND confirmed_at IS NOT NULL AND id <> $2`;

/** Facts that gates rest on, one at a time. */
@Injectable()
export class GateFacts {
  async lock(tx: Tx, id: string): Promise<StandingFact> {
    return this.one(tx, id, `${FACT} FOR UPDATE`);
  }

  /** Where an organisation counts: who serves one of these localities may speak of it, and all of them hear of it. */
  async localitiesOf(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const rows = await sql<{ code: string; ids: string[] }>(tx,
      'SELECT ods_code AS code, array_agg(locality_id) AS ids FROM localities_of($1, $2) GROUP BY ods_code', [[...new Set(codes)], timeOf(tx)]);
    return new Map(rows.map((row) => [row.code, row.ids]));
  }

  async ending(tx: Tx, id: string): Promise<EndingFact> {
    const fact = await this.one(tx, id, FACT);
    return { act: await this.actOf(tx, fact), odsCode: fact.odsCode, localityIds: (await this.localitiesOf(tx, [fact.odsCode])).get(fact.odsCode) ?? [] };
  }

  /** Only hosting is asked for after somebody has gone live; and what nobody has confirmed never counted. */
  async actOf(tx: Tx, { id, odsCode, kind, confirmedAt, endedAt }: StandingFact): Promise<ActOnAccess> {
    if (kind !== 'hosting' || confirmedAt === null || endedAt !== null) return { kind: 'several', acts: [] };
    const others = await sql<{ value: string; from: Date; until: Date | null; recordedAt: Date }>(tx, OTHERS, [odsCode, id]);
    return { kind: 'hosted', providerOdsCode: odsCode, until: hostedUntil(others.map((each) => ({ ...each, kind: 'hosting' })), timeOf(tx))?.toISOString() ?? null };
  }

  private async one(tx: Tx, id: string, text: string): Promise<StandingFact> {
    const [fact] = isId(id) ? await sql<StandingFact>(tx, text, [id]) : [];
    if (fact === undefined) throw new NotFound('fact');
    return fact;
  }
}
