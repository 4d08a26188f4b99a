import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Person } from './person.js';
import { routePatterns } from './route-patterns.js';
import { Stage } from './stage.js';
import { walk, type Place } from './walk.js';

jest.setTimeout(600_000);

/** One of each kind of duty; between them they reach every page by links. */
const PEOPLE = [
  'Carys Lowell', 'Esme Thornbury', 'Una Merewether', 'Grace Adeyemi', 'Maren Dube', 'Odile Barrington', 'Ada Whitlock',
] as const;

/** Pages at which one arrives only by doing something; the journeys that do it look at them. */
const ONLY_AFTER_AN_ACT = new Set(['/localities/:id/went-live', '/access-log/:eventId', '/agreements/:id/amend', '/campaigns/:id', '/campaigns/:id/edit', '/campaigns/:id/practices/:odsCode']);

/** Lists: every row leads to its thing. */
const LISTS = new Set([
  '/agreements', '/evidence', '/localities', '/viewing-organisations', '/publications', '/gateways', '/certificates', '/organisations', '/directory-imports', '/people', '/duties',
  '/activations', '/access-log', '/view-set-proposals',
]);

/** A table that has a column for each gate, and scrolls in its place. */
const WIDE = '/localities/:id Viewing organisations';

const patterns = routePatterns();
const visited = new Set<string>();
let stage: Stage;

beforeAll(async () => { stage = await Stage.example(); });
afterAll(async () => { await stage?.clear(); });

/** All that is wrong with the page one is on. */
async function faultsOf(person: Person, { pattern, address }: Place): Promise<string[]> {
  const faults: string[] = [];
  const say = (fault: string): void => { faults.push(`${pattern} (${address}): ${fault}`); };
  const name = pattern === '/' ? 'home' : pattern.slice(1).replaceAll(/[/:]+/g, '-');
  const titles = await person.page.locator('h1').allInnerTexts();
  if (titles.length !== 1) say(`${titles.length} titles`);
  if (titles[0] === 'Page not found' || await person.page.title() !== `${titles[0]?.trim()} - Accord`) say(`titled "${await person.page.title()}", headed "${titles[0]}"`);
  for (const problem of await person.page.getByText('There is a problem').all()) say(`shows a problem: ${(await problem.locator('..').innerText()).replaceAll(/\s+/g, ' ')}`);
  if (await person.page.getByRole('complementary', { name: 'Example data' }).count() !== 1) say('does not say that it shows example data');
  if (LISTS.has(pattern)) {
    const rows = person.page.locator('main table tbody tr');
    const [all, linked] = [await rows.count(), await rows.filter({ has: person.page.locator('a[href]') }).count()];
    if (all !== linked) say(`${all - linked} of ${all} rows lead nowhere`);
  }
  for (const [how, looks] of [['light', {}], ['dark', { dark: true }], ['320 px', { width: 320 }]] as const) {
    await person.looks(looks);
    for (const fault of await person.faults({ ofColoursAlone: how === 'dark' })) say(`${how}: ${fault}`);
    if (await person.overflow() > 0) say(`${how}: scrolls sideways by ${await person.overflow()} px`);
    if (how === 'light') for (const table of await person.cutTables()) if (`${pattern} ${table}` !== WIDE) say(`a table is wider than its place: ${table}`);
    if (how !== 'dark') await person.picture(`${name}-${how === 'light' ? 1280 : 320}`);
  }
  await person.looks({});
  return faults;
}

describe('every page', () => {
  it.each(PEOPLE)('has one title, no fault of accessibility in light, dark and at 320 px, and rows that lead somewhere: as %s', async (name) => {
    const person = await stage.enter(name);
    const faults: string[] = [];
    for (const { pattern } of await walk(person, patterns, visited, async (place) => { faults.push(...await faultsOf(person, place)); })) visited.add(pattern);
    await person.leave();
    expect(faults).toEqual([]);
  });

  it('is reached by links, by somebody', () => {
    expect(patterns.filter((pattern) => !visited.has(pattern) && !ONLY_AFTER_AN_ACT.has(pattern))).toEqual([]);
  });

  it('draws no complaint from any browser', () => expect(stage.complaints()).toEqual([]));
});
