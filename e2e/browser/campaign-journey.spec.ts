import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { londonDayOf } from '@accord/kernel';
import { SystemClock } from '@accord/kernel/server';
import { aPdf, aStream } from '@accord/evidence/testing';
import { aQuestion, decide, until } from '../chain/cast.js';
import { Mouse, type Hands } from './hands.js';
import { Keys } from './keys.js';
import { lookAt } from './look.js';
import type { Person } from './person.js';
import { Stage } from './stage.js';
import { story } from './story.js';

const TITLE = 'Who stays in the shared record';
const LETTER = aPdf({ page: '/Contents 4 0 R', objects: [aStream('0 0 0.5 RG 2 w 90 200 m 160 270 200 130 280 210 c S')] });

describe.each([{ how: 'with a mouse', With: Mouse, pictures: true }, { how: 'by keyboard alone', With: Keys, pictures: false }])('a campaign in a browser, $how', ({ With, pictures }) => {
  let stage: Stage;
  const hands = new Map<string, Hands>();
  const faults: string[] = [];
  const step = story(() => stage);
  const as = async (name: string, strong = true): Promise<Hands> => {
    const known = hands.get(name);
    if (known !== undefined) return known;
    const own = new With(await stage.enter(name, { strong, press: (at, button) => new With({ page: at } as Person).presses(at, button) }));
    hands.set(name, own);
    return own;
  };
  const look = async (who: Hands, name: string): Promise<void> => { if (pictures) faults.push(...await lookAt(who.person, name)); };
  let looks = 0;
  const answers = (reason: string): Promise<unknown> => until(() => decide(stage.installation, aQuestion({ messageId: `campaign-${looks += 1}` })), ({ body }) => body.reason === reason);
  const says = async (who: Hands, words: string | RegExp): Promise<void> => { await who.page.getByRole('main').getByText(words).first().waitFor(); };

  beforeAll(async () => {
    stage = await Stage.example();
    await answers('PERMITTED');
  });
  afterAll(async () => { await stage?.clear(); });

  step('an officer chooses practices by a list, and sees what becomes of every line before anything is saved', async () => {
    const carys = await as('Carys Lowell');
    await carys.arrives('Home');
    await carys.follow('Campaigns', 'Campaigns');
    await carys.follow('Start a campaign', 'Start a campaign');
    await carys.answer('What is asked', 'Withdrawal');
    await carys.write('Name', TITLE);
    await carys.write('What practices are told', 'Please say whether you withdraw.');
    await carys.write('Answer by', '2099-12-31');
    await carys.write('Or a list of ODS codes', 'TSTP01, TSTP02, TSTX99');
    await carys.press('Save as draft');
    await says(carys, 'Look at the list before you save it');
    await carys.press('Look at the list');
    await says(carys, /^2 practices would be asked about 4 agreements\. 1 line will not be asked/);
    await says(carys, 'Left out: not in the directory');
    await look(carys, 'campaign-new');
    await carys.press('Save as draft');
    await carys.arrives(TITLE);
    await carys.follow('Edit the draft', 'Edit a draft');
    await look(carys, 'campaign-edit');
    await carys.write('What practices are told', 'Please say whether you withdraw, in Accord or by a signed letter.');
    await carys.press('Save the changes');
    await carys.arrives(TITLE);
    await says(carys, 'Please say whether you withdraw, in Accord or by a signed letter.');
    await says(carys, /^2 practices would stop sharing with \d+ viewing organisations/);
    await look(carys, 'campaign-draft');
  });

  step('and asks them', async () => {
    const carys = await as('Carys Lowell');
    await carys.press('Ask 2 practices');
    await carys.confirm('Ask 2 practices');
    await says(carys, /^0 of 2 practices have answered/);
  });

  step('a signatory finds it at home, keeps one agreement and withdraws from the other with the security key', async () => {
    const grace = await as('Grace Adeyemi', false);
    await grace.arrives('Home');
    await grace.follow(`Answer for 2 agreements in the campaign “${TITLE}”`, TITLE);
    await grace.answer(/^DCR-ALDERMOOR-0001/, 'We withdraw from it');
    await grace.answer(/^DCR-ALDERMOOR-0002/, 'We have reviewed it and keep it');
    await grace.press('Send answers');
    await look(grace, 'campaign-answer');
    await grace.stepUp();
    await grace.confirm('Send answers');
    await grace.hasFocus('Your answers were recorded');
    await says(grace, 'Withdrawal confirmed');
    await answers('PERMITTED');
  });

  step('the officer sees what would stop, carries it out, and the gateway refuses', async () => {
    const carys = await as('Carys Lowell');
    await carys.person.open('/');
    await carys.arrives('Home');
    await carys.follow(`Carry out one withdrawal that was confirmed in the campaign “${TITLE}”`, TITLE);
    await says(carys, /^1 practice would stop sharing with 5 viewing organisations/);
    await carys.press('Withdraw 1 practice now');
    await carys.confirm('Withdraw 1 practice now');
    await carys.hasFocus('1 agreement of 1 practice');
    await look(carys, 'campaign-carried-out');
    await answers('NOT_AGREED');
  });

  step('for a practice that does not use Accord, one officer takes its signed letter in and another verifies it beside its page', async () => {
    const carys = await as('Carys Lowell');
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
    await look(carys, 'campaign-letter');
    await carys.press('Take in the letter');
    await carys.hasFocus('The letter was taken in');
    const dev = await as('Dev Marchetti');
    await dev.arrives('Home');
    await dev.follow(`Verify a letter that answers the campaign “${TITLE}”`, 'Evidence to verify');
    await dev.follow(/^Millbrook Medical Centre/, 'Evidence of Millbrook Medical Centre');
    await look(dev, 'campaign-letter-verify');
    for (const question of [/^Is this a letter/, /^Does the letter say/, /^Is page 1 signed by Tobiah Coldham/, /^Is it signed for/, /^Does the date/]) await dev.answer(question, 'Yes');
    await dev.press('Verify the letter');
    await dev.confirm('Verify the letter');
    await dev.hasFocus('Verified');
  });

  step('and it is carried out with whoever has confirmed by then', async () => {
    const carys = await as('Carys Lowell');
    await carys.person.open('/');
    await carys.arrives('Home');
    await carys.follow(`Carry out one withdrawal that was confirmed in the campaign “${TITLE}”`, TITLE);
    await carys.press('Withdraw 1 practice now');
    await carys.confirm('Withdraw 1 practice now');
    await carys.hasFocus('1 agreement of 1 practice');
    await carys.follow('Millbrook Medical Centre (TSTP02)', 'Statement for Millbrook Medical Centre');
    await says(carys, /^By a letter of .*, page 1, verified by Dev Marchetti$/);
  });

  step('and each practice has its statement, with the entry that gateways apply', async () => {
    const grace = await as('Grace Adeyemi');
    await grace.page.reload();
    await grace.arrives(TITLE);
    await grace.follow('Statement for Elm Road Surgery', 'Statement for Elm Road Surgery');
    await says(grace, 'Withdrawn by this campaign');
    await look(grace, 'campaign-statement');
    const address = await grace.page.getByRole('link', { name: 'Download the signed statement' }).getAttribute('href');
    const file = await grace.page.request.get(`${stage.origin}${address}`);
    expect([file.status(), file.headers()['content-type'], (await file.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    expect((await (await as('Maren Dube', false)).page.request.get(`${stage.origin}${address}`)).status()).toBe(404);
    await grace.follow('Gateways and signed statement', /Elm Road Surgery/);
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect([...faults, ...stage.complaints()]).toEqual([]));
});
