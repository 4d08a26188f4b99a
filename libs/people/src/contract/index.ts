import './messages.js';

export * from './authority.js';
export * from './duty-grant.js';
export * from './events.js';
export * from './ids.js';
export * from './people-to-mail.js';
export * from './separation.js';
