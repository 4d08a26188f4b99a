export { inventedDigest, SeededNumbers } from './seeded-numbers.js';
export { NATIONAL_SIZE, seededWorld, type SeededWorld, type WorldSize } from './seeded-world.js';
