import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

export interface ActivationRow {
  id: string; agreementId: string; agreementReference: string; localityId: string; state: string; content: string; contentHash: string; submittedAt: Date; submittedBy: string | null;
  approvedAt: Date | null; approvedBy: string | null; rejectedReason: string | null; version: number;
}

export interface GateFactRow {
  id: string; odsCode: string; kind: string; value: string; source: string; from: Date; until: Date | null; recordedAt: Date; confirmedAt: Date | null; endedAt: Date | null; version: number;
}

const SELECT = `
  SELECT activation.id, activation.agreement_id AS "agreementId", agreement.reference AS "agreementReference", activation.locality_id AS "localityId", activation.state,
    activation.content, activation.content_hash AS "contentHash", activation.submitted_at AS "submittedAt", submitter.name AS "submittedBy",
    activation.approved_at AS "approvedAt", approver.name AS "approvedBy", activation.rejected_reason AS "rejectedReason", activation.version
  FROM activation JOIN sharing_agreement agreement ON agreement.id = activation.agreement_id
  LEFT JOIN person submitter ON submitter.id = activation.submitted_by LEFT JOIN person approver ON approver.id = activation.approved_by`;

@Injectable()
export class ActivationsReader {
  async byId(tx: Tx, id: string): Promise<ActivationRow | null> {
    return isId(id) ? (await sql<ActivationRow>(tx, `${SELECT} WHERE activation.id = $1`, [id]))[0] ?? null : null;
  }

  async ofAgreement(tx: Tx, agreementId: string): Promise<ActivationRow[]> {
    return isId(agreementId) ? sql<ActivationRow>(tx, `${SELECT} WHERE activation.agreement_id = $1 ORDER BY activation.submitted_at DESC`, [agreementId]) : [];
  }

  async factsOf(tx: Tx, odsCode: string): Promise<GateFactRow[]> {
    return sql<GateFactRow>(tx, `SELECT id, ods_code AS "odsCode", kind, value, source, lower(valid_during) AS "from", upper(valid_during) AS "until", recorded_at AS "recordedAt",
      confirmed_at AS "confirmedAt", ended_at AS "endedAt", version FROM gate_fact WHERE ods_code = $1 ORDER BY kind, valid_during DESC`, [odsCode]);
  }
}
