import { Injectable } from '@nestjs/common';
import { viewsSeen } from '@accord/agreements';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { SeenNow, type SeenInShort, type SeenOfSide } from '../../contract/index.js';
import { sights } from './sights.js';

/** The services in which the organisation shares, or looks. */
const SIDES = `
  SELECT DISTINCT service_code AS service, 'provider' AS side FROM participation WHERE provider_ods_code = $1
  UNION SELECT DISTINCT service_code, 'consumer' FROM consumer_part WHERE consumer_ods_code = $1`;

@Injectable()
export class SightsInShort extends SeenNow {
  async inShort(tx: Tx, odsCode: string): Promise<SeenInShort> {
    const views = { provider: new Map<string, Set<string>>(), consumer: new Map<string, Set<string>>() };
    for (const { service, side } of await sql<{ service: string; side: 'provider' | 'consumer' }>(tx, SIDES, [odsCode])) {
      const { rows } = await sights(tx, { service, provider: null, consumer: null, [side]: odsCode });
      for (const row of rows) {
        const other = side === 'provider' ? row.consumerOdsCode : row.providerOdsCode;
        const seen = viewsSeen(row, timeOf(tx)).map((view) => `${service} ${view}`);
        if (seen.length > 0) views[side].set(other, new Set([...views[side].get(other) ?? [], ...seen]));
      }
    }
    return { seenBy: figuresOf(views.provider), sees: figuresOf(views.consumer) };
  }
}

const figuresOf = (views: ReadonlyMap<string, ReadonlySet<string>>): SeenOfSide => ({ organisations: views.size, mostViews: Math.max(0, ...[...views.values()].map(({ size }) => size)) });
