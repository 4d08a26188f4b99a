import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { Person } from './person.js';
import { Stage } from './stage.js';

let stage: Stage;
let carys: Person;

beforeAll(async () => {
  stage = await Stage.set('seed', ['identity', 'api']);
  carys = await stage.enter('Carys Lowell');
});

afterAll(async () => { await stage?.clear(); });

/** The element that has the focus, in a few words. */
const focused = (): Promise<string> => carys.page.evaluate(() => `${document.activeElement?.tagName.toLowerCase()} ${document.activeElement?.textContent?.slice(0, 40)}`);

describe('what stands around every page', () => {
  it('says in which duty one acts, and offers no page that the duty does not allow', async () => {
    await expect(carys.page.getByRole('button', { name: /Acting as Activation officer/ }).count()).resolves.toBe(1);
    await expect(carys.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Search' }).count()).resolves.toBe(0);
  });

  it('begins, for the keyboard, with a way past the navigation', async () => {
    await carys.open('/');
    await carys.page.keyboard.press('Tab');
    await expect(focused()).resolves.toContain('Skip to the page');
    await carys.page.keyboard.press('Enter');
    await expect(carys.page.evaluate(() => document.activeElement?.id)).resolves.toBe('page');
  });

  it('opens the palette with Ctrl-K, finds a page, and gives the focus back when it is closed', async () => {
    await carys.page.getByRole('link', { name: 'Changes', exact: true }).focus();
    await carys.page.keyboard.press('Control+k');
    await carys.page.getByRole('combobox').fill('agree');
    await carys.page.getByRole('option', { name: /^Agreements/ }).waitFor();
    expect(await carys.faults()).toEqual([]);
    await carys.picture('palette-1280');
    await carys.page.keyboard.press('Escape');
    await carys.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect(focused()).resolves.toContain('a Changes');
    await carys.page.keyboard.press('Control+k');
    await carys.page.getByRole('combobox').fill('agree');
    await carys.page.getByRole('option', { name: /^Agreements/, selected: true }).waitFor();
    await carys.page.keyboard.press('Enter');
    await carys.settled();
    await expect(carys.heading()).resolves.toBe('Agreements');
  });

  it('shows nothing but that there is nothing at an address without a page', async () => {
    await carys.open('/agreements-of-nobody');
    await expect(carys.heading()).resolves.toBe('Page not found');
    expect(await carys.faults()).toEqual([]);
  });

  it('loads at most 400 kB of script before a page is shown, and no script that is not its own', async () => {
    const sizes: number[] = [];
    const visitor = await stage.enter('Dev Marchetti', { strong: false });
    visitor.page.on('response', (response) => {
      if (response.url().endsWith('.js')) response.body().then((body) => sizes.push(gzipSync(body).length), () => undefined);
    });
    const answer = await visitor.page.goto(`${stage.origin}/`);
    await visitor.settled();
    const policy = (await answer?.allHeaders())?.['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-inline');
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(400_000);
  });

  it('says of what is long in coming that it takes longer than usual, once, and goes on waiting', async () => {
    const held: (() => void)[] = [];
    await carys.open('/');
    await carys.page.route('**/graphql', (route) => new Promise<void>((done) => { held.push(() => { done(route.fallback()); }); }));
    await carys.page.getByRole('link', { name: 'Changes', exact: true }).click();
    await carys.page.getByRole('status').getByText('It takes longer than usual.').waitFor();
    await carys.picture('takes-long-1280');
    await carys.page.unroute('**/graphql');
    for (const go of held) go();
    await carys.page.getByRole('status').getByText('It takes longer than usual.').waitFor({ state: 'detached' });
    await carys.page.getByRole('main').getByRole('table').waitFor();
  });

  it.each([
    ['when something is asked', async () => {
      await carys.page.keyboard.press('Control+k');
      await carys.page.getByRole('dialog').getByRole('combobox').fill('TSTP');
    }],
    ['when the window is looked at again', async () => {
      await carys.page.waitForTimeout(5_100); // who is signed in is asked anew after five seconds
      await carys.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
    }],
  ])('keeps the page and what was typed when the sign-in has ended, and has both after signing in again: %s', async (_when, notice) => {
    await carys.open('/agreements/new');
    await carys.page.getByLabel('Title').fill('Sharing in the small hours');
    await carys.page.context().clearCookies();
    await notice();
    await carys.page.getByRole('heading', { name: 'Your sign-in has ended' }).waitFor();
    await expect(carys.page.locator('input[value="Sharing in the small hours"]').count()).resolves.toBe(1);
    expect(await carys.faults()).toEqual([]);
    await carys.page.getByRole('link', { name: 'Sign in again' }).click();
    await carys.passSignIn('Carys Lowell');
    expect(new URL(carys.page.url()).pathname).toBe('/agreements/new');
    await expect(carys.page.getByLabel('Title').inputValue()).resolves.toBe('Sharing in the small hours');
  });

  it('draws no complaint from any browser', () => expect(stage.complaints()).toEqual([]));
});
