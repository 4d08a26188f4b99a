export * from './canonical-json.js';
export * from './format.js';
export * from './refusals.js';
export * from './seal.js';
export { parseConsumer, parseLocality, parsePublication, parseStops } from './targets.js';
export { MOST_BYTES, type Source } from './source.js';
export { FileStore, type Store } from './store.js';
export type { Verified, VerifiedLocality } from './verified.js';
export { Verifier, type Wanted } from './verifier.js';
