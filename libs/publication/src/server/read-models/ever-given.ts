import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** Which of these gateways were given a timestamp at some time: whoever was not is waited for by no stop, so none is pushed to it unasked. */
export async function everGiven(tx: Tx, gatewayIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (gatewayIds.length === 0) return new Set();
  const rows = await sql<{ id: string }>(tx, 'SELECT gateway_id AS id FROM gateway_contact WHERE gateway_id = ANY ($1::uuid[])', [gatewayIds]);
  return new Set(rows.map(({ id }) => id));
}
