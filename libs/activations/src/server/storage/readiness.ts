import { Injectable } from '@nestjs/common';
import type { OdsCode, Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { gatesOf, type GateFactKind, type GateReading } from '@accord/activations';

/** One side whose gates are wanted. */
export interface Subject {
  readonly side: 'provider' | 'consumer';
  readonly odsCode: OdsCode;
  readonly state: string;
}

interface Row {
  ods_code: OdsCode; open: boolean; has_certificate: boolean;
  facts: { kind: GateFactKind; value: string; from: string; until: string | null; recordedAt: string }[];
}

const PROVED = ['verified', 'approved', 'live', 'suspended'];

/** Reads gates from dated facts, for many organisations at once. */
@Injectable()
export class Readiness {
  async of(tx: Tx, subjects: readonly Subject[]): Promise<ReadonlyMap<OdsCode, readonly GateReading[]>> {
    const at = timeOf(tx);
    const rows = await sql<Row>(tx, `
      SELECT organisation.ods_code,
        coalesce(organisation_open_until(organisation.ods_code), 'infinity') > $2::timestamptz AS open,
        EXISTS (SELECT 1 FROM system_certificate certificate WHERE certificate.consumer_ods_code = organisation.ods_code AND certificate.confirmed_at IS NOT NULL
          AND certificate.revoked_at IS NULL AND certificate.valid_during @> $2::timestamptz) AS has_certificate,
        coalesce((SELECT json_agg(json_build_object('kind', kind, 'value', value, 'from', lower(valid_during), 'until', upper(valid_during), 'recordedAt', recorded_at)) FROM gate_fact
          WHERE gate_fact.ods_code = organisation.ods_code AND confirmed_at IS NOT NULL AND (ended_at IS NULL OR ended_at > $2::timestamptz)
            AND valid_during @> $2::timestamptz), '[]') AS facts
      FROM organisation WHERE ods_code = ANY ($1)`, [subjects.map((subject) => subject.odsCode), at]);
    const found = new Map(rows.map((row) => [row.ods_code, row]));
    return new Map(subjects.map((subject) => {
      const row = found.get(subject.odsCode);
      return [subject.odsCode, gatesOf({
        side: subject.side, open: row?.open ?? false, evidenceVerified: PROVED.includes(subject.state), hasCurrentCertificate: row?.has_certificate ?? false,
        usesMesh: false, facts: (row?.facts ?? []).map((fact) => ({ ...fact, from: new Date(fact.from), until: fact.until === null ? null : new Date(fact.until), recordedAt: new Date(fact.recordedAt) })),
      }, at)] as const;
    }));
  }
}
