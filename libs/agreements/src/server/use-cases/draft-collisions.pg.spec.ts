import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { edited, type AgreementId } from '@accord/agreements';
import { viewAnswers } from '@accord/views/testing';
import { AgreementWorld } from '../../testing/index.js';
import { TakenPairs } from '../storage/taken-pairs.js';
import { DraftCollisions, type PairedDraftSoFar, type ResolvableCollision } from './draft-collisions.js';

let world: AgreementWorld;
let live: AgreementId;
let colliding: DraftCollisions;
beforeAll(async () => {
  world = await AgreementWorld.open();
  const { services, viewSets } = viewAnswers();
  colliding = new DraftCollisions(services, viewSets, new TakenPairs());
  live = await world.aLiveAgreement({ providers: [world.practice(0), world.practice(1)] });
});
afterAll(() => world.close());

const draft = (given: Partial<PairedDraftSoFar> = {}): PairedDraftSoFar => ({
  localityId: world.places.here, serviceCode: 'DCR', providers: [world.practice(1), world.practice(2)], consumers: [{ odsCode: world.viewer(), views: ['summary', 'medication', 'events'] }], ...given,
});
const found = (given: Partial<PairedDraftSoFar> = {}, by: Actor = world.officer): Promise<readonly ResolvableCollision[]> => world.transactions.read(by, (tx) => colliding.resolvable(tx, by, draft(given)));

describe('a draft that collides', () => {
  it('is told with what, and each edit it is offered resolves that', async () => {
    const collisions = await found();
    expect(collisions.map(({ collision, edits }) => [collision.kind, collision.reference, edits.map((changes) => changes.map(({ kind }) => kind))])).toEqual([
      ['view-set', 'DCR-TST-0001', [['remove-view']]], ['pairs', 'DCR-TST-0001', [['leave-out-provider']]],
    ]);
    for (const { collision, edits } of collisions) {
      for (const changes of edits) expect((await found(edited(draft(), changes))).map((each) => each.collision.kind)).not.toContain(collision.kind);
    }
    const resolvedDraft = collisions.reduce<Pick<PairedDraftSoFar, 'providers' | 'consumers'>>((now, { edits }) => edited(now, edits[0]!), draft());
    const { id } = await world.drafting.execute(world.officer, world.aDraft(resolvedDraft));
    expect(id).toBeDefined();
  });

  it('does not collide with the pairs of the agreement it amends, nor with what ends before it begins', async () => {
    const pairsOf = async (given: Partial<PairedDraftSoFar>): Promise<number> => (await found(given)).filter(({ collision }) => collision.kind === 'pairs').length;
    expect([await pairsOf({ agreementId: live }), await pairsOf({ beginsOn: '2028-03-01', endsOn: '2029-01-01' }), await pairsOf({ beginsOn: '2028-02-29', endsOn: '2029-01-01' })]).toEqual([0, 0, 1]);
  });

  it('tells nothing to whoever does not serve the locality', async () => {
    expect(await found({}, world.farOfficer)).toEqual([]);
    expect(await found({ localityId: world.places.elsewhere })).toEqual([]);
  });

  it('refuses days that are none', async () => expect(found({ beginsOn: '2026-02-30' })).rejects.toMatchObject({ code: 'INVALID_INPUT' }));
});
