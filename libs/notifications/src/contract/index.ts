import './messages.js';

export * from './choices.js';
export * from './due-reminders.js';
export * from './mailing-day.js';
export * from './stages.js';
