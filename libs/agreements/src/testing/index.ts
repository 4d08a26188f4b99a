export * from './agreement-world.js';
export * from './campaign-acts.js';
export * from './instruction-acts.js';
export * from './places-and-people.js';
export * from './stop-acts.js';
export { agreementsMappings } from '../server/storage/mappings.js';
export * from './unasked-impact.js';
export * from './life-model.js';
