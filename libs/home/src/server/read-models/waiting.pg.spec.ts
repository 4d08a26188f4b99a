import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { ActivationWorld } from '@accord/activations/testing';
import { ComingUpReader } from './coming-up.js';
import { SharingInShortReader } from './sharing-in-short.js';
import { WaitingReader } from './waiting.js';

let world: ActivationWorld;
let practice: string;
let viewer: string;

beforeAll(async () => {
  world = await ActivationWorld.open();
  [practice, viewer] = [world.agreements.places.practices[0]!, world.agreements.places.viewers[0]!];
});

afterAll(async () => { await world?.close(); });

const waitsFor = async (actor: Actor): Promise<string[]> =>
  (await world.agreements.transactions.read(actor, (tx) => new WaitingReader().of(tx, actor.duty ?? ''))).map(({ kind, count }) => (count > 1 ? `${kind} ×${count}` : kind));

describe('what waits', () => {
  it('moves from hand to hand, and never to the hand that did the step before', async () => {
    const { officer, secondOfficer, approver, farOfficer } = world.agreements;
    const signatory = (await world.agreements.signatoryOf(practice)).actor;
    const { id: agreementId } = await world.agreements.drafting.execute(officer, world.agreements.aDraft());
    expect([await waitsFor(officer), await waitsFor(secondOfficer)]).toEqual([['draft'], []]);

    await world.agreements.opening.execute(officer, { id: agreementId, expectedVersion: 1 });
    expect([await waitsFor(signatory), await waitsFor(officer)]).toEqual([['sign'], []]);

    await world.agreements.sign(agreementId, practice);
    await world.agreements.sign(agreementId, viewer);
    // Officer drafted it, so the evidence waits for the other one; both pieces stand in one line of the agreement.
    expect([await waitsFor(signatory), await waitsFor(officer), await waitsFor(secondOfficer)]).toEqual([[], [], ['verify ×2']]);

    for (const odsCode of [practice, viewer]) {
      const { id, side, version } = await world.agreements.party(agreementId, odsCode);
      await world.agreements.verifying.accept(secondOfficer, { id, side, expectedVersion: version });
    }
    await world.ready(practice, 'provider');
    await world.ready(viewer, 'consumer');
    expect(await waitsFor(officer)).toEqual(['submit ×2']);

    const { id, version, contentHash } = await world.submitted(agreementId);
    expect([await waitsFor(officer), await waitsFor(approver)]).toEqual([[], ['approve']]);
    await world.deciding.approve(approver, { id, expectedVersion: version, contentHash });
    expect([await waitsFor(approver), await waitsFor(officer)]).toEqual([[], ['go-live ×2']]);

    await world.going.execute(officer, { activationId: id });
    expect(await Promise.all([officer, secondOfficer, approver, signatory, farOfficer].map(waitsFor))).toEqual([[], [], [], [], []]);
  });

  it('is nothing of another organisation or locality', async () => {
    await world.agreements.anOpenAgreement({ providers: [world.agreements.places.practices[1]!], consumers: [{ odsCode: world.agreements.places.viewers[1]!, views: ['summary'] }] });
    const other = (await world.agreements.signatoryOf(practice)).actor;
    expect([await waitsFor(other), await waitsFor(world.agreements.farOfficer)]).toEqual([[], []]);
  });
});

describe('how sharing stands, and what comes', () => {
  it('counts for each organisation its own side', async () => {
    const reader = new SharingInShortReader();
    const of = async (odsCode: string) => {
      const { actor } = await world.agreements.signatoryOf(odsCode);
      return world.agreements.transactions.read(actor, (tx) => reader.ofOrganisation(tx));
    };
    expect(await of(practice)).toMatchObject({ viewers: 1, practices: 0, mostViews: 2 });
    expect(await of(viewer)).toMatchObject({ viewers: 0, practices: 1, mostViews: 2 });
    const [locality] = await world.agreements.transactions.read(world.agreements.officer, (tx) => reader.ofLocalities(tx));
    expect(locality).toMatchObject({ live: 1, practices: 2, viewers: 1 });
    const [far] = await world.agreements.transactions.read(world.agreements.farOfficer, (tx) => reader.ofLocalities(tx));
    expect(far).toMatchObject({ live: 0, practices: 0, viewers: 0 });
  });

  it('tells of the end of an agreement 90 days ahead, to its parties and its staff alone', async () => {
    const soon = async (actor: Actor) => (await world.agreements.transactions.read(actor, (tx) => new ComingUpReader().soon(tx))).filter(({ kind }) => kind === 'end');
    world.agreements.clock.set('2027-12-10T09:00:00Z');
    const signatory = (await world.agreements.signatoryOf(practice)).actor;
    expect(await soon(signatory)).toHaveLength(1);
    expect(await soon(world.agreements.officer)).toHaveLength(2);
    expect(await soon(world.agreements.farOfficer)).toEqual([]);
    world.agreements.clock.set('2027-11-10T09:00:00Z');
    expect(await soon(world.agreements.officer)).toEqual([]);
  });
});
