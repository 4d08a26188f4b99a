import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

export interface VersionStanding { readonly providers: number; readonly consumers: number; readonly asked: number }

/** Who is live by which version of an agreement, and whom each still asks; row-level security says whom the reader sees. */
@Injectable()
export class VersionStandings {
  async of(tx: Tx, agreementId: string): Promise<ReadonlyMap<string, VersionStanding>> {
    const rows = await sql<VersionStanding & { versionId: string }>(tx, `
      SELECT "versionId", count(*) FILTER (WHERE side = 'provider')::int AS providers, count(*) FILTER (WHERE side = 'consumer')::int AS consumers, count(*) FILTER (WHERE side = 'asked')::int AS asked FROM (
        SELECT agreement_version_id AS "versionId", 'provider' AS side FROM participation WHERE agreement_id = $1 AND state IN ('live', 'suspended')
        UNION ALL SELECT agreement_version_id, 'consumer' FROM consumer_part WHERE agreement_id = $1 AND state IN ('live', 'suspended')
        UNION ALL SELECT agreement_version_id, 'asked' FROM participation WHERE agreement_id = $1 AND state IN ('invited', 'signed', 'rejected', 'verified', 'approved')
        UNION ALL SELECT agreement_version_id, 'asked' FROM consumer_part WHERE agreement_id = $1 AND state IN ('invited', 'accepted', 'rejected', 'verified', 'approved')
        UNION ALL SELECT agreement_version_id, 'asked' FROM renewal WHERE agreement_id = $1 AND state NOT IN ('over', 'lapsed', 'declined')) party GROUP BY 1`, [agreementId]);
    return new Map(rows.map(({ versionId, ...standing }) => [versionId, standing]));
  }
}
