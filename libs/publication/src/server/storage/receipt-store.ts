import type { Receipt } from '@accord/enforcement';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** Receipts are only ever added. */
@Injectable()
export class ReceiptStore {
  async hashOf(tx: Tx, publication: number): Promise<string | undefined> {
    const [row] = await sql<{ hash: string }>(tx, 'SELECT hash FROM publication WHERE number = $1', [publication]);
    return row?.hash;
  }

  async add(tx: Tx, gatewayId: string, receipt: Receipt, receivedAt: Date): Promise<boolean> {
    const rows = await sql(tx, `
      INSERT INTO receipt (gateway_id, publication_number, stop_list_number, hash, applied_at, received_at, signature)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING gateway_id`,
      [gatewayId, receipt.publication, receipt.stopList, receipt.hash, receipt.appliedAt, receivedAt, receipt.signature]);
    return rows.length > 0;
  }

  /** In one order, so that two feeds that note the same gateways wait for each other instead of failing. */
  async noteContact(tx: Tx, gatewayIds: readonly string[], seenAt: Date): Promise<void> {
    await sql(tx, `INSERT INTO gateway_contact (gateway_id, seen_at) SELECT id, $2 FROM unnest($1::uuid[]) AS id ORDER BY id
      ON CONFLICT (gateway_id) DO UPDATE SET seen_at = greatest(gateway_contact.seen_at, excluded.seen_at)`, [gatewayIds, seenAt]);
  }
}
