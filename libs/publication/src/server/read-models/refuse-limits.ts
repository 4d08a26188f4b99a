import type { PublicationTarget } from '@accord/enforcement';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** What gateways go by is in what they hold: for each publication and locality, after how long without a word everything is refused. */
export type RefuseLimits = (publication: number | null, localities: readonly string[]) => number | null;

/** A target never changes, so what one says is asked once; beyond these, all are asked anew. */
const MOST_KEPT = 10_000;
const saidBy = new Map<string, number>();

/**
 * The limits of these publications (null: the newest). Of several localities the longest counts: only then is all refused. Who signed for a publication that
 * knew none of them may have been given the newest since, so its limits count then.
 */
export async function refuseLimitsOf(tx: Tx, publications: readonly (number | null)[]): Promise<RefuseLimits> {
  const numbers = publications.filter((number) => number !== null);
  const rows = await sql<{ number: number; content: Buffer; isNewest: boolean }>(tx, `
    SELECT number, content, number = (SELECT max(number) FROM publication) AS "isNewest" FROM publication WHERE number = ANY ($1::integer[]) OR number = (SELECT max(number) FROM publication)`, [[...new Set(numbers)]]);
  const listed = new Map<number | null, PublicationTarget['localities']>();
  for (const { number, content, isNewest } of rows) {
    const { localities } = JSON.parse(content.toString()) as PublicationTarget;
    listed.set(number, localities);
    if (isNewest) listed.set(null, localities);
  }
  await learn(tx, [...listed.values()].flatMap((localities) => Object.values(localities)));
  return (publication, localities) => {
    const limitsIn = (held: PublicationTarget['localities'] = {}): readonly number[] => localities.flatMap((code) => saidBy.get(held[code] ?? '') ?? []);
    const [signedFor, newest] = [limitsIn(listed.get(publication)), limitsIn(listed.get(null))];
    const limits = signedFor.length > 0 ? signedFor : newest;
    return limits.length === 0 ? null : Math.max(...limits) * 1000;
  };
}

async function learn(tx: Tx, hashes: readonly string[]): Promise<void> {
  if (saidBy.size > MOST_KEPT) saidBy.clear();
  const unknown = [...new Set(hashes)].filter((sha256) => !saidBy.has(sha256));
  if (unknown.length === 0) return;
  const rows = await sql<{ sha256: string; seconds: number }>(tx, `SELECT sha256, (convert_from(content, 'UTF8')::json ->> 'refuseAfterSeconds')::integer AS seconds FROM tuf_target WHERE sha256 = ANY ($1::text[])`, [unknown]);
  for (const { sha256, seconds } of rows) saidBy.set(sha256, seconds);
}
