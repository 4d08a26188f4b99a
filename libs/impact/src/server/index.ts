export { impactAbilities } from './abilities.js';
export { ImpactModule } from './impact.module.js';
export { sights, type SightRow, type Wanted } from './read-models/sights.js';
