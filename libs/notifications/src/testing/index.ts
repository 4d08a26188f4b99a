export * from './mail-sink.js';
export * from './reminders-world.js';
