import { Injectable } from '@nestjs/common';
import { NotFound, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, Transactions } from '@accord/kernel/server';
import { OrganisationTasks, type OrganisationTaskKind } from '@accord/agreements';
import { readReason } from '../domain/reason.js';
import { OrganisationTaskDecisions } from '../storage/organisation-task-decisions.js';

export interface SettleOrganisationTaskInput {
  readonly kind: OrganisationTaskKind;
  readonly odsCode: string;
  readonly localityId: string;
  /** As it was shown: about another fact it is asked anew. */
  readonly fact: string;
  readonly reason: string;
  readonly idempotencyKey?: string | undefined;
}

/** An officer says what came of a closure, a move or an absence. Nothing follows by itself: parts stay as they are, and frozen where they are frozen. */
@Injectable()
export class SettleOrganisationTask {
  constructor(private readonly transactions: Transactions, private readonly tasks: OrganisationTasks, private readonly decisions: OrganisationTaskDecisions, private readonly changes: Changes, private readonly outbox: Outbox) {}

  execute(actor: Actor, { idempotencyKey, ...input }: SettleOrganisationTaskInput): Promise<{ id: string }> {
    return this.transactions.run(actor, { act: 'organisation-task.settle', subject: input.odsCode, idempotencyKey, input }, async (tx) => {
      const task = (await this.tasks.toSettle(tx, input.odsCode)).find((each) => each.kind === input.kind && each.localityId === input.localityId && each.fact === input.fact);
      if (task === undefined) throw new NotFound('task');
      demand(tx, 'settle', 'OrganisationTask', { localityId: task.localityId }, input);
      const reason = readReason(input.reason)!;
      const id = await this.decisions.add(tx, task, reason, actor.personId!);
      await this.changes.record(tx, { type: 'organisation-task.settled', subject: task.odsCode, odsCode: task.odsCode, localityId: task.localityId, reason, details: { kind: task.kind, fact: task.fact } });
      await this.outbox.append(tx, { type: 'organisation-task.settled', subject: id });
      return { id };
    });
  }
}
