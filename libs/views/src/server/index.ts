export { viewAbilities } from './abilities.js';
export { StoredServices } from './read-models/services.js';
export { StoredViewSets } from './read-models/view-sets.js';
export { ReserveViewSets } from './use-cases/reserve-view-sets.js';
export { ViewsModule } from './views.module.js';
export { StoredViewSetProposals } from './read-models/view-set-proposals.js';
export { KeepViewSetProposals } from './use-cases/keep-view-set-proposals.js';
