import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import { ActivationSteps, ImpactOfActs } from '@accord/agreements';
import { Activations } from '../storage/activations.js';
import { demandAny, ReadyToGoLive, type ReadyOfActivation } from './ready-to-go-live.js';

export interface GoLiveInput {
  readonly activationId: string;
  /** The version of the activation that was looked at, where a form showed one. */
  readonly expectedVersion?: number | undefined;
  /** These sides, all of which must be ready; left out, every ready side of the activation goes live and the rest is reported. */
  readonly ids?: readonly string[] | undefined;
  /** Of what was previewed. */
  readonly impactHash?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

export interface GoLiveLocalityInput {
  readonly localityId: string;
  readonly impactHash?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

export interface WentLive {
  readonly activationId: string;
  readonly ids: string[];
  readonly pairsGained: number;
  /** Those left behind, each with the gates that fail. */
  readonly blocked: { readonly odsCode: string; readonly gates: string[] }[];
}

/** Takes approved sides live, one by one or a locality at a time, if what that changes is still what was shown. */
@Injectable()
export class GoLive {
  constructor(
    private readonly transactions: Transactions, private readonly steps: ActivationSteps, private readonly ready: ReadyToGoLive, private readonly activations: Activations,
    private readonly impact: ImpactOfActs, private readonly changes: Changes, private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: GoLiveInput): Promise<WentLive> {
    return this.transactions.run(actor, { act: 'activation.go-live', subject: input.activationId, idempotencyKey, input }, async (tx) => {
      await this.impact.inTurn(tx);
      const activation = await this.activations.lock(tx, input.activationId, input.expectedVersion);
      demand(tx, 'go-live', 'Activation', { localityId: activation.localityId });
      const [went] = await this.take(tx, [await this.ready.of(tx, activation, input.ids)], input.impactHash);
      return went!;
    });
  }

  /** Everybody approved and ready in a locality, in one act: all of them or nobody. */
  locality(actor: Actor, { idempotencyKey, ...input }: GoLiveLocalityInput): Promise<WentLive[]> {
    return this.transactions.run(actor, { act: 'activation.go-live-locality', subject: input.localityId, idempotencyKey, input }, async (tx) => {
      demand(tx, 'go-live', 'Activation', { localityId: input.localityId });
      await this.impact.inTurn(tx);
      const activations = await this.activations.lockUnfinished(tx, input.localityId);
      return this.take(tx, (await this.ready.inLocality(tx, activations)).filter(({ ids, blocked }) => ids.length > 0 || blocked.length > 0), input.impactHash);
    });
  }

  private async take(tx: Tx, ready: readonly ReadyOfActivation[], seen: string | undefined): Promise<WentLive[]> {
    const ids = demandAny(ready);
    const going = ready.filter((each) => each.ids.length > 0);
    await this.steps.hold(tx, going.map(({ agreementId }) => agreementId), ids);
    await this.impact.demandUnchanged(tx, { kind: 'go-live', ids }, seen);
    const went: WentLive[] = [];
    for (const { activation, agreementId, ids: taken, blocked } of going) {
      const pairsGained = await this.steps.goLive(tx, agreementId, taken);
      const { id, localityId } = activation;
      await this.changes.record(tx, { type: 'activation.went-live', subject: id, agreementId, localityId, details: { sides: taken.length, pairsGained, impact: seen ?? null } });
      await this.outbox.append(tx, { type: 'activation.went-live', subject: id, localityIds: [localityId] });
      went.push({ activationId: id, ids: [...taken], pairsGained, blocked: [...blocked] });
    }
    return went;
  }
}
