import { Injectable } from '@nestjs/common';
import { ActsOfActivations, GateFailing, NothingReady, type GoingLive, type TurningFacts } from '@accord/activations';
import { ActivatableAgreements, AgreementExpired, NotReady, type AgreementId, type Listed } from '@accord/agreements';
import { londonDayOf, messageFor, NotFound, type LocalityId, type Tx } from '@accord/kernel';
import { timeOf } from '@accord/kernel/server';
import type { Activation } from '../domain/activation.js';
import { Activations } from '../storage/activations.js';
import { Readiness } from '../storage/readiness.js';
import { TurnOfFacts } from './turn-of-facts.js';

/** Sides of one activation that are ready, and those left behind with the gates that fail. */
export interface ReadyOfActivation {
  readonly activation: Activation;
  readonly agreementId: AgreementId;
  readonly ids: readonly string[];
  readonly blocked: readonly { readonly odsCode: string; readonly gates: string[] }[];
}

/** Says who would go live now: asked for a preview, and again by the act itself. */
@Injectable()
export class ReadyToGoLive extends ActsOfActivations {
  constructor(private readonly agreements: ActivatableAgreements, private readonly readiness: Readiness, private readonly activations: Activations, private readonly turn: TurnOfFacts) { super(); }

  async goLive(tx: Tx, activationId: string, ids?: readonly string[]): Promise<GoingLive> {
    const activation = await this.activations.byId(tx, activationId);
    const ready = await this.of(tx, activation, ids);
    return { act: { kind: 'go-live', ids: demandAny([ready]) }, localityId: activation.localityId };
  }

  async goLiveLocality(tx: Tx, localityId: string): Promise<GoingLive> {
    return { act: { kind: 'go-live', ids: demandAny(await this.inLocality(tx, await this.activations.unfinished(tx, localityId))) }, localityId: localityId as LocalityId };
  }

  async approve(tx: Tx, activationId: string): Promise<GoingLive> {
    const activation = await this.activations.byId(tx, activationId);
    return { act: { kind: 'approve', ids: (await this.activations.items(tx, activation.id)).map(({ id }) => id) }, localityId: activation.localityId };
  }

  endFact(tx: Tx, factId: string): Promise<TurningFacts> {
    return this.turn.whenEnded(tx, factId);
  }

  confirmFacts(tx: Tx, factIds: readonly string[]): Promise<TurningFacts> {
    return this.turn.whenConfirmed(tx, factIds);
  }

  /** These sides, all of which must be ready; left out, every ready side. Gates are read at this instant, not when they were shown. */
  async of(tx: Tx, activation: Activation, ids?: readonly string[]): Promise<ReadyOfActivation> {
    activation.demand('approved');
    const agreement = await this.agreements.byId(tx, activation.agreementId);
    if (agreement === null) throw new NotFound('agreement');
    if (agreement.state !== 'open' && agreement.state !== 'closed') throw new NotReady('go live', agreement.state);
    if (timeOf(tx) >= agreement.until) throw new AgreementExpired(londonDayOf(new Date(agreement.until.getTime() - 1)));

    const listed = new Set((await this.activations.items(tx, activation.id)).map((item) => item.id));
    const wanted = agreement.sides.filter((side) => listed.has(side.id) && (ids === undefined ? side.state === 'approved' : ids.includes(side.id)));
    if (ids !== undefined && wanted.length !== new Set(ids).size) throw new NotFound('part of this activation');
    const blocked = await this.blocked(tx, wanted);
    if (ids !== undefined && blocked[0] !== undefined) throw new GateFailing(blocked[0].odsCode, blocked[0].gates);
    const failing = new Set(blocked.map(({ odsCode }) => odsCode));
    return { activation, agreementId: agreement.id, ids: wanted.filter(({ odsCode }) => !failing.has(odsCode)).map(({ id }) => id as string), blocked };
  }

  /** What has ended or expired meanwhile is left behind, and holds nobody else up. */
  async inLocality(tx: Tx, activations: readonly Activation[]): Promise<readonly ReadyOfActivation[]> {
    const ready: ReadyOfActivation[] = [];
    for (const activation of activations) {
      const one = await this.of(tx, activation).catch((error: unknown) => {
        if (error instanceof NotReady || error instanceof AgreementExpired) return null;
        throw error;
      });
      if (one !== null) ready.push(one);
    }
    return ready;
  }

  private async blocked(tx: Tx, wanted: readonly Listed[]): Promise<ReadyOfActivation['blocked']> {
    const gates = await this.readiness.of(tx, wanted);
    const failing = ({ odsCode, notBefore, waitsForCutOver }: Listed): string[] => [
      ...(gates.get(odsCode) ?? []).filter((gate) => !gate.holds).map((gate) => messageFor(gate.name)), ...(notBefore === null ? [] : [messageFor('FIRST_DAY_AHEAD', { on: notBefore })]), ...(waitsForCutOver ? [messageFor('CUT_OVER_FIRST')] : []),
    ];
    const goesOver = new Set(wanted.filter((each) => each.side === 'consumer' && failing(each).length === 0).map(({ odsCode }) => odsCode));
    return wanted.map((each) => ({
      odsCode: each.odsCode as string, gates: [...failing(each), ...(each.waitsForCutOver ? [] : each.waitsFor).filter((consumer) => !goesOver.has(consumer)).map((consumer) => messageFor('VIEWER_FIRST', { consumer }))],
    })).filter((each) => each.gates.length > 0);
  }
}

/** Refuses where nobody is ready; else who is, in order. */
export function demandAny(ready: readonly ReadyOfActivation[]): readonly string[] {
  const ids = ready.flatMap((each) => each.ids);
  if (ids.length === 0) throw new NothingReady(ready.flatMap(({ blocked }) => blocked.map((each) => `${each.odsCode}: ${each.gates.join(', ')}`)));
  return [...ids].sort();
}
