import { Injectable } from '@nestjs/common';
import type { TurningFacts } from '@accord/activations';
import type { ActOnAccess } from '@accord/agreements';
import { InvalidInput, type Tx } from '@accord/kernel';
import { demand, timeOf } from '@accord/kernel/server';
import { counts, demandWaiting, type StandingFact } from '../domain/gate-fact.js';
import { actOf, givesBack, hostingTurns, type HostingTurn } from '../domain/hosting-turns.js';
import { GateFacts } from '../storage/gate-facts.js';

/** More are recorded, and confirmed, in several acts. */
const FACTS_AT_ONCE = 20_000;

export function demandFewFacts(field: 'facts' | 'ids', count: number): void {
  if (count > FACTS_AT_ONCE) throw new InvalidInput(field, `name up to ${FACTS_AT_ONCE} facts at once`);
}

/** Says what ending a fact, or confirming some, does to sharing: asked for a preview, and again by the act itself. Of all facts only hosting is asked for after somebody has gone live. */
@Injectable()
export class TurnOfFacts {
  constructor(private readonly facts: GateFacts) {}

  async whenEnded(tx: Tx, id: string): Promise<TurningFacts> {
    const [fact] = await this.facts.byIds(tx, [id]);
    return this.turning(tx, [fact!], await this.ending(tx, fact!));
  }

  async whenConfirmed(tx: Tx, ids: readonly string[]): Promise<TurningFacts> {
    demandFewFacts('ids', ids.length);
    const facts = await this.facts.byIds(tx, ids);
    await this.demandConfirmable(tx, facts);
    return this.turning(tx, facts, await this.confirming(tx, facts));
  }

  /** Whose it is to confirm them, and that they wait for that. Gives the localities that hear of it. */
  async demandConfirmable(tx: Tx, facts: readonly StandingFact[]): Promise<readonly string[]> {
    const served = await this.facts.localitiesOf(tx, facts.map(({ odsCode }) => odsCode));
    for (const fact of facts) {
      demand(tx, 'confirm', 'GateFact', { odsCode: fact.odsCode, localityIds: served.get(fact.odsCode) ?? [] });
      demandWaiting(fact);
    }
    return [...new Set([...served.values()].flat())];
  }

  async ending(tx: Tx, fact: StandingFact): Promise<ActOnAccess> {
    return actOf(await this.turnsWithout(tx, fact));
  }

  async endingGivesBack(tx: Tx, fact: StandingFact): Promise<boolean> {
    return givesBack(await this.turnsWithout(tx, fact), timeOf(tx));
  }

  async confirming(tx: Tx, facts: readonly StandingFact[]): Promise<ActOnAccess> {
    const hosting = facts.filter(({ kind }) => kind === 'hosting');
    const words = await this.facts.hosting(tx, hosting.map(({ odsCode }) => odsCode), hosting.map(({ id }) => id));
    return actOf(hostingTurns(words, () => true, timeOf(tx)));
  }

  private async turnsWithout(tx: Tx, fact: StandingFact): Promise<readonly HostingTurn[]> {
    if (fact.kind !== 'hosting' || !counts(fact)) return [];
    return hostingTurns(await this.facts.hosting(tx, [fact.odsCode], []), ({ id }) => id !== fact.id, timeOf(tx));
  }

  private async turning(tx: Tx, facts: readonly StandingFact[], act: ActOnAccess): Promise<TurningFacts> {
    const odsCodes = [...new Set(facts.map(({ odsCode }) => odsCode))];
    return { act, odsCodes, localityIds: [...new Set([...(await this.facts.localitiesOf(tx, odsCodes)).values()].flat())] };
  }
}
