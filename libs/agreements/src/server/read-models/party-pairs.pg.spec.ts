import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Duty } from '@accord/kernel';
import { AgreementWorld } from '../../testing/index.js';
import { PartyPairs, type PartyPairsRow } from './party-pairs.js';

const pairs = new PartyPairs();
let world: AgreementWorld;
let agreement: string;
let viewers: string[];

const actingFor = (odsCode: string, duty: Duty = 'practice-governance-lead'): Promise<Actor> => world.places.somebody(`Somebody of ${odsCode}`, duty, { odsCode });
const ask = async (actor: Actor, odsCode: string, first = 50): Promise<PartyPairsRow | null> => {
  const { id } = await world.party(agreement, odsCode);
  return world.transactions.read(actor, (tx) => pairs.of(tx, id, first));
};

beforeAll(async () => {
  world = await AgreementWorld.open();
  viewers = [world.viewer(0), world.viewer(1)];
  agreement = await world.aLiveAgreement({
    providers: [world.practice(0), world.practice(1)],
    consumers: [{ odsCode: viewers[0]!, views: ['summary', 'medication'] }, { odsCode: viewers[1]!, views: ['summary'] }],
  });
});
afterAll(() => world.close());

describe('what would stop with one part', () => {
  it('is every organisation of the other side with the views it sees, and each view once', async () => {
    expect(await ask(world.officer, world.practice())).toMatchObject({
      pairs: 2, views: ['medication', 'summary'],
      sharedWith: [{ odsCode: viewers[0], views: ['summary', 'medication'] }, { odsCode: viewers[1], views: ['summary'] }],
    });
    expect(await ask(world.officer, viewers[1]!)).toMatchObject({ pairs: 2, views: ['summary'], sharedWith: [{ odsCode: world.practice(0) }, { odsCode: world.practice(1) }] });
  });

  it('counts all of them where only the first are named', async () => {
    const answer = await ask(world.officer, world.practice(), 1);
    expect([answer?.pairs, answer?.sharedWith.length]).toEqual([2, 1]);
    await expect(ask(world.officer, world.practice(), 201)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('is shown to its own organisation, in full', async () => {
    expect(await ask(await actingFor(world.practice()), world.practice())).toMatchObject({ pairs: 2 });
    expect(await ask(await actingFor(viewers[0]!, 'viewer-governance-lead'), viewers[0]!)).toMatchObject({ pairs: 2 });
  });

  it('shows another party of the agreement no more than its own pair, and other organisations nothing', async () => {
    expect(await ask(await actingFor(viewers[1]!, 'viewer-governance-lead'), world.practice())).toMatchObject({ pairs: 1, views: ['summary'], sharedWith: [{ odsCode: viewers[1] }] });
    expect(await ask(await actingFor(world.practice(1)), world.practice(0))).toMatchObject({ pairs: 0, views: [], sharedWith: [] });
    expect(await ask(await actingFor(world.practice(2)), world.practice())).toBeNull();
    expect(await ask(world.farOfficer, world.practice())).toBeNull();
  });

  it('is nothing of what is no part at all', async () => {
    expect(await world.transactions.read(world.officer, (tx) => pairs.of(tx, 'no-id', 1))).toBeNull();
  });

  it('no longer names a side that is suspended, and nothing where the part itself is', async () => {
    const { id, version } = await world.party(agreement, viewers[1]!);
    const { stopId } = await world.narrowing.suspend(world.officer, { side: 'consumer', id, expectedVersion: version, reason: 'A reason' });
    expect(await ask(world.officer, world.practice())).toMatchObject({ pairs: 1, sharedWith: [{ odsCode: viewers[0] }] });
    expect(await ask(world.officer, viewers[1]!)).toMatchObject({ pairs: 0, views: [] });
    const stop = await world.transactions.read(world.officer, (tx) => world.stops.byId(tx, stopId!));
    expect(stop).toMatchObject({ consumerPartId: id, agreementReference: expect.stringContaining('DCR-TST'), organisationName: `Out of Hours ${viewers[1]}`, localityName: 'Aldermoor', imposedFor: null });
    for (const actor of [world.farOfficer, await actingFor(world.practice(2))]) expect(await world.transactions.read(actor, (tx) => world.stops.byId(tx, stopId!))).toBeNull();
  });
});
