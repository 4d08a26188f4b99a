export { inventedDigest, SeededNumbers } from './seeded-numbers.js';
export { NATIONAL_SIZE, SMALL_SIZE, seededWorld, type SeededWorld, type WorldSize } from './seeded-world.js';
export { exampleEdition } from './example/example-edition.js';
export { EXAMPLE_LOCALITIES, type ExampleLocality, type ExampleOrganisation } from './example/example-localities.js';
export { EXAMPLE_VIEWERS, type ExampleViewer, type ViewerKind } from './example/example-viewers.js';
export { inventedNames } from './example/invented-names.js';
export { inventedNhsNumbers } from './example/invented-nhs-numbers.js';
export { exampleScan, type Scanned } from './example/example-scan.js';
export { ExampleLooks, type LooksGround, type SharedPair } from './example/example-looks.js';
