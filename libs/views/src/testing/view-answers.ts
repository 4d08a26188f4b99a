import { Changes } from '@accord/kernel/server';
import { StoredServices } from '../server/read-models/services.js';
import { StoredViewSets } from '../server/read-models/view-sets.js';
import { ReserveViewSets } from '../server/use-cases/reserve-view-sets.js';

/** Services and view sets as the product answers them, without Nest. */
export function viewAnswers(): { readonly services: StoredServices; readonly viewSets: StoredViewSets; readonly reserving: ReserveViewSets } {
  const viewSets = new StoredViewSets();
  return { services: new StoredServices(), viewSets, reserving: new ReserveViewSets(viewSets, new Changes()) };
}
