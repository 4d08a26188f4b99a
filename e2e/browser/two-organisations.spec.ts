import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { aQuestion, decide, until } from '../chain/cast.js';
import type { Person } from './person.js';
import { routePatterns } from './route-patterns.js';
import { Stage } from './stage.js';
import { walk } from './walk.js';

jest.setTimeout(300_000);

/** Two practices of different localities. Some viewing organisations look at both, so pages about those could tell of the other. */
const ELM_ROAD = { name: 'Grace Adeyemi', odsCode: 'TSTP01', agreement: 'DCR-ALDERMOOR-0001', message: 'look-at-elm-road' };
const BRACKEN_HILL = { name: 'Xavier Netherby', odsCode: 'TSTP27', agreement: 'DCR-BRACKENSHIRE-0001', message: 'look-at-bracken-hill' };

const patterns = routePatterns();
let stage: Stage;

/** Everything the server told one browser. */
class Told {
  readonly answers: string[] = [];
  readonly addresses = new Set<string>();

  static async by(person: Person): Promise<Told> {
    const told = new Told();
    person.page.on('response', (response) => {
      if (!/\.(?:js|css|svg|png)/.test(response.url())) response.text().then((text) => told.answers.push(text), () => undefined);
    });
    return told;
  }

  mentions(text: string): number {
    return this.answers.filter((answer) => answer.includes(text)).length;
  }
}

async function lookAround(who: typeof ELM_ROAD): Promise<{ person: Person; told: Told }> {
  const person = await stage.enter(who.name);
  const told = await Told.by(person);
  for (const { address } of await walk(person, patterns, new Set(), () => Promise.resolve())) told.addresses.add(address);
  await person.open(`/access-log?messageId=${who.message}`);
  return { person, told };
}

let elmRoad: Awaited<ReturnType<typeof lookAround>>;
let brackenHill: Awaited<ReturnType<typeof lookAround>>;

beforeAll(async () => {
  stage = await Stage.example();
  for (const { odsCode, message } of [ELM_ROAD, BRACKEN_HILL]) {
    await until(() => decide(stage.installation, aQuestion({ provider: odsCode, messageId: message })), ({ status }) => status === 200);
  }
  elmRoad = await lookAround(ELM_ROAD);
  brackenHill = await lookAround(BRACKEN_HILL);
}, 300_000);

afterAll(async () => { await stage?.clear(); });

describe('two sessions of different organisations', () => {
  it('are each told of their own agreement and look', () => {
    for (const [{ told }, own] of [[elmRoad, ELM_ROAD], [brackenHill, BRACKEN_HILL]] as const) {
      expect([told.mentions(own.agreement) > 0, told.mentions(own.message) > 0]).toEqual([true, true]);
    }
  });

  it('are told nothing of the other on any page they come to by links', () => {
    for (const [{ told }, other] of [[elmRoad, BRACKEN_HILL], [brackenHill, ELM_ROAD]] as const) expect([told.mentions(other.agreement), told.mentions(other.message)]).toEqual([0, 0]);
  });

  it('are told nothing of the other at the addresses of the other\'s things', async () => {
    const theirs = [...brackenHill.told.addresses].filter((address) => /[0-9a-f]{8}-[0-9a-f]{4}-/.test(address));
    expect(theirs.length).toBeGreaterThan(2);
    for (const address of theirs) {
      await elmRoad.person.open(address);
      expect(await elmRoad.person.page.locator('main').innerText()).not.toContain(BRACKEN_HILL.agreement);
    }
    expect(elmRoad.told.mentions(BRACKEN_HILL.agreement)).toBe(0);
  });

  it('do not find the other in the palette or in the access log', async () => {
    const { person, told } = elmRoad;
    await person.open('/');
    await person.page.keyboard.press('Control+k');
    await person.page.getByRole('combobox').fill(BRACKEN_HILL.agreement);
    await person.page.getByText('Nothing found').waitFor();
    await person.page.keyboard.press('Escape');
    await person.open(`/access-log?messageId=${BRACKEN_HILL.message}`);
    expect(told.answers.filter((answer) => answer.includes('"accessEvents"')).at(-1)).toContain('"total":0');
  });

  it('count only their own', async () => {
    const { person } = elmRoad;
    await person.open('/agreements');
    const rows = await person.page.locator('main table tbody tr').count();
    expect(await person.page.locator('h1 + p').innerText()).toContain(`${rows} agreement`);
  });

  it('draws no complaint from any browser', () => expect(stage.complaints()).toEqual([]));
});
