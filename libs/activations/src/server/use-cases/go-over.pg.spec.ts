import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AgreementId } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import { ActivationWorld } from '../../testing/index.js';
import type { ActivationContent } from '../domain/activation.js';

// A version that is signed anew is submitted, approved and taken over as a first signature is taken live.
let world: ActivationWorld;
let agreements: AgreementWorld;
let agreement: AgreementId;
let id: string;
const [ONE, TWO, VIEWER, NEWCOMER] = ['TSTP01', 'TSTP02', 'TSTV01', 'TSTV02'] as const;

beforeAll(async () => {
  world = await ActivationWorld.open();
  agreements = world.agreements;
  agreement = (await world.live({ providers: [ONE, TWO] })).agreementId;
  await agreements.openVersion(agreement, { purpose: 'Care at night', consumers: [{ odsCode: VIEWER, views: ['summary', 'medication'] }, { odsCode: NEWCOMER, views: ['summary'] }] });
  await world.ready(NEWCOMER, 'consumer');
});
afterAll(() => world.close());

const ids = (...codes: readonly string[]): Promise<string[]> => Promise.all(codes.map(async (code) => (await agreements.party(agreement, code)).id));
const shown = async (id: string): Promise<ActivationContent> => JSON.parse((await world.activation(id)).content) as ActivationContent;
const stands = async (code: string): Promise<string> => {
  const { state, versionNumber, renewal } = await agreements.party(agreement, code);
  return `${state} by ${versionNumber}${renewal === null ? '' : `, ${renewal.state}`}`;
};
const pairs = async (): Promise<number> => (await agreements.database.owner.query('SELECT 1 FROM pair WHERE agreement_id = $1 AND held_during @> $2::timestamptz', [agreement, agreements.clock.now()])).rows.length;

describe('going over', () => {
  it('is listed beside what is live, with the pairs that come of it', async () => {
    for (const code of [ONE, VIEWER, NEWCOMER]) await agreements.verified(agreement, code);
    const submitted = await world.submitted(agreement);
    const { sides, pairsGained, pairsLost } = await shown(submitted.id);
    expect(sides.map(({ odsCode, goesOverTo }) => [odsCode, goesOverTo]).sort()).toEqual([[ONE, 2], [VIEWER, 2], [NEWCOMER, undefined]]);
    // The practice that has signed only version 1 does not share with the newcomer.
    expect([pairsGained.count, pairsGained.consumers.map(({ odsCode }) => odsCode), pairsLost]).toEqual([1, [NEWCOMER], undefined]);
    await world.deciding.approve(agreements.approver, { id: submitted.id, expectedVersion: submitted.version, contentHash: submitted.contentHash });
    expect([await stands(ONE), await stands(TWO), await stands(VIEWER), await stands(NEWCOMER)]).toEqual(['live by 1, approved', 'live by 1, invited', 'live by 1, approved', 'approved by 2']);
    expect(await world.activation(submitted.id)).toMatchObject({ listed: 3, live: 0 });
    ({ id } = submitted);
  });

  it('holds a practice back until its viewing organisations have gone over, and nobody else with it', async () => {
    await expect(world.going.execute(agreements.officer, { activationId: id, ids: await ids(ONE) })).rejects.toMatchObject({ code: 'GATE_FAILING' });
    await world.going.execute(agreements.officer, { activationId: id, ids: await ids(NEWCOMER) });
    expect([await stands(NEWCOMER), await pairs()]).toEqual(['live by 2', 2]);
    expect(await world.going.execute(agreements.officer, { activationId: id })).toMatchObject({ pairsGained: 1, blocked: [] });
    expect([await stands(ONE), await stands(VIEWER), await pairs()]).toEqual(['live by 2', 'live by 2', 3]);
    expect(await world.activation(id)).toMatchObject({ listed: 3, live: 3 });
  });
});
