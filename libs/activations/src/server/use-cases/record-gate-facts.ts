import { Injectable } from '@nestjs/common';
import { demandVersion, endOfLondonDay, InvalidInput, newId, odsCode, ReasonNeeded, startOfLondonDay, type Actor } from '@accord/kernel';
import { Changes, demand, nameConstraints, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { FactGivesBack, GATE_FACT_KINDS, GATE_FACT_VALUES, type GateFactKind } from '@accord/activations';
import { ImpactOfActs } from '@accord/agreements';
import { demandNotEnded, demandNotOwn } from '../domain/gate-fact.js';
import { GateFacts } from '../storage/gate-facts.js';
import { demandFewFacts, TurnOfFacts } from './turn-of-facts.js';

nameConstraints({
  gate_fact_four_eyes: ['SAME_PERSON', 'Somebody else confirms a fact than recorded it.'],
});

export interface GateFactInput {
  readonly odsCode: string;
  readonly kind: string;
  readonly value: string;
  /** Where it was learned: a letter, a supplier's list, a declaration. */
  readonly source: string;
  /** Calendar days in London; the last one inclusive, or open. */
  readonly fromOn: string;
  readonly untilOn?: string | undefined;
}

export interface ConfirmGateFactsInput {
  readonly ids: readonly string[];
  /** Of what was previewed. */
  readonly impactHash?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

export interface EndGateFactInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly reason: string;
  /** Of what was previewed. Nothing can block a narrowing: what is found instead is recorded. */
  readonly impactHash?: string | null | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Facts that gates read: one person records, a second confirms (R3, R11). Many at once are one act. */
@Injectable()
export class RecordGateFacts {
  constructor(
    private readonly transactions: Transactions, private readonly facts: GateFacts, private readonly turn: TurnOfFacts, private readonly impact: ImpactOfActs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  record(actor: Actor, input: { readonly facts: readonly GateFactInput[]; readonly idempotencyKey?: string | undefined }): Promise<{ ids: string[] }> {
    return this.transactions.run(actor, { act: 'gate-fact.record', idempotencyKey: input.idempotencyKey, input: input.facts }, async (tx) => {
      if (input.facts.length === 0) throw new InvalidInput('facts', 'name at least one fact');
      demandFewFacts('facts', input.facts.length);
      const at = timeOf(tx);
      const codes = input.facts.map((fact) => odsCode(fact.odsCode));
      const served = await this.facts.localitiesOf(tx, codes);
      const rows = input.facts.map((fact, index) => {
        const code = codes[index]!;
        demand(tx, 'record', 'GateFact', { odsCode: code, localityIds: served.get(code) ?? [] });
        if (!(GATE_FACT_KINDS as readonly string[]).includes(fact.kind)) throw new InvalidInput('kind', `use one of ${GATE_FACT_KINDS.join(', ')}`);
        const values = GATE_FACT_VALUES[fact.kind as GateFactKind];
        if (!values.includes(fact.value)) throw new InvalidInput('value', `use one of ${values.join(', ')}`);
        if (!fact.source.trim() || fact.source.length > 500) throw new InvalidInput('source', 'write 1 to 500 characters');
        const from = startOfLondonDay(fact.fromOn);
        const until = fact.untilOn === undefined ? null : endOfLondonDay(fact.untilOn);
        if (until !== null && until <= from) throw new InvalidInput('untilOn', 'the last day comes after the first');
        return { id: newId(at), odsCode: code, kind: fact.kind, value: fact.value, source: fact.source.trim(), from, until };
      });
      await this.facts.add(tx, rows, actor.personId);
      await this.changes.record(tx, ...rows.map((row) => ({ type: 'gate-fact.recorded', subject: row.id, odsCode: row.odsCode, details: { kind: row.kind, value: row.value, source: row.source } })));
      // A fact nobody has confirmed alters no summary.
      await this.outbox.append(tx, { type: 'gate-facts.recorded', subject: rows[0]!.id });
      return { ids: rows.map((row) => row.id) };
    });
  }

  /** Bound to what was shown of it, whichever way it turns: nobody says yes to another change than the one they saw. Who has to stop something at once suspends, or ends a fact. */
  confirm(actor: Actor, { idempotencyKey, ...input }: ConfirmGateFactsInput): Promise<{ ids: string[] }> {
    return this.transactions.run(actor, { act: 'gate-fact.confirm', idempotencyKey, input }, async (tx) => {
      await this.impact.inTurn(tx);
      demandFewFacts('ids', input.ids.length);
      const facts = await this.facts.lock(tx, input.ids);
      const localityIds = await this.turn.demandConfirmable(tx, facts);
      for (const fact of facts) demandNotOwn(fact, actor.personId);
      await this.impact.demandUnchanged(tx, await this.turn.confirming(tx, facts), input.impactHash);
      await this.facts.confirm(tx, facts, actor.personId);
      await this.changes.record(tx, ...facts.map((fact) => ({ type: 'gate-fact.confirmed', subject: fact.id, odsCode: fact.odsCode, details: { impact: input.impactHash ?? null } })));
      await this.outbox.append(tx, { type: 'gate-facts.confirmed', subject: facts[0]!.id, localityIds });
      return { ids: facts.map((fact) => fact.id) };
    });
  }

  /** A fact that turned out to have ended. One person may do that, so it only ever narrows (R5): what would count again is somebody else's to confirm. */
  end(actor: Actor, { idempotencyKey, ...input }: EndGateFactInput): Promise<{ id: string }> {
    return this.transactions.run(actor, { act: 'gate-fact.end', subject: input.id, idempotencyKey, input }, async (tx) => {
      const fact = (await this.facts.lock(tx, [input.id]))[0]!;
      const localityIds = (await this.facts.localitiesOf(tx, [fact.odsCode])).get(fact.odsCode) ?? [];
      demand(tx, 'record', 'GateFact', { odsCode: fact.odsCode, localityIds });
      demandVersion(input.expectedVersion, fact.version);
      demandNotEnded(fact);
      if (!input.reason.trim()) throw new ReasonNeeded();
      if (await this.turn.endingGivesBack(tx, fact)) throw new FactGivesBack();
      const compared = await this.impact.compared(tx, await this.turn.ending(tx, fact), input.impactHash);
      await this.facts.end(tx, fact, actor.personId);
      await this.changes.record(tx, { type: 'gate-fact.ended', subject: input.id, odsCode: fact.odsCode, reason: input.reason, details: { ...compared } });
      await this.outbox.append(tx, { type: 'gate-fact.ended', subject: input.id, localityIds });
      return { id: input.id };
    });
  }
}
