import { Injectable } from '@nestjs/common';
import { FactSettled, hostedDuring, type GateFact, type GateFactKind, type HostedRun, type TurningFacts } from '@accord/activations';
import type { ActOnAccess } from '@accord/agreements';
import { InvalidInput, isId, NotFound, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { demand, sql, timeOf } from '@accord/kernel/server';

/** A fact as it is confirmed or ended. */
export interface StandingFact {
  readonly id: string;
  readonly odsCode: OdsCode;
  readonly kind: GateFactKind;
  readonly version: number;
  readonly recordedBy: PersonId;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
}

/** More are recorded, and confirmed, in several acts. */
export const FACTS_AT_ONCE = 20_000;

const FACTS = 'SELECT id, ods_code AS "odsCode", kind, version, recorded_by AS "recordedBy", confirmed_at AS "confirmedAt", ended_at AS "endedAt" FROM gate_fact WHERE id = ANY ($1::uuid[])';
const LOCK = `SELECT FROM gate_fact WHERE id = ANY ($1::uuid[]) OR (kind = 'hosting' AND ods_code IN (SELECT ods_code FROM gate_fact WHERE id = ANY ($1::uuid[]) AND kind = 'hosting')) ORDER BY id FOR UPDATE`;
/** Everything that says where providers are hosted: what counts, and these, of which nobody knows yet whether they do. */
const HOSTING = `
  SELECT id, ods_code AS "odsCode", kind, value, lower(valid_during) AS "from", upper(valid_during) AS until, recorded_at AS "recordedAt", ended_at AS "endedAt", confirmed_at IS NOT NULL AS "isConfirmed"
  FROM gate_fact WHERE ods_code = ANY ($1::text[]) AND kind = 'hosting' AND (confirmed_at IS NOT NULL OR id = ANY ($2::uuid[]))`;

interface HostingTurn { readonly odsCode: OdsCode; readonly before: readonly HostedRun[]; readonly after: readonly HostedRun[] }
interface HostingRow extends GateFact { readonly id: string; readonly odsCode: OdsCode; readonly endedAt: Date | null; readonly isConfirmed: boolean }

/** Facts that gates rest on. */
@Injectable()
export class GateFacts {
  /** Two who say something of one provider's hosting wait for each other, in one order: what each of them was shown rests on what else counts. */
  async lock(tx: Tx, ids: readonly string[]): Promise<readonly StandingFact[]> {
    await sql(tx, LOCK, [few(ids)]);
    return this.found(tx, ids);
  }

  /** Where an organisation counts: who serves one of these localities may speak of it, and all of them hear of it. */
  async localitiesOf(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const rows = await sql<{ code: string; ids: string[] }>(tx,
      'SELECT ods_code AS code, array_agg(locality_id) AS ids FROM localities_of($1, $2) GROUP BY ods_code', [[...new Set(codes)], timeOf(tx)]);
    return new Map(rows.map((row) => [row.code, row.ids]));
  }

  async ending(tx: Tx, id: string): Promise<TurningFacts> {
    const facts = await this.found(tx, [id]);
    return this.turning(tx, facts, await this.endingAct(tx, facts[0]!));
  }

  async confirming(tx: Tx, ids: readonly string[]): Promise<TurningFacts> {
    const facts = await this.found(tx, ids);
    const served = await this.localitiesOf(tx, facts.map(({ odsCode }) => odsCode));
    for (const fact of facts) this.demandConfirmable(tx, fact, served);
    return this.turning(tx, facts, await this.confirmingAct(tx, facts));
  }

  /** Whose it is to confirm it, and that it waits for that. */
  demandConfirmable(tx: Tx, { odsCode, confirmedAt, endedAt }: StandingFact, served: ReadonlyMap<string, string[]>): void {
    demand(tx, 'confirm', 'GateFact', { odsCode, localityIds: served.get(odsCode) ?? [] });
    if (confirmedAt !== null || endedAt !== null) throw new FactSettled(confirmedAt === null ? 'ended' : 'confirmed');
  }

  /** Only hosting is asked for after somebody has gone live; and what nobody has confirmed never counted. */
  async endingAct(tx: Tx, fact: StandingFact): Promise<ActOnAccess> {
    return hosted(await this.turnsWithout(tx, fact));
  }

  /** The last word counts: once it is taken back, an earlier one may say that the provider is hosted, at some time from now on at which it is not. Whoever sees what, in whichever locality. */
  async givesBack(tx: Tx, fact: StandingFact): Promise<boolean> {
    const at = timeOf(tx);
    return (await this.turnsWithout(tx, fact)).some(({ before, after }) => after.some((run) => !before.some((held) => covers(held, run, at))));
  }

  async confirmingAct(tx: Tx, facts: readonly StandingFact[]): Promise<ActOnAccess> {
    const hosting = facts.filter(({ kind }) => kind === 'hosting');
    return hosted(await this.turns(tx, hosting.map(({ odsCode }) => odsCode), hosting.map(({ id }) => id), () => true));
  }

  private turnsWithout(tx: Tx, { id, odsCode, kind, confirmedAt, endedAt }: StandingFact): Promise<readonly HostingTurn[]> {
    return this.turns(tx, kind === 'hosting' && confirmedAt !== null && endedAt === null ? [odsCode] : [], [], (row) => row.id !== id);
  }

  /** Of these providers, those that are hosted at other times from now on, and when. What is past is nobody's to gain or lose. */
  private async turns(tx: Tx, codes: readonly OdsCode[], ids: readonly string[], counts: (row: HostingRow) => boolean): Promise<readonly HostingTurn[]> {
    const at = timeOf(tx);
    const rows = codes.length === 0 ? [] : await sql<HostingRow>(tx, HOSTING, [codes, ids]);
    const of = new Map<OdsCode, HostingRow[]>();
    for (const row of rows) of.set(row.odsCode, [...of.get(row.odsCode) ?? [], { ...row, until: earliest(row.until, row.endedAt) }]);
    return [...of].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([odsCode, facts]) => {
      const [before, after] = [runsAfter(facts.filter(({ isConfirmed }) => isConfirmed), at), runsAfter(facts.filter(counts), at)];
      return alike(before, after, at) ? [] : [{ odsCode, before, after }];
    });
  }

  private async turning(tx: Tx, facts: readonly StandingFact[], act: ActOnAccess): Promise<TurningFacts> {
    const odsCodes = [...new Set(facts.map(({ odsCode }) => odsCode))];
    return { act, odsCodes, localityIds: [...new Set([...(await this.localitiesOf(tx, odsCodes)).values()].flat())] };
  }

  private async found(tx: Tx, ids: readonly string[]): Promise<readonly StandingFact[]> {
    const facts = await sql<StandingFact>(tx, FACTS, [few(ids)]);
    if (facts.length === 0 || facts.length !== new Set(ids).size) throw new NotFound('fact');
    return facts;
  }
}

const hosted = (turns: readonly HostingTurn[]): ActOnAccess => (
  { kind: 'hosted', changes: turns.map(({ odsCode, after }) => ({ odsCode, during: after.map(({ from, until }) => ({ from: from.toISOString(), until: until?.toISOString() ?? null })) })) });
function few(ids: readonly string[]): string[] {
  if (ids.length > FACTS_AT_ONCE) throw new InvalidInput('ids', `name up to ${FACTS_AT_ONCE} facts at once`);
  return ids.filter(isId);
}
const earliest = (one: Date | null, other: Date | null): Date | null => (one === null || (other !== null && other < one) ? other : one);
const runsAfter = (facts: readonly GateFact[], at: Date): readonly HostedRun[] =>
  hostedDuring(facts.filter(({ from, until }) => until === null || from < until)).filter(({ until }) => until === null || until > at);
/** The same from an instant on, whenever it began. */
const alike = (one: readonly HostedRun[], other: readonly HostedRun[], at: Date): boolean => one.length === other.length
  && one.every(({ from, until }, place) => until?.getTime() === other[place]!.until?.getTime() && Math.max(from.getTime(), at.getTime()) === Math.max(other[place]!.from.getTime(), at.getTime()));
/** Runs of one provider never touch, so what one of them does not hold, none does. */
const covers = (held: HostedRun, run: HostedRun, at: Date): boolean => Math.max(held.from.getTime(), at.getTime()) <= Math.max(run.from.getTime(), at.getTime())
  && (held.until === null || (run.until !== null && run.until <= held.until));
