import { Injectable } from '@nestjs/common';
import type { PersonId, Tx } from '@accord/kernel';
import { actorOf, timeOf } from '@accord/kernel/server';
import { CoolingOffLasts } from '@accord/agreements';
import { Grantors } from '@accord/people';

const A_DAY_MS = 24 * 60 * 60_000;

/** Whoever gave somebody a duty does not lean on that person's decision for a day: else one person could make their own second pair of eyes. */
@Injectable()
export class CoolingOff {
  constructor(private readonly grantors: Grantors) {}

  async demandOver(tx: Tx, step: 'verify' | 'approve', deciders: readonly (PersonId | null)[]): Promise<void> {
    const by = actorOf(tx).personId;
    const since = new Date(timeOf(tx).getTime() - A_DAY_MS);
    for (const decider of new Set(deciders)) {
      if (decider === null || by === null) continue;
      if ((await this.grantors.since(tx, decider, since)).includes(by)) throw new CoolingOffLasts(step);
    }
  }
}
