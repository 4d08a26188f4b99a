import { Injectable } from '@nestjs/common';
import type { PersonId, Tx } from '@accord/kernel';
import { actorOf, timeOf } from '@accord/kernel/server';
import { COOLING_OFF_MS, CoolingOffLasts } from '@accord/agreements';
import { Grantors } from '@accord/people';

/** Keeps whoever gave somebody a duty from leaning on that person's decision too soon. */
@Injectable()
export class CoolingOff {
  constructor(private readonly grantors: Grantors) {}

  async demandOver(tx: Tx, step: 'verify' | 'approve', deciders: readonly (PersonId | null)[]): Promise<void> {
    const by = actorOf(tx).personId;
    const since = new Date(timeOf(tx).getTime() - COOLING_OFF_MS);
    for (const decider of new Set(deciders)) {
      if (decider === null || by === null) continue;
      if ((await this.grantors.since(tx, decider, since)).includes(by)) throw new CoolingOffLasts(step);
    }
  }
}
