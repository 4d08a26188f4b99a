import { Injectable } from '@nestjs/common';
import { messageFor, NotFound, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { GateFailing, NothingReady } from '@accord/activations';
import { ActivatableAgreements, ActivationSteps, AgreementExpired, NotReady } from '@accord/agreements';
import { londonDayOf } from '@accord/kernel';
import { Readiness } from '../storage/readiness.js';
import { Activations } from '../storage/activations.js';

export interface GoLiveInput {
  readonly activationId: string;
  /** The version of the activation that was looked at, where a form showed one. */
  readonly expectedVersion?: number | undefined;
  /** These sides, all of which must be ready; left out, every ready side of the activation goes live and the rest is reported. */
  readonly ids?: readonly string[] | undefined;
  readonly idempotencyKey?: string | undefined;
}

export interface WentLive {
  readonly activationId: string;
  readonly ids: string[];
  readonly pairsGained: number;
  /** Those left behind, each with the gates that fail. */
  readonly blocked: { readonly odsCode: string; readonly gates: string[] }[];
}

/** Takes approved sides live, one by one or a locality at a time. Gates are read at this instant, not when they were shown. */
@Injectable()
export class GoLive {
  constructor(
    private readonly transactions: Transactions, private readonly agreements: ActivatableAgreements, private readonly steps: ActivationSteps, private readonly readiness: Readiness,
    private readonly activations: Activations, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: GoLiveInput): Promise<WentLive> {
    return this.transactions.run(actor, { act: 'activation.go-live', subject: input.activationId, idempotencyKey, input }, async (tx) => {
      const activation = await this.activations.lock(tx, input.activationId, input.expectedVersion);
      demand(tx, 'go-live', 'Activation', { localityId: activation.localityId });
      activation.demand('approved');
      const agreement = await this.agreements.byId(tx, activation.agreementId);
      if (agreement === null) throw new NotFound('agreement');
      if (agreement.state !== 'open' && agreement.state !== 'closed') throw new NotReady('go live', agreement.state);
      if (timeOf(tx) >= agreement.until) throw new AgreementExpired(londonDayOf(new Date(agreement.until.getTime() - 1)));

      const listed = new Set((await this.activations.items(tx, activation.id)).map((item) => item.id));
      const wanted = agreement.sides.filter((side) => listed.has(side.id) && (input.ids === undefined ? side.state === 'approved' : input.ids.includes(side.id)));
      if (input.ids !== undefined && wanted.length !== new Set(input.ids).size) throw new NotFound('part of this activation');
      const gates = await this.readiness.of(tx, wanted);
      const failing = (code: (typeof wanted)[number]['odsCode']): string[] => (gates.get(code) ?? []).filter((gate) => !gate.holds).map((gate) => messageFor(gate.name));
      const blocked = wanted.map(({ odsCode }) => ({ odsCode, gates: failing(odsCode) })).filter((each) => each.gates.length > 0);
      if (input.ids !== undefined && blocked[0] !== undefined) throw new GateFailing(blocked[0].odsCode, blocked[0].gates);
      const ready = wanted.filter((side) => failing(side.odsCode).length === 0);
      if (ready.length === 0) throw new NothingReady(blocked.map((each) => `${each.odsCode}: ${each.gates.join(', ')}`));

      const ids = ready.map((side) => side.id as string);
      const pairsGained = await this.steps.goLive(tx, agreement.id, ids);
      await this.changes.record(tx, { type: 'activation.went-live', subject: activation.id, agreementId: agreement.id, localityId: agreement.localityId, details: { sides: ids.length, pairsGained } });
      await this.outbox.append(tx, { type: 'activation.went-live', subject: activation.id, localityIds: [agreement.localityId] });
      return { activationId: activation.id, ids, pairsGained, blocked };
    });
  }
}
