import './messages.js';

export * from './access-event.js';
export * from './counts.js';
export * from './intake.js';
export * from './search.js';
export * from './gateway-refusals.js';
