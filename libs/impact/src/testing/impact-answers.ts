import { SightsInShort } from '../server/read-models/sights-in-short.js';
import { sights } from '../server/read-models/sights.js';
import { agreementsOf, viewingOrganisation } from '../server/read-models/viewing-organisations.js';

/** What impact answers, without Nest. */
export function impactAnswers() {
  return { seenNow: new SightsInShort(), sights, viewingOrganisation, agreementsOf };
}
