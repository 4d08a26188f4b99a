export { homeAbilities } from './abilities.js';
export { HomeModule } from './home.module.js';
export { ComingUpReader } from './read-models/coming-up.js';
export { HomeInTray } from './read-models/home-in-tray.js';
export { SharingInShortReader } from './read-models/sharing-in-short.js';
export { WaitingReader } from './read-models/waiting.js';
