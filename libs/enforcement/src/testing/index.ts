export { MINUTE, T0, WANTED, aGateway, codeOf, holdingTheFirst } from './a-gateway.js';
export { DCR_VIEWS, FINGERPRINT, type LocalityChoices, aCaller, aLocality, aSummary } from './a-locality.js';
export { randomFrom } from './random-from.js';
export { MemoryStore, PowerLost } from './memory-store.js';
export { type Content, type Files, type Role, TestFeed, type TestKey, canonical, iso, sha256, signed, testKey } from './test-feed.js';
export * from './reverse-proxy.js';
