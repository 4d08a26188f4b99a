import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { MissingSequences } from '../../contract/index.js';

const GAPS = `SELECT gateway_id, boot_id, previous + 1 AS first, sequence - 1 AS last
  FROM (SELECT gateway_id, boot_id, sequence, lag(sequence, 1, 0::bigint) OVER (PARTITION BY gateway_id, boot_id ORDER BY sequence) AS previous
    FROM access_event_sender WHERE $1::uuid IS NULL OR gateway_id = $1) held
  WHERE sequence > previous + 1
  ORDER BY gateway_id, boot_id, first LIMIT $2`;

/** Which sequences each gateway used, or must have used, and Accord does not hold. A gap shows at once; it closes when they arrive. */
@Injectable()
export class MissingSequencesOfGateways {
  async list(tx: Tx, gatewayId: string | null = null, most = 100): Promise<MissingSequences[]> {
    const rows = await sql<{ gateway_id: string; boot_id: string; first: string; last: string }>(tx, GAPS, [gatewayId, most]);
    return rows.map((row) => ({ gatewayId: row.gateway_id, bootId: row.boot_id, first: Number(row.first), last: Number(row.last) }));
  }
}
