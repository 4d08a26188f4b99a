import { Injectable } from '@nestjs/common';
import type { LocalityId, OdsCode, Tx } from '@accord/kernel';
import { actorOf } from '@accord/kernel/server';
import type { AskedScope } from '@accord/agreements';
import { StopReach, type StopReachRow } from '../storage/stop-reach.js';
import { Stoppable } from '../storage/stoppable.js';
import { Stops } from '../storage/stops.js';

export interface ReachOfStopAnswer {
  readonly reach: StopReachRow;
  readonly localityIds: readonly LocalityId[];
  readonly providerOdsCode: OdsCode | null;
  readonly consumerOdsCode: OdsCode | null;
}

/** What would stop, before anything is stopped: found the same way as the act finds it. */
@Injectable()
export class ReachOfStop {
  constructor(private readonly stoppable: Stoppable, private readonly stops: Stops, private readonly reach: StopReach) {}

  async execute(tx: Tx, asked: AskedScope, first: number): Promise<ReachOfStopAnswer> {
    const scope = await this.stoppable.find(tx, asked);
    const { agreementId, providerOdsCode, consumerOdsCode, serviceCode, views } = scope;
    const localityId = scope.kind === 'locality' ? scope.localityId! : undefined;
    const reach = await this.reach.of(tx, { agreementId, localityId, providerOdsCode, consumerOdsCode, serviceCode, views }, first);
    const handled = await this.stops.localitiesOf(tx, scope);
    return { reach, localityIds: handled.filter((id) => actorOf(tx).localities.includes(id)), providerOdsCode: providerOdsCode ?? null, consumerOdsCode: consumerOdsCode ?? null };
  }
}
