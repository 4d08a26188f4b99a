import { Module, type DynamicModule } from '@nestjs/common';
import './abilities.js';
import { MAIL_GOES, RemindersResolver } from './graphql/reminders.resolver.js';
import type { MailGoes } from './graphql/reminders-types.js';
import { MyRemindersReader } from './read-models/my-reminders.js';
import { ChoiceStore } from './storage/choice-store.js';
import { ChooseReminders } from './use-cases/choose-reminders.js';

/** What people choose. The worker looks around and sends by itself: see SendReminders. */
@Module({})
export class NotificationsModule {
  static forRoot(mailGoes: MailGoes): DynamicModule {
    return { module: NotificationsModule, providers: [{ provide: MAIL_GOES, useValue: mailGoes }, RemindersResolver, MyRemindersReader, ChooseReminders, ChoiceStore] };
  }
}
