import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** The view set per consumer that a provider's evidence proves (R1, R2). */
@Injectable()
export class ProvedTerms {
  /** What this provider has now signed for replaces what an earlier, rejected signature said. */
  async keep(tx: Tx, participationId: string, versionId: string): Promise<void> {
    await sql(tx, 'DELETE FROM participation_terms WHERE participation_id = $1', [participationId]);
    await sql(tx, `INSERT INTO participation_terms SELECT $1, consumer_ods_code, view_set_id FROM agreement_version_consumer WHERE version_id = $2`, [participationId, versionId]);
  }

  /** What the version that each provider has gone over to proves beside what was proved before. */
  async add(tx: Tx, participationIds: readonly string[]): Promise<void> {
    await sql(tx, `INSERT INTO participation_terms SELECT party.id, named.consumer_ods_code, named.view_set_id FROM participation party JOIN agreement_version_consumer named ON named.version_id = party.agreement_version_id
      WHERE party.id = ANY ($1::uuid[]) ON CONFLICT DO NOTHING`, [participationIds]);
  }
}
