import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import type { Tx } from '@accord/kernel';
import { CurrentTx, Requires } from '@accord/kernel/server';
import { EvidenceQueue } from '../read-models/evidence-queue.js';
import { EvidenceAfterType, EvidenceInQueueType, EvidenceQueuePageType } from './evidence-queue-types.js';

@Resolver(() => EvidenceInQueueType)
export class EvidenceQueueResolver {
  constructor(private readonly queue: EvidenceQueue) {}

  @Query(() => EvidenceQueuePageType, { description: 'Signed documents the acting person may see: what waits to be verified first, the oldest first.' })
  @Requires('evidence:read')
  async evidenceQueue(
    @CurrentTx() tx: Tx,
    @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) perPage: number,
    @Args('standing', { type: () => String, nullable: true, description: 'waiting, overtaken, quarantined, verified, rejected or invalidated; all where none is named.' }) standing?: string | null,
    @Args('localityId', { type: () => ID, nullable: true }) localityId?: string | null,
  ): Promise<EvidenceQueuePageType> {
    const { items, total } = await this.queue.page(tx, { page, perPage, standing, localityId });
    return { items: items.map((row) => EvidenceInQueueType.from(row)), total };
  }

  @Query(() => EvidenceInQueueType, { nullable: true, description: 'One signed document with the part it proves; null where there is none, or none to see.' })
  @Requires('evidence:read')
  async evidenceInQueue(@CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<EvidenceInQueueType | null> {
    const row = await this.queue.byId(tx, id);
    return row === null ? null : EvidenceInQueueType.from(row);
  }

  @Query(() => EvidenceAfterType, { nullable: true, description: 'What else waits for the acting person, after one piece of evidence; null where there is no such piece, or none to see.' })
  @Requires('evidence:verify')
  async evidenceAfter(@CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<EvidenceAfterType | null> {
    return this.queue.after(tx, id);
  }
}
