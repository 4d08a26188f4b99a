import { Injectable } from '@nestjs/common';
import { demandVersion, endOfLondonDay, InvalidInput, newId, odsCode, ReasonNeeded, SamePerson, startOfLondonDay, type Actor } from '@accord/kernel';
import { Changes, demand, nameConstraints, Outbox, sql, timeOf, Transactions } from '@accord/kernel/server';
import { FactGivesBack, FactSettled, GATE_FACT_KINDS, GATE_FACT_VALUES, type GateFactKind } from '@accord/activations';
import { ImpactOfActs } from '@accord/agreements';
import { FACTS_AT_ONCE, GateFacts } from '../storage/gate-facts.js';

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
    private readonly transactions: Transactions, private readonly facts: GateFacts, private readonly impact: ImpactOfActs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  record(actor: Actor, input: { readonly facts: readonly GateFactInput[]; readonly idempotencyKey?: string | undefined }): Promise<{ ids: string[] }> {
    return this.transactions.run(actor, { act: 'gate-fact.record', idempotencyKey: input.idempotencyKey, input: input.facts }, async (tx) => {
      if (input.facts.length === 0 || input.facts.length > FACTS_AT_ONCE) throw new InvalidInput('facts', `record 1 to ${FACTS_AT_ONCE} facts at once`);
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
        return { id: newId(at), code, kind: fact.kind, value: fact.value, source: fact.source.trim(), from, until };
      });
      await sql(tx, `INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at)
        SELECT id, ods_code, kind, value, source, tstzrange(valid_from, valid_until), $8, $9
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[]) AS row (id, ods_code, kind, value, source, valid_from, valid_until)`,
      [rows.map((row) => row.id), rows.map((row) => row.code), rows.map((row) => row.kind), rows.map((row) => row.value), rows.map((row) => row.source),
        rows.map((row) => row.from), rows.map((row) => row.until), actor.personId, at]);
      await this.changes.record(tx, ...rows.map((row) => ({ type: 'gate-fact.recorded', subject: row.id, odsCode: row.code, details: { kind: row.kind, value: row.value, source: row.source } })));
      // A fact nobody has confirmed alters no summary.
      await this.outbox.append(tx, { type: 'gate-facts.recorded', subject: rows[0]!.id });
      return { ids: rows.map((row) => row.id) };
    });
  }

  /** Bound to what was shown of it, whichever way it turns: nobody says yes to another change than the one they saw. Who has to stop something at once suspends, or ends a fact. */
  confirm(actor: Actor, { idempotencyKey, ...input }: ConfirmGateFactsInput): Promise<{ ids: string[] }> {
    return this.transactions.run(actor, { act: 'gate-fact.confirm', idempotencyKey, input }, async (tx) => {
      await this.impact.inTurn(tx);
      const facts = await this.facts.lock(tx, input.ids);
      const served = await this.facts.localitiesOf(tx, facts.map((fact) => fact.odsCode));
      for (const fact of facts) {
        this.facts.demandConfirmable(tx, fact, served);
        if (fact.recordedBy === actor.personId) throw new SamePerson('confirm');
      }
      await this.impact.demandUnchanged(tx, await this.facts.confirmingAct(tx, facts), input.impactHash);
      await sql(tx, 'UPDATE gate_fact SET confirmed_by = $2, confirmed_at = $3, version = version + 1 WHERE id = ANY ($1::uuid[])', [input.ids, actor.personId, timeOf(tx)]);
      await this.changes.record(tx, ...facts.map((fact) => ({ type: 'gate-fact.confirmed', subject: fact.id, odsCode: fact.odsCode, details: { impact: input.impactHash ?? null } })));
      await this.outbox.append(tx, { type: 'gate-facts.confirmed', subject: facts[0]!.id, localityIds: [...new Set([...served.values()].flat())] });
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
      if (fact.endedAt !== null) throw new FactSettled('ended');
      if (!input.reason.trim()) throw new ReasonNeeded();
      if (await this.facts.givesBack(tx, fact)) throw new FactGivesBack();
      const compared = await this.impact.compared(tx, await this.facts.endingAct(tx, fact), input.impactHash);
      await sql(tx, 'UPDATE gate_fact SET ended_by = $2, ended_at = $3, version = version + 1 WHERE id = $1', [input.id, actor.personId, timeOf(tx)]);
      await this.changes.record(tx, { type: 'gate-fact.ended', subject: input.id, odsCode: fact.odsCode, reason: input.reason, details: { ...compared } });
      await this.outbox.append(tx, { type: 'gate-fact.ended', subject: input.id, localityIds });
      return { id: input.id };
    });
  }
}
