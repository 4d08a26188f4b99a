import { Changes, Outbox, type Transactions } from '@accord/kernel/server';
import type { EvidenceCommands } from '@accord/evidence';
import type { ImpactOfActs } from '../contract/index.js';
import '../server/abilities.js';
import { StoredStopsOnRecord } from '../server/read-models/stops-on-record.js';
import { Pairs } from '../server/storage/pairs.js';
import { ConsumerParts, Participations } from '../server/storage/party-parts.js';
import { SharingAgreements } from '../server/storage/sharing-agreements.js';
import { Stoppable } from '../server/storage/stoppable.js';
import { Stops } from '../server/storage/stops.js';
import { NarrowPart } from '../server/use-cases/narrow-part.js';
import { Parties } from '../server/use-cases/party.js';
import { ResumePart } from '../server/use-cases/resume-part.js';
import { StopSharing } from '../server/use-cases/stop-sharing.js';
import { UnaskedImpact } from './unasked-impact.js';

/** What stops sharing and lets it begin again, over a real database, for specs of what follows from it. No evidence is touched by these acts. */
export function stopActs(transactions: Transactions, impact: ImpactOfActs = new UnaskedImpact()): { readonly narrowing: NarrowPart; readonly stopping: StopSharing; readonly resuming: ResumePart; readonly onRecord: StoredStopsOnRecord } {
  const [changes, outbox] = [new Changes(), new Outbox()];
  const [agreements, participations, parts, pairs, stops] = [new SharingAgreements(), new Participations(), new ConsumerParts(), new Pairs(), new Stops()];
  const untouched = {} as EvidenceCommands;
  return {
    narrowing: new NarrowPart(transactions, new Parties(participations, parts), pairs, stops, untouched, impact, changes, outbox),
    stopping: new StopSharing(transactions, new Stoppable(), stops, participations, pairs, impact, changes, outbox),
    resuming: new ResumePart(transactions, stops, participations, parts, agreements, pairs, impact, changes, outbox),
    onRecord: new StoredStopsOnRecord(),
  };
}
