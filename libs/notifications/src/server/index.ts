export { notificationAbilities } from './abilities.js';
export { NotificationsModule } from './notifications.module.js';
export { Post, PostUnavailable } from './domain/post.js';
export type { MailGoes } from './graphql/reminders-types.js';
export type { Sender } from './storage/composed-mail.js';
export { FolderPost } from './storage/folder-post.js';
export { SmtpPost } from './storage/smtp-post.js';
export { ChooseReminders, type ChooseRemindersInput } from './use-cases/choose-reminders.js';
export { SendReminders, type RemindersNeeds, type Sent } from './use-cases/send-reminders.js';
