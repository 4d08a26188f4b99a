import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AgreementId } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import { ActivationWorld } from '../../testing/index.js';
import { STAGES } from './activations.js';

let world: ActivationWorld;
let agreements: AgreementWorld;
let agreement: AgreementId;
let proposal: string;
let number = 0;
beforeAll(async () => {
  world = await ActivationWorld.open();
  agreements = world.agreements;
});
afterAll(() => world.close());

/** In which stages officers find it, and what it says of those listed. */
async function stands(id: string): Promise<readonly unknown[]> {
  const { listed, live, settled, proposalId } = await world.activation(id);
  const found = await Promise.all(STAGES.map(async (stage) => (await agreements.transactions.read(agreements.officer, (tx) => world.reader.matching(tx, { agreementId: agreement, stage }))).items.some((each) => each.id === id)));
  return [STAGES.filter((_stage, at) => found[at]).join(), { listed, live, settled }, proposalId];
}

describe('an activation of what was signed for a change of views', () => {
  beforeEach(async () => {
    number += 1;
    const [practice, viewer] = [`TSTQ${number}`, `TSTW${number}`];
    await agreements.places.beyondTheRules(async () => {
      await agreements.places.organisation(practice, `Surgery ${practice}`, agreements.places.here);
      await agreements.places.organisation(viewer, `Hospice ${viewer}`, null);
    });
    agreement = (await world.live({ providers: [practice], consumers: [{ odsCode: viewer, views: ['summary'] }] })).agreementId;
    agreements.clock.advance(60_000);
    proposal = (await agreements.proposing.execute(agreements.officer, { consumerOdsCode: viewer, serviceCode: 'DCR', views: ['summary', 'events'], reason: 'The night team asks for it', lapsesOn: '2026-06-30' })).id;
    for (const code of [practice, viewer]) await agreements.verified(agreement, code);
  }, 60_000);

  it('is nobody\'s to take live: it waits for the cut-over, and says for which', async () => {
    const { id, version, contentHash } = await world.submitted(agreement);
    expect(await stands(id)).toEqual(['submitted', { listed: 2, live: 0, settled: 2 }, proposal]);
    await world.deciding.approve(agreements.approver, { id, expectedVersion: version, contentHash });
    expect(await stands(id)).toEqual(['over', { listed: 2, live: 0, settled: 2 }, proposal]);
    await agreements.cuttingOver.execute({ ...agreements.approver, authenticatedAt: agreements.clock.now() }, { id: proposal, impactHash: '0'.repeat(64) });
    expect(await stands(id)).toEqual(['over', { listed: 2, live: 2, settled: 2 }, null]);
  });

  it('leaves nothing to do where the change is given up', async () => {
    const { id } = await world.approved(agreement);
    await agreements.endingProposals.giveUp(agreements.secondOfficer, { id: proposal, reason: 'Not needed any more' });
    expect(await stands(id)).toEqual(['over', { listed: 2, live: 0, settled: 2 }, null]);
  });
});
