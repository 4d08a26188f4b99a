import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { InstructionsReader } from '../read-models/instructions.js';
import { VerifyInstruction } from '../use-cases/verify-instruction.js';
import { InstructionInputType, InstructionWithReasonInputType, WrittenInstructionType } from './instruction-types.js';

@Resolver(() => WrittenInstructionType)
export class InstructionsResolver {
  constructor(private readonly reader: InstructionsReader, private readonly transactions: Transactions, private readonly verifying: VerifyInstruction) {}

  @Query(() => WrittenInstructionType, { nullable: true, description: 'One letter by which a controller answers a campaign; null where there is none, or none to see.' })
  @Requires('campaign:read')
  async writtenInstruction(@CurrentTx() tx: Tx, @Args('id', { type: () => ID, description: 'Of the evidence.' }) id: string): Promise<WrittenInstructionType | null> {
    const row = await this.reader.byId(tx, id);
    return row === null ? null : WrittenInstructionType.from(row);
  }

  @Query(() => [WrittenInstructionType], { description: 'Letters of one practice in a campaign, the newest first.' })
  @Requires('campaign:read')
  async campaignInstructions(@CurrentTx() tx: Tx, @Args('id', { type: () => ID, description: 'Of the campaign.' }) id: string, @Args('odsCode', { type: () => String }) odsCode: string): Promise<WrittenInstructionType[]> {
    return (await this.reader.ofPractice(tx, id, odsCode)).map((row) => WrittenInstructionType.from(row));
  }

  @Mutation(() => WrittenInstructionType, { description: 'Verifies a letter that somebody else took in (R3): from now on it answers the campaign for its practice. Refuses SAID_SINCE where the controller has said something newer.' })
  @Requires('written-instruction:verify')
  async verifyInstruction(@CurrentActor() actor: Actor, @Args('input') input: InstructionInputType): Promise<WrittenInstructionType> {
    return this.after(actor, await this.verifying.accept(actor, input));
  }

  @Mutation(() => WrittenInstructionType, { description: 'Rejects a letter, with a reason: it answers nothing.' })
  @Requires('written-instruction:verify')
  async rejectInstruction(@CurrentActor() actor: Actor, @Args('input') input: InstructionWithReasonInputType): Promise<WrittenInstructionType> {
    return this.after(actor, await this.verifying.reject(actor, input));
  }

  private async after(actor: Actor, { id }: { id: string }): Promise<WrittenInstructionType> {
    const row = await this.transactions.read(actor, (tx) => this.reader.byId(tx, id));
    if (row === null) throw new NotFound('instruction');
    return WrittenInstructionType.from(row);
  }
}
