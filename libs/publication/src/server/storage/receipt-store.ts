import type { Receipt } from '@accord/enforcement';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** What a receipt is about; there is one of each. */
export interface ReceiptKey {
  readonly gatewayId: string;
  readonly publication: number;
  readonly stopList: number;
}

/** What a receipt for a publication may say. */
export interface IssuedForReceipt {
  readonly hash: string;
  /** With which it was compiled: no gateway enforces it with an older one. */
  readonly stopList: number;
  readonly newestStopList: number;
}

/** Receipts are only ever added. */
@Injectable()
export class ReceiptStore {
  /** Of these publications those that were issued, by their numbers. */
  async issued(tx: Tx, publications: readonly number[]): Promise<ReadonlyMap<number, IssuedForReceipt>> {
    const rows = await sql<IssuedForReceipt & { readonly number: number }>(tx, `
      SELECT number, hash, stop_list_number AS "stopList", (SELECT stop_list_number FROM publication ORDER BY number DESC LIMIT 1) AS "newestStopList"
      FROM publication WHERE number = ANY ($1::integer[])`, [publications]);
    return new Map(rows.map((row) => [row.number, row]));
  }

  /** Gives those that are new. In one order, for the same reason as below. */
  async add(tx: Tx, taken: readonly { readonly gatewayId: string; readonly receipt: Receipt }[], receivedAt: Date): Promise<readonly ReceiptKey[]> {
    const column = (pick: (receipt: Receipt) => unknown) => taken.map(({ receipt }) => pick(receipt));
    return sql<ReceiptKey>(tx, `
      INSERT INTO receipt (gateway_id, publication_number, stop_list_number, hash, applied_at, received_at, signature)
      SELECT gateway_id, publication_number, stop_list_number, hash, applied_at, $7, signature
      FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::timestamptz[], $6::text[]) AS row (gateway_id, publication_number, stop_list_number, hash, applied_at, signature)
      ORDER BY 1, 2, 3
      ON CONFLICT DO NOTHING RETURNING gateway_id AS "gatewayId", publication_number AS publication, stop_list_number AS "stopList"`,
      [taken.map(({ gatewayId }) => gatewayId), column((each) => each.publication), column((each) => each.stopList), column((each) => each.hash), column((each) => each.appliedAt),
        column((each) => each.signature), receivedAt]);
  }

  async noteAsked(tx: Tx, gatewayId: string, presented: string, at: Date): Promise<void> {
    await sql(tx, `INSERT INTO gateway_contact (gateway_id, seen_at, presented) VALUES ($1, $2, $3)
      ON CONFLICT (gateway_id) DO UPDATE SET seen_at = greatest(gateway_contact.seen_at, excluded.seen_at),
        presented = CASE WHEN excluded.seen_at >= gateway_contact.seen_at THEN excluded.presented ELSE gateway_contact.presented END`, [gatewayId, at, presented]);
  }

  /** In one order, so that two feeds that note the same gateways wait for each other instead of failing. Who never asked was heard when it opened its stream. */
  async noteHanded(tx: Tx, gatewayIds: readonly string[], at: Date): Promise<void> {
    await sql(tx, `INSERT INTO gateway_contact (gateway_id, seen_at, handed_at) SELECT id, $2, $2 FROM unnest($1::uuid[]) AS id ORDER BY id
      ON CONFLICT (gateway_id) DO UPDATE SET handed_at = greatest(gateway_contact.handed_at, excluded.handed_at)`, [gatewayIds, at]);
  }
}
