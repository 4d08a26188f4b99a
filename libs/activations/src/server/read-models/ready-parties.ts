import { Injectable } from '@nestjs/common';
import { PartiesReadyToGoLive, type ReadyToGoLive } from '@accord/activations';
import type { Tx } from '@accord/kernel';
import { actorOf, sql } from '@accord/kernel/server';
import { LocalityReadinessReader, type SeenLocality } from './locality-readiness.js';

/** Gates are read only of localities where somebody is approved and not live. */
const WITH_APPROVED = `
  SELECT id, code, name FROM locality WHERE id = ANY ($1::uuid[])
    AND (EXISTS (SELECT FROM participation WHERE locality_id = locality.id AND state = 'approved') OR EXISTS (SELECT FROM consumer_part WHERE locality_id = locality.id AND state = 'approved')
      OR EXISTS (SELECT FROM renewal WHERE locality_id = locality.id AND state = 'approved'))`;

/** Who is approved and meets every gate now. */
@Injectable()
export class ReadyParties extends PartiesReadyToGoLive {
  constructor(private readonly readiness: LocalityReadinessReader) { super(); }

  async byAgreement(tx: Tx): Promise<readonly ReadyToGoLive[]> {
    const localities = await sql<SeenLocality>(tx, WITH_APPROVED, [actorOf(tx).localities]);
    if (localities.length === 0) return [];
    const titles = new Map((await this.readiness.agreements(tx, localities.map(({ id }) => id))).map(({ id, reference, title }) => [id, `${reference}, ${title}`]));
    const found = new Map<string, ReadyToGoLive>();
    for (const { agreementId, state, renewalState, stateAt, gates } of await this.readiness.parties(tx, localities)) {
      if (agreementId === null || stateAt === null || (renewalState ?? state) !== 'approved' || gates.some((gate) => gate.state !== 'done')) continue;
      const known = found.get(agreementId);
      found.set(agreementId, { agreementId, about: titles.get(agreementId) ?? '', count: (known?.count ?? 0) + 1, since: known === undefined || stateAt < known.since ? stateAt : known.since });
    }
    return [...found.values()];
  }
}
