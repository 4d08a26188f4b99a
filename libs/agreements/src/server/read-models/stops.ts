import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

export interface StopRow {
  id: string; kind: string; scopeKind: string; agreementId: string | null; participationId: string | null; consumerPartId: string | null; providerOdsCode: string | null;
  consumerOdsCode: string | null; fromAt: Date; reason: string | null; imposedSide: string; imposedAt: Date; resumeAskedAt: Date | null; liftedAt: Date | null; version: number;
  agreementReference: string | null; organisationName: string | null; consumerName: string | null; localityId: string | null; localityName: string | null; localityIds: string[];
  imposedFor: string | null; systemId: string | null; systemName: string | null; serviceCode: string | null; viewNames: string[] | null; mayStatement: boolean;
}

/** A stop as one of the agreements it reaches shows it. */
export type ReachingStopRow = StopRow & { readonly shownIn: string };

const COLUMNS = `
  stop.id, stop.kind, stop.scope_kind AS "scopeKind", stop.agreement_id AS "agreementId", stop.participation_id AS "participationId", stop.consumer_part_id AS "consumerPartId",
  stop.provider_ods_code AS "providerOdsCode", stop.consumer_ods_code AS "consumerOdsCode", stop.from_at AS "fromAt",
  CASE WHEN accord_reads_stop_reason(stop.imposed_side, stop.imposed_for) THEN stop.reason END AS reason, stop.imposed_side AS "imposedSide", stop.imposed_at AS "imposedAt",
  stop.resume_asked_at AS "resumeAskedAt", stop.lifted_at AS "liftedAt", stop.version, stop.imposed_for AS "imposedFor", stop.locality_id AS "localityId", stop.system_id AS "systemId", stop.service_code AS "serviceCode",
  (SELECT reference FROM sharing_agreement WHERE sharing_agreement.id = stop.agreement_id) AS "agreementReference",
  (SELECT name FROM organisation WHERE ods_code = coalesce(stop.provider_ods_code, stop.consumer_ods_code)) AS "organisationName",
  (SELECT name FROM organisation WHERE ods_code = stop.consumer_ods_code) AS "consumerName",
  (SELECT name FROM consumer_system WHERE consumer_system.id = stop.system_id) AS "systemName",
  (SELECT array_agg(view.name ORDER BY view.position) FROM service_view view WHERE view.service_code = stop.service_code AND view.code = ANY (stop.views)) AS "viewNames",
  (SELECT name FROM locality WHERE locality.id = stop.locality_id) AS "localityName",
  -- Of the localities in which it is handled, the reader's own.
  CASE WHEN stop.locality_id IS NOT NULL THEN ARRAY[stop.locality_id]
    ELSE ARRAY(SELECT DISTINCT served.locality_id FROM localities_of(ARRAY[coalesce(stop.provider_ods_code, stop.consumer_ods_code)], accord_at()) served WHERE served.locality_id = ANY (accord_localities())) END AS "localityIds",
  accord_duty() IN ('activation-officer', 'approver')
    OR (stop.imposed_for = accord_ods() AND accord_duty() IN ('signatory', 'practice-governance-lead', 'viewer-governance-lead', 'privacy-officer')) IS TRUE AS "mayStatement"`;

/** Every stop that reaches an agreement of $1: its own, and those of its locality and of organisations that are party to it. */
const REACHING = `
  FROM sharing_agreement shown JOIN stop ON stop.agreement_id = shown.id
    OR (stop.agreement_id IS NULL AND (
      (stop.scope_kind = 'locality' AND stop.locality_id = shown.locality_id)
      OR EXISTS (SELECT FROM participation WHERE participation.agreement_id = shown.id AND participation.provider_ods_code = stop.provider_ods_code)
      OR ((stop.service_code IS NULL OR stop.service_code = shown.service_code)
        AND EXISTS (SELECT FROM consumer_part WHERE consumer_part.agreement_id = shown.id AND consumer_part.consumer_ods_code = stop.consumer_ods_code))))
  WHERE shown.id = ANY ($1)`;

export interface StopList {
  readonly total: number;
  readonly items: readonly StopRow[];
}

/** What was stopped, as far as the reader may see it: row-level security says so. */
@Injectable()
export class StopsReader {
  async reaching(tx: Tx, agreementIds: readonly string[]): Promise<ReachingStopRow[]> {
    return sql<ReachingStopRow>(tx, `SELECT shown.id AS "shownIn", ${COLUMNS} ${REACHING} ORDER BY stop.imposed_at DESC, stop.id`, [agreementIds]);
  }

  async byId(tx: Tx, id: string): Promise<StopRow | null> {
    return isId(id) ? (await sql<StopRow>(tx, `SELECT ${COLUMNS} FROM stop WHERE stop.id = $1`, [id]))[0] ?? null : null;
  }

  /** Newest first; suspensions that stand, everything final, what was lifted, or all. */
  async list(tx: Tx, { page, perPage, state }: { readonly page: number; readonly perPage: number; readonly state?: string | null | undefined }): Promise<StopList> {
    if (page < 1 || perPage < 1 || perPage > 100) throw new InvalidInput('perPage', 'ask for 1 to 100');
    const condition = state == null || state === '' ? 'true' : STATES[state];
    if (condition === undefined) throw new InvalidInput('state', `one of ${Object.keys(STATES).join(', ')}`);
    const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total FROM stop WHERE ${condition}`);
    const items = await sql<StopRow>(tx, `SELECT ${COLUMNS} FROM stop WHERE ${condition} ORDER BY stop.imposed_at DESC, stop.id LIMIT $1 OFFSET $2`, [perPage, (page - 1) * perPage]);
    return { total: counted!.total, items };
  }
}

const STATES: Readonly<Record<string, string>> = {
  standing: `stop.kind = 'suspension' AND stop.lifted_at IS NULL`, asked: `stop.kind = 'suspension' AND stop.lifted_at IS NULL AND stop.resume_asked_at IS NOT NULL`,
  lifted: 'stop.lifted_at IS NOT NULL', final: `stop.kind <> 'suspension'`,
};
