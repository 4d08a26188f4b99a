import { ActsOfActivations } from '@accord/activations';
import { ImpactOfActs, type ActOnAccess } from '@accord/agreements';
import { ActsAsked } from '@accord/impact/server';
import type { Actor, Tx } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import type { Capabilities } from './capabilities.js';

/** What a person looks at before they confirm: the hash that their act then repeats. */
export const previewed = {
  approve: (on: Capabilities, actor: Actor, activationId: string): Promise<string> => hashOf(on, actor, async (tx) => (await on.get(ActsOfActivations).approve(tx, activationId)).act),
  goLive: (on: Capabilities, actor: Actor, activationId: string): Promise<string> => hashOf(on, actor, async (tx) => (await on.get(ActsOfActivations).goLive(tx, activationId)).act),
  confirmFacts: (on: Capabilities, actor: Actor, ids: readonly string[]): Promise<string> => hashOf(on, actor, async (tx) => (await on.get(ActsOfActivations).confirmFacts(tx, ids)).act),
  confirmCertificates: (on: Capabilities, actor: Actor, certificates: readonly { readonly id: string }[]): Promise<string> => hashOf(on, actor, async (tx) => (await on.get(ActsAsked).find(tx, {
    act: 'confirmCertificates', id: null, ids: certificates.map(({ id }) => id), scope: null, consumerOdsCode: null,
  })).act),
  resume: (on: Capabilities, actor: Actor, stopId: string): Promise<string> => hashOf(on, actor, () => Promise.resolve({ kind: 'lift', stopIds: [stopId] })),
};

function hashOf(on: Capabilities, actor: Actor, act: (tx: Tx) => Promise<ActOnAccess>): Promise<string> {
  return on.get(Transactions).read(actor, async (tx) => on.get(ImpactOfActs).hashOf(tx, await act(tx)));
}
