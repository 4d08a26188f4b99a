import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { Company } from './company.js';
import type { Hands } from './hands.js';
import { EitherHand } from './keys.js';
import { story } from './story.js';

const AGREEMENT = 'DCR-ALDERMOOR-0001';
const VIEWER = 'Aldermoor Out of Hours (TSTV01)';

describe('suspending and resuming in a browser, by keyboard or by mouse', () => {
  let company: Company;
  const step = story(() => company.stage);

  /** Those who suspended ask, an approver confirms what waits at home. */
  const resume = async (asker: Hands, about: RegExp): Promise<void> => {
    await asker.press('Ask to resume');
    await asker.confirm('Ask to resume');
    await asker.hasFocus('You asked to resume');
    const esme = await company.home('Esme Thornbury');
    await esme.follow(/^Decide whether sharing resumes/, about);
    await esme.press('Resume sharing');
    await company.look(esme, 'resume');
    await esme.confirm('Resume sharing');
    await esme.hasFocus('Resumed');
  };

  beforeAll(async () => {
    company = await Company.ofTheExample(() => EitherHand);
    await company.answers('PERMITTED');
  });
  afterAll(async () => { await company?.stage.clear(); });

  step('a practice suspends sharing with one viewing organisation, and takes the signed statement with it', async () => {
    const grace = await company.home('Grace Adeyemi');
    await grace.follow('Agreements', 'Agreements');
    await grace.follow(AGREEMENT, new RegExp(`^${AGREEMENT}`));
    await grace.follow(/^Elm Road Surgery/, new RegExp(`in ${AGREEMENT}$`));
    await grace.follow('Suspend with one organisation', 'Suspend sharing');
    await grace.page.locator('option', { hasText: VIEWER }).waitFor({ state: 'attached' });
    // What belongs to other practices is not offered.
    expect(await grace.page.getByLabel('Sharing organisation').locator('option').allInnerTexts()).toEqual(['Choose', expect.stringContaining('(TSTP01)')]);
    await grace.choose('Viewing organisation', VIEWER);
    await grace.page.getByRole('button', { name: 'Suspend this' }).waitFor();
    await company.look(grace, 'stops-new');
    await grace.press('Suspend this');
    await grace.confirm('Suspend this', 'We cannot explain a look-up');
    await grace.arrives(/^Suspension of Elm Road Surgery with Aldermoor Out of Hours/);
    await grace.page.getByText(/^Applied by Reference gateway/).waitFor();
    await company.look(grace, 'stops-pair');
    await company.answers('STOPPED');
    const address = await grace.page.getByRole('link', { name: 'Download the signed statement' }).getAttribute('href');
    const file = await grace.page.request.get(`${company.stage.origin}${address}`);
    expect([file.status(), file.headers()['content-type'], (await file.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    expect(file.headers()['content-disposition']).toMatch(/^attachment; /);
  });

  step('resumes it with an approver, and is seen again', async () => {
    await resume(await company.as('Grace Adeyemi'), /^Suspension of Elm Road Surgery with/);
    await company.answers('PERMITTED');
  });

  step('staff suspend the viewing organisation altogether, and see it among everything that was stopped', async () => {
    const carys = await company.home('Carys Lowell');
    await carys.follow('Suspensions and withdrawals', 'Suspensions and withdrawals');
    await carys.follow('Suspend sharing', 'Suspend sharing');
    await carys.choose('How much', 'A viewing organisation altogether');
    await carys.write('Viewing organisation', 'TSTV01');
    await carys.page.getByRole('button', { name: 'Suspend this' }).waitFor();
    await carys.press('Suspend this');
    await carys.confirm('Suspend this', 'A certificate was lost');
    await carys.arrives(/^Suspension of everything that Aldermoor Out of Hours sees/);
    await company.answers('STOPPED');
    await carys.follow('Suspensions and withdrawals', 'Suspensions and withdrawals');
    await company.look(carys, 'stops');
    await carys.follow(/^Suspension of everything that Aldermoor Out of Hours sees/, /^Suspension of everything that Aldermoor Out of Hours sees/);
  });

  step('and resume it by the same two steps', async () => {
    await resume(await company.as('Carys Lowell'), /^Suspension of everything that/);
    await company.answers('PERMITTED');
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect(company.complaints()).toEqual([]));
});
