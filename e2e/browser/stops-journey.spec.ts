import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { aQuestion, decide, until } from '../chain/cast.js';
import { Mouse, type Hands } from './hands.js';
import { Keys } from './keys.js';
import { lookAt } from './look.js';
import type { Person } from './person.js';
import { Stage } from './stage.js';
import { story } from './story.js';

const AGREEMENT = 'DCR-ALDERMOOR-0001';
const VIEWER = 'Aldermoor Out of Hours (TSTV01)';

describe.each([{ how: 'with a mouse', With: Mouse, pictures: true }, { how: 'by keyboard alone', With: Keys, pictures: false }])('suspending and resuming in a browser, $how', ({ With, pictures }) => {
  let stage: Stage;
  const hands = new Map<string, Hands>();
  const faults: string[] = [];
  const step = story(() => stage);
  const as = async (name: string): Promise<Hands> => {
    const known = hands.get(name);
    if (known !== undefined) return known;
    const own = new With(await stage.enter(name, { strong: true, press: (at, button) => new With({ page: at } as Person).presses(at, button) }));
    hands.set(name, own);
    return own;
  };
  const look = async (who: Hands, name: string): Promise<void> => { if (pictures) faults.push(...await lookAt(who.person, name)); };
  let looks = 0;
  /** Until the gateway, asked for the practice's records by the viewer, answers so. */
  const answers = (reason: string): Promise<unknown> => until(() => decide(stage.installation, aQuestion({ messageId: `stop-${looks += 1}` })), ({ body }) => body.reason === reason);

  /** Those who suspended ask, an approver confirms what waits at home. */
  const resume = async (asker: Hands, about: RegExp): Promise<void> => {
    await asker.press('Ask to resume');
    await asker.confirm('Ask to resume');
    await asker.hasFocus('You asked to resume');
    const esme = await as('Esme Thornbury');
    await esme.person.open('/');
    await esme.arrives('Home');
    await esme.follow(/^Decide whether sharing resumes/, about);
    await esme.press('Resume sharing');
    await look(esme, 'resume');
    await esme.confirm('Resume sharing');
    await esme.hasFocus('Resumed');
  };

  beforeAll(async () => {
    stage = await Stage.example();
    await answers('PERMITTED');
  });
  afterAll(async () => { await stage?.clear(); });

  step('a practice suspends sharing with one viewing organisation, and takes the signed statement with it', async () => {
    const grace = await as('Grace Adeyemi');
    await grace.person.open('/');
    await grace.arrives('Home');
    await grace.follow('Agreements', 'Agreements');
    await grace.follow(AGREEMENT, new RegExp(`^${AGREEMENT}`));
    await grace.follow(/^Elm Road Surgery/, new RegExp(`in ${AGREEMENT}$`));
    await grace.follow('Suspend with one organisation', 'Suspend sharing');
    await grace.page.locator('option', { hasText: VIEWER }).waitFor({ state: 'attached' });
    // What belongs to other practices is not offered.
    expect(await grace.page.getByLabel('Sharing organisation').locator('option').allInnerTexts()).toEqual(['Choose', expect.stringContaining('(TSTP01)')]);
    await grace.choose('Viewing organisation', VIEWER);
    await grace.page.getByRole('button', { name: 'Suspend this' }).waitFor();
    await look(grace, 'stops-new');
    await grace.press('Suspend this');
    await grace.confirm('Suspend this', 'We cannot explain a look-up');
    await grace.arrives(/^Suspension of Elm Road Surgery with Aldermoor Out of Hours/);
    await grace.page.getByText(/^Applied by Reference gateway/).waitFor();
    await look(grace, 'stops-pair');
    await answers('STOPPED');
    const address = await grace.page.getByRole('link', { name: 'Download the signed statement' }).getAttribute('href');
    const file = await grace.page.request.get(`${stage.origin}${address}`);
    expect([file.status(), file.headers()['content-type'], (await file.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    expect(file.headers()['content-disposition']).toMatch(/^attachment; /);
  });

  step('resumes it with an approver, and is seen again', async () => {
    await resume(await as('Grace Adeyemi'), /^Suspension of Elm Road Surgery with/);
    await answers('PERMITTED');
  });

  step('staff suspend the viewing organisation altogether, and see it among everything that was stopped', async () => {
    const carys = await as('Carys Lowell');
    await carys.person.open('/');
    await carys.arrives('Home');
    await carys.follow('Suspensions and withdrawals', 'Suspensions and withdrawals');
    await carys.follow('Suspend sharing', 'Suspend sharing');
    await carys.choose('How much', 'A viewing organisation altogether');
    await carys.write('Viewing organisation', 'TSTV01');
    await carys.page.getByRole('button', { name: 'Suspend this' }).waitFor();
    await carys.press('Suspend this');
    await carys.confirm('Suspend this', 'A certificate was lost');
    await carys.arrives(/^Suspension of everything that Aldermoor Out of Hours sees/);
    await answers('STOPPED');
    await carys.follow('Suspensions and withdrawals', 'Suspensions and withdrawals');
    await look(carys, 'stops');
    await carys.follow(/^Suspension of everything that Aldermoor Out of Hours sees/, /^Suspension of everything that Aldermoor Out of Hours sees/);
  });

  step('and resume it by the same two steps', async () => {
    await resume(await as('Carys Lowell'), /^Suspension of everything that/);
    await answers('PERMITTED');
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect([...faults, ...stage.complaints()]).toEqual([]));
});
