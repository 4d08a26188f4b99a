import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { InvalidInput, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, demand, Requires } from '@accord/kernel/server';
import { EvidenceFile } from '../read-models/evidence-on-file.js';
import { EvidenceType } from './evidence.types.js';

const MOST = 200;

@Resolver(() => EvidenceType)
export class EvidenceResolver {
  constructor(private readonly file: EvidenceFile) {}

  @Query(() => EvidenceType, { description: 'One piece of evidence.' })
  @Requires('evidence:read')
  async evidence(@CurrentActor() actor: Actor, @CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<EvidenceType> {
    const found = await this.file.byId(tx, id);
    if (found === null) throw new NotFound('evidence');
    demand(tx, 'read', 'Evidence', { odsCode: found.odsCode, localityId: found.localityId });
    return EvidenceType.from(found, actor.duty === 'support');
  }

  @Query(() => [EvidenceType], { description: 'Evidence handed in for an agreement, newest first. For the next page give the last id as `before`.' })
  @Requires('evidence:read')
  async evidenceOfAgreement(
    @CurrentActor() actor: Actor,
    @CurrentTx() tx: Tx,
    @Args('agreementId', { type: () => ID }) agreementId: string,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('before', { type: () => ID, nullable: true }) before?: string,
  ): Promise<EvidenceType[]> {
    if (first < 1 || first > MOST) throw new InvalidInput('first', `ask for 1 to ${MOST}`);
    const found = await this.file.ofAgreement(tx, agreementId, { first, before: before ?? null });
    return found.map((each) => EvidenceType.from(each, actor.duty === 'support'));
  }
}
