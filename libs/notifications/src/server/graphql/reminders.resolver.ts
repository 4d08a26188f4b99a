import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { isDuty, SignInNeeded, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires } from '@accord/kernel/server';
import { isToldAlways } from '../../contract/index.js';
import { MyRemindersReader } from '../read-models/my-reminders.js';
import { ChooseReminders } from '../use-cases/choose-reminders.js';
import { ChooseRemindersInputType, ChosenRemindersType, RemindersType, type MailGoes } from './reminders-types.js';

/** Told to the process from outside. */
export const MAIL_GOES = 'MailGoes';

@Resolver(() => RemindersType)
export class RemindersResolver {
  constructor(private readonly mine: MyRemindersReader, private readonly choosing: ChooseReminders, @Inject(MAIL_GOES) private readonly mailGoes: MailGoes) {}

  @Query(() => RemindersType, { description: 'Of what Accord writes to oneself, and when.' })
  @Requires('reminders:choose')
  async reminders(@CurrentActor() actor: Actor, @CurrentTx() tx: Tx): Promise<RemindersType> {
    if (actor.personId === null) throw new SignInNeeded();
    const duty = actor.duty ?? '';
    return RemindersType.from(await this.mine.of(tx, actor.personId), { isToldAlways: isDuty(duty) && isToldAlways(duty), mailGoes: this.mailGoes });
  }

  @Mutation(() => ChosenRemindersType, { description: 'Says of what Accord writes to oneself, and when.' })
  @Requires('reminders:choose')
  async chooseReminders(@CurrentActor() actor: Actor, @Args('input') input: ChooseRemindersInputType): Promise<ChosenRemindersType> {
    return ChosenRemindersType.from(await this.choosing.execute(actor, input));
  }
}
