import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { WEEKDAYS } from '../../contract/index.js';
import type { MyReminders } from '../read-models/my-reminders.js';

const RHYTHM = 'at-once, weekly or never.';
const WEEKDAY = 'monday to sunday: the day of the weekly summary.';

/** Where mail of this installation goes. */
export type MailGoes = 'out' | 'into-a-folder' | 'nowhere';

@ObjectType('Reminders', { description: 'Of what Accord writes to the person who asks, when, and where to. One choice for all their duties.' })
export class RemindersType {
  @Field({ description: 'Whether Home comes by mail once a week.' }) weekly!: boolean;
  @Field({ description: WEEKDAY }) weekday!: string;
  @Field({ description: RHYTHM }) reviews!: string;
  @Field({ description: RHYTHM }) expiries!: string;
  @Field({ description: RHYTHM }) waiting!: string;
  @Field({ description: 'Whether overdue reviews are told in the present duty whatever was chosen.' }) isToldAlways!: boolean;
  @Field(() => String, { nullable: true, description: 'As the sign-in service vouched for it; null where it named none.' }) address!: string | null;
  @Field(() => String, { description: 'out: a mail server takes it. into-a-folder: no mail server was named, so each mail is a file. nowhere: none is written.' }) mailGoes!: MailGoes;
  @Field(() => Date, { nullable: true }) lastSentAt!: Date | null;
  @Field(() => Int, { description: '0 where nothing was chosen yet.' }) version!: number;

  static from({ weekday, ...mine }: MyReminders, about: { readonly isToldAlways: boolean; readonly mailGoes: MailGoes }): RemindersType {
    return Object.assign(new RemindersType(), { ...mine, ...about, weekday: WEEKDAYS[weekday - 1] });
  }
}

@InputType('ChooseRemindersInput', { description: 'What one wants to be told of. An overdue review is told to activation officers and approvers whatever they choose.' })
export class ChooseRemindersInputType {
  @Field({ description: 'Whether Home comes by mail once a week.' }) weekly!: boolean;
  @Field({ description: WEEKDAY }) weekday!: string;
  @Field({ description: `Reviews of agreements: ${RHYTHM}` }) reviews!: string;
  @Field({ description: `Ends of agreements, certificates and facts that gates rest on: ${RHYTHM}` }) expiries!: string;
  @Field({ description: `Work that begins to wait: ${RHYTHM}` }) waiting!: string;
  @Field(() => Int, { description: 'The version the form was opened with; 0 where nothing was chosen yet.' }) expectedVersion!: number;
  @Field(() => String, { nullable: true, description: 'Same key, same input: the first answer again. 8 to 128 printable characters.' }) idempotencyKey?: string;
}

@ObjectType('ChosenReminders', { description: 'The choice as it was kept.' })
export class ChosenRemindersType {
  @Field(() => Int) version!: number;

  static from({ version }: { readonly version: number }): ChosenRemindersType {
    return Object.assign(new ChosenRemindersType(), { version });
  }
}
