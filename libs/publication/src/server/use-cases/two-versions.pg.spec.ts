import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor, type OdsCode } from '@accord/kernel';
import { ActivationWorld } from '@accord/activations/testing';
import { parseLocality, summaryIn } from '@accord/enforcement';
import { Summaries } from '../domain/summaries.js';
import { FactsStore } from '../storage/facts-store.js';

// Two versions of one agreement may be in force at once, and the publication names the version per provider.
const [ONE, TWO, VIEWER] = ['TSTP01', 'TSTP02', 'TSTV01'] as readonly string[] as readonly [OdsCode, OdsCode, OdsCode];
let world: ActivationWorld;
let agreement: string;

beforeAll(async () => {
  world = await ActivationWorld.open();
  agreement = (await world.live({ reference: 'DCR-TST-0001', providers: [ONE, TWO] })).agreementId;
});
afterAll(() => world.close());

/** Each version that is published, with its providers, until when, and the consumers they share with. */
async function published(): Promise<unknown> {
  const { facts } = await world.agreements.transactions.read(systemActor('spec'), (tx) => new FactsStore().read(tx, true));
  const { agreements } = summaryIn(parseLocality(Summaries.of(facts).localityTargets[0]!.bytes));
  return agreements.map(({ reference, version, blocks }) => [
    `${reference} ${version}`, blocks.flatMap(({ providers, until }) => providers.map((code) => `${code} until ${until.slice(0, 10)}`)),
    blocks.flatMap(({ consumers, until }) => consumers.map(({ consumer }) => `${consumer} until ${until.slice(0, 10)}`)),
  ]);
}

async function goesOver(...codes: readonly string[]): Promise<void> {
  for (const code of codes) await world.agreements.verified(agreement, code);
  await world.agreements.approved(agreement, codes);
  await world.agreements.goLive(agreement, codes);
}

describe('an agreement that is amended', () => {
  it('is published as it was until somebody goes over, and then version by version', async () => {
    const first = ['DCR-TST-0001 1', [`${ONE} until 2028-03-01`, `${TWO} until 2028-03-01`], [`${VIEWER} until 2028-03-01`]];
    expect(await published()).toEqual([first]);
    await world.agreements.openVersion(agreement, { endsOn: '2029-02-28' });
    expect(await published()).toEqual([first]);
    await goesOver(VIEWER);
    expect(await published()).toEqual([first]);
    await goesOver(ONE);
    expect(await published()).toEqual([
      ['DCR-TST-0001 1', [`${TWO} until 2028-03-01`], [`${VIEWER} until 2028-03-01`]], ['DCR-TST-0001 2', [`${ONE} until 2029-03-01`], [`${VIEWER} until 2029-03-01`]],
    ]);
    await goesOver(TWO);
    expect(await published()).toEqual([['DCR-TST-0001 2', [`${ONE} until 2029-03-01`, `${TWO} until 2029-03-01`], [`${VIEWER} until 2029-03-01`]]]);
  });
});
