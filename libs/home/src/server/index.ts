export { homeAbilities } from './abilities.js';
export { HomeModule } from './home.module.js';
