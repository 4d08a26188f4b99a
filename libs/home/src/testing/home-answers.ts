import type { PartiesReadyToGoLive } from '@accord/activations';
import type { EvidenceToVerifyByMe, OrganisationTasks } from '@accord/agreements';
import { impactAnswers } from '@accord/impact/testing';
import type { InTray } from '../contract/index.js';
import { ComingUpReader } from '../server/read-models/coming-up.js';
import { HomeInTray } from '../server/read-models/home-in-tray.js';
import { SharingInShortReader } from '../server/read-models/sharing-in-short.js';
import { WaitingReader } from '../server/read-models/waiting.js';

/** Home as it answers its neighbours, without Nest. */
export function homeAnswers(evidence: EvidenceToVerifyByMe, ready: PartiesReadyToGoLive, tasks: OrganisationTasks): { readonly inTray: InTray } {
  return { inTray: new HomeInTray(new WaitingReader(evidence, ready, tasks), new ComingUpReader(), new SharingInShortReader(impactAnswers().seenNow)) };
}
