export { impactAbilities } from './abilities.js';
export { ImpactModule } from './impact.module.js';
export { ActsAsked } from './read-models/acts-asked.js';
export { explanationOf, sightsAt, type Question } from './read-models/explanation.js';
export { SightsInShort } from './read-models/sights-in-short.js';
export { sights, type SightRow, type Wanted } from './read-models/sights.js';
