export { impactAbilities } from './abilities.js';
export { ImpactModule } from './impact.module.js';
