import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { londonDayOf } from '@accord/kernel';
import { SystemClock } from '@accord/kernel/server';
import { aPdf, aStream } from '@accord/evidence/testing';
import { Company } from './company.js';
import { EitherHand } from './keys.js';
import { story } from './story.js';

const TITLE = 'Who stays in the shared record';
const LETTER = aPdf({ page: '/Contents 4 0 R', objects: [aStream('0 0 0.5 RG 2 w 90 200 m 160 270 200 130 280 210 c S')] });

describe('a campaign in a browser, by keyboard or by mouse', () => {
  let company: Company;
  const step = story(() => company.stage);

  beforeAll(async () => {
    company = await Company.ofTheExample(() => EitherHand);
    await company.answers('PERMITTED');
  });
  afterAll(async () => { await company?.stage.clear(); });

  step('an officer chooses practices by a list, and sees what becomes of every line before anything is saved', async () => {
    const carys = await company.home('Carys Lowell');
    await carys.follow('Campaigns', 'Campaigns');
    await carys.follow('Start a campaign', 'Start a campaign');
    await carys.answer('What is asked', 'Withdrawal');
    await carys.write('Name', TITLE);
    await carys.write('What practices are told', 'Please say whether you withdraw.');
    await carys.write('Answer by', '2099-12-31');
    await carys.write('Or a list of ODS codes', 'TSTP01, TSTP02, TSTX99');
    await carys.press('Save as draft');
    await carys.says('Look at the list before you save it');
    await carys.press('Look at the list');
    await carys.says(/^2 practices would be asked about 4 agreements\. 1 line will not be asked/);
    await carys.says('Left out: not in the directory');
    await company.look(carys, 'campaign-new');
    await carys.press('Save as draft');
    await carys.arrives(TITLE);
    await carys.follow('Edit the draft', 'Edit a draft');
    await company.look(carys, 'campaign-edit');
    await carys.write('What practices are told', 'Please say whether you withdraw, in Accord or by a signed letter.');
    await carys.press('Save the changes');
    await carys.arrives(TITLE);
    await carys.says('Please say whether you withdraw, in Accord or by a signed letter.');
    await carys.says(/^2 practices would stop sharing with \d+ viewing organisations/);
    await company.look(carys, 'campaign-draft');
  });

  step('and asks them', async () => {
    const carys = await company.as('Carys Lowell');
    await carys.press('Ask 2 practices');
    await carys.confirm('Ask 2 practices');
    await carys.says(/^0 of 2 practices have answered/);
  });

  step('a signatory finds it at home, keeps one agreement and withdraws from the other with the security key', async () => {
    const grace = await company.home('Grace Adeyemi', false);
    await grace.follow(`Answer for 2 agreements in the campaign “${TITLE}”`, TITLE);
    await grace.answer(/^DCR-ALDERMOOR-0001/, 'We withdraw from it');
    await grace.answer(/^DCR-ALDERMOOR-0002/, 'We have reviewed it and keep it');
    await grace.press('Send answers');
    await company.look(grace, 'campaign-answer');
    await grace.stepUp();
    await grace.confirm('Send answers');
    await grace.hasFocus('Your answers were recorded');
    await grace.says('Withdrawal confirmed');
    await company.answers('PERMITTED');
  });

  step('the officer sees what would stop, carries it out, and the gateway refuses', async () => {
    const carys = await company.home('Carys Lowell');
    await carys.follow(`Carry out one withdrawal that was confirmed in the campaign “${TITLE}”`, TITLE);
    await carys.says(/^1 practice would stop sharing with 5 viewing organisations/);
    await carys.press('Withdraw 1 practice now');
    await carys.confirm('Withdraw 1 practice now');
    await carys.hasFocus('1 agreement of 1 practice');
    await company.look(carys, 'campaign-carried-out');
    await company.answers('NOT_AGREED');
  });

  step('for a practice that does not use Accord, one officer takes its signed letter in and another verifies it beside its page', async () => {
    const carys = await company.as('Carys Lowell');
    await carys.follow('Millbrook Medical Centre (TSTP02)', 'Statement for Millbrook Medical Centre');
    await carys.follow('Take in a letter', 'Take in a letter of Millbrook Medical Centre');
    await carys.press('Take in the letter');
    await carys.hasFocus('Say of at least one agreement what the letter says');
    await carys.answer(/^DCR-ALDERMOOR-0001/, 'Withdraws from it');
    await carys.choose('Who signed it', 'Tobiah Coldham, Caldicott Guardian');
    await carys.write('Day it was signed', londonDayOf(new SystemClock().now()));
    await carys.write('Page with the signature', '1');
    await carys.write('Why you record it', 'The practice does not use Accord and wrote to us');
    await carys.giveFile('Signed letter', 'letter.pdf', LETTER, 'application/pdf');
    await company.look(carys, 'campaign-letter');
    await carys.press('Take in the letter');
    await carys.hasFocus('The letter was taken in');
    const dev = await company.home('Dev Marchetti');
    await dev.follow(`Verify a letter that answers the campaign “${TITLE}”`, 'Evidence to verify');
    await dev.follow(/^Millbrook Medical Centre/, 'Evidence of Millbrook Medical Centre');
    await company.look(dev, 'campaign-letter-verify');
    for (const question of [/^Is this a letter/, /^Does the letter say/, /^Is page 1 signed by Tobiah Coldham/, /^Is it signed for/, /^Does the date/]) await dev.answer(question, 'Yes');
    await dev.press('Verify the letter');
    await dev.confirm('Verify the letter');
    await dev.hasFocus('Verified');
  });

  step('and it is carried out with whoever has confirmed by then', async () => {
    const carys = await company.home('Carys Lowell');
    await carys.follow(`Carry out one withdrawal that was confirmed in the campaign “${TITLE}”`, TITLE);
    await carys.press('Withdraw 1 practice now');
    await carys.confirm('Withdraw 1 practice now');
    await carys.hasFocus('1 agreement of 1 practice');
    await carys.follow('Millbrook Medical Centre (TSTP02)', 'Statement for Millbrook Medical Centre');
    await carys.says(/^By a letter of .*, page 1, verified by Dev Marchetti$/);
  });

  step('and each practice has its statement, with the entry that gateways apply', async () => {
    const grace = await company.as('Grace Adeyemi');
    await grace.page.reload();
    await grace.arrives(TITLE);
    await grace.follow('Statement for Elm Road Surgery', 'Statement for Elm Road Surgery');
    await grace.says('Withdrawn by this campaign');
    await company.look(grace, 'campaign-statement');
    const address = await grace.page.getByRole('link', { name: 'Download the signed statement' }).getAttribute('href');
    const file = await grace.page.request.get(`${company.stage.origin}${address}`);
    expect([file.status(), file.headers()['content-type'], (await file.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    expect((await (await company.as('Maren Dube', false)).page.request.get(`${company.stage.origin}${address}`)).status()).toBe(404);
    await grace.follow('Gateways and signed statement', /Elm Road Surgery/);
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect(company.complaints()).toEqual([]));
});
