import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { AskedAlike, PairImpact } from '../../contract/index.js';

const DAYS = 30;
const REQUESTS = `
  SELECT service_code AS service, provider_ods_code AS provider, consumer_ods_code AS consumer, views, decision, reason, requests::int, newest
  FROM impact_requests($1::text[], $2::text[], $3::text[], $4::timestamptz, $5::timestamptz)`;

/** What was asked between these pairs in the last thirty days, and answered how: counted where it lies, never fetched. */
export async function requestsOfPairs(tx: Tx, pairs: readonly PairImpact[]): Promise<{ readonly since: Date; readonly asked: readonly AskedAlike[] }> {
  const at = timeOf(tx);
  const since = new Date(at.getTime() - DAYS * 86_400_000);
  const column = (name: 'service' | 'provider' | 'consumer'): string[] => pairs.map((pair) => pair[name]);
  return { since, asked: pairs.length === 0 ? [] : await sql<AskedAlike>(tx, REQUESTS, [column('service'), column('provider'), column('consumer'), since, at]) };
}
