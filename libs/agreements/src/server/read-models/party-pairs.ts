import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';

/** Somebody on the other side, and the views agreed between the two. */
export interface SharedWith {
  readonly odsCode: string;
  readonly name: string;
  readonly views: string[];
}

/** What is agreed and live on both sides through one part, and so what stops with it: all that can be seen, and no word on what is seen at this moment. */
export interface PartyPairsRow {
  readonly partyId: string;
  readonly pairs: number;
  readonly views: string[];
  readonly sharedWith: readonly SharedWith[];
}

const MOST = 200;

/** Pairs held now whose two sides are live; row-level security leaves to each organisation its own. */
const PAIRS = `
  FROM pair
  JOIN participation provider ON provider.id = pair.participation_id AND provider.state = 'live'
  JOIN consumer_part consumer ON consumer.id = pair.consumer_part_id AND consumer.state = 'live'
  JOIN agreement_version_consumer wanted ON wanted.version_id = consumer.agreement_version_id AND wanted.consumer_ods_code = consumer.consumer_ods_code
  WHERE (pair.participation_id = $1 OR pair.consumer_part_id = $1) AND pair.held_during @> $2::timestamptz`;

/** Asked before a part is suspended, withdrawn or left. */
@Injectable()
export class PartyPairs {
  async of(tx: Tx, id: string, first: number): Promise<PartyPairsRow | null> {
    if (first < 1 || first > MOST) throw new InvalidInput('first', `ask for 1 to ${MOST}`);
    const parties = isId(id) ? await sql(tx, 'SELECT 1 FROM participation WHERE id = $1 UNION ALL SELECT 1 FROM consumer_part WHERE id = $1', [id]) : [];
    if (parties.length === 0) return null;
    const [sum] = await sql<{ pairs: string; views: string[] }>(tx, `
      WITH shown AS (SELECT wanted.views ${PAIRS})
      SELECT (SELECT count(*) FROM shown) AS pairs, ARRAY(SELECT DISTINCT view FROM shown CROSS JOIN LATERAL unnest(shown.views) AS view ORDER BY view) AS views`, [id, timeOf(tx)]);
    const sharedWith = await sql<SharedWith>(tx, `
      SELECT other.ods_code AS "odsCode", other.name, shown.views
      FROM (SELECT CASE WHEN pair.participation_id = $1 THEN pair.consumer_ods_code ELSE pair.provider_ods_code END AS code, wanted.views ${PAIRS}) shown
      JOIN organisation other ON other.ods_code = shown.code ORDER BY other.name, other.ods_code LIMIT $3`, [id, timeOf(tx), first]);
    return { partyId: id, pairs: Number(sum?.pairs ?? 0), views: sum?.views ?? [], sharedWith };
  }
}
