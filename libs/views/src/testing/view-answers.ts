import { Changes } from '@accord/kernel/server';
import { StoredServices } from '../server/read-models/services.js';
import { StoredViewSets } from '../server/read-models/view-sets.js';
import { StoredViewSetProposals } from '../server/read-models/view-set-proposals.js';
import { KeepViewSetProposals } from '../server/use-cases/keep-view-set-proposals.js';
import { ReserveViewSets } from '../server/use-cases/reserve-view-sets.js';

/** Services and view sets as the product answers them, without Nest. */
export function viewAnswers(): { readonly services: StoredServices; readonly viewSets: StoredViewSets; readonly reserving: ReserveViewSets; readonly proposals: StoredViewSetProposals; readonly proposing: KeepViewSetProposals } {
  const [viewSets, proposals] = [new StoredViewSets(), new StoredViewSetProposals()];
  return { services: new StoredServices(), viewSets, reserving: new ReserveViewSets(viewSets, proposals, new Changes()), proposals, proposing: new KeepViewSetProposals(proposals) };
}
