import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operatorActor, systemActor, type Actor, type OdsCode } from '@accord/kernel';
import { AgreementWorld } from '../../testing/index.js';
import { StoredLiveSharing } from './live-sharing.js';

let world: AgreementWorld;
let practice: OdsCode;
beforeAll(async () => {
  world = await AgreementWorld.open();
  practice = world.practice(0) as OdsCode;
  await world.aLiveAgreement({ providers: [practice] });
});
afterAll(() => world.close());

const told = async (actor: Actor) => (await world.transactions.read(actor, (tx) => new StoredLiveSharing().of(tx, [practice]))).map(({ odsCode, as, pairs }) => `${odsCode} ${as} ${pairs}`);

describe('whose live sharing an import would touch', () => {
  it('is told to whoever imports, past the fence', async () => {
    for (const actor of [await world.places.somebody('Ada Admin', 'system-administrator'), operatorActor('installation'), systemActor('worker')]) expect(await told(actor)).toEqual([`${practice} provider 1`]);
  });

  it('and to nobody else, not even of themselves: others ask their own agreements', async () => {
    for (const actor of [world.officer, world.farOfficer, world.approver, world.auditor, (await world.signatoryOf(world.practice(1))).actor, (await world.signatoryOf(practice)).actor]) expect(await told(actor)).toEqual([]);
  });
});
