import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { aPdf, aStream } from '@accord/evidence/testing';
import { SystemClock } from '@accord/kernel/server';
import { aQuestion, decide, until } from '../chain/cast.js';
import type { Hands } from './hands.js';
import { EitherHand } from './keys.js';
import { lookAt } from './look.js';
import type { Person } from './person.js';
import { Stage } from './stage.js';
import { story } from './story.js';

/** A page with a line of ink on it. */
const SIGNED = aPdf({ page: '/Contents 4 0 R', objects: [aStream('0 0 0.5 RG 2 w 90 200 m 160 270 200 130 280 210 c 320 240 340 180 400 200 c S')] });
const SOURCE = 'A letter of the supplier';
const FACTS = [
  ['Hosting', 'Hosted centrally', /TSTP01/], ['Accession declaration', 'Approved', /TSTV01/], ['Data-protection assurance', 'Approved', /TSTV01/],
  ['Role profiles', 'Complete', /TSTV01/], ['Consent-to-view setting', 'Complete', /TSTV01/], ['Legitimate-relationship setting', 'Complete', /TSTV01/],
] as const;

const REFERENCE = 'DCR-ALDERMOOR-01';

const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new SystemClock().now());

describe('the chain in a browser, by keyboard or by mouse', () => {
  let stage: Stage;
  const hands = new Map<string, Hands>();
  const faults: string[] = [];
  const step = story(() => stage);

  const as = async (name: string, strong = true): Promise<Hands> => {
    const known = hands.get(name);
    if (known !== undefined) return known;
    const person = await stage.enter(name, { strong, press: (at, button) => new EitherHand({ page: at } as Person).presses(at, button) });
    const own = new EitherHand(person);
    hands.set(name, own);
    return own;
  };
  /** The page as it stands, or the dialog that is open on it, is looked at once, for faults and for people. */
  const look = async (who: Hands, name: string): Promise<void> => { faults.push(...await lookAt(who.person, name)); };
  const home = (who: Hands): Promise<void> => who.person.open('/').then(() => who.arrives('Home'));

  beforeAll(async () => { stage = await Stage.set(); });
  afterAll(async () => { await stage?.clear(); });

  step('drafts an agreement, hears what is missing, and opens it for signing', async () => {
    const carys = await as('Carys Lowell');
    await home(carys);
    await carys.follow('Agreements', 'Agreements');
    await carys.follow('Draft an agreement', 'Draft an agreement');
    await carys.press('Save the draft');
    await carys.hasFocus('There is a problem');
    await look(carys, 'draft-faults');
    await carys.write('Reference', REFERENCE);
    await carys.write('Title', 'Detailed Care Record, Aldermoor');
    await carys.tick(/TSTP01/);
    await carys.find('Add a viewing organisation', 'TSTV', /TSTV01/);
    await carys.tick('Medication');
    await carys.tick('Summary');
    await carys.write('Purpose', 'Direct care out of hours');
    await carys.write('Begins on', '2026-01-01');
    await carys.write('To be reviewed on', '2099-06-30');
    await carys.write('Last day', '2099-12-31');
    await carys.press('Save the draft');
    await carys.arrives(`Draft ${REFERENCE}`);
    await look(carys, 'draft-saved');
    await carys.follow('Show the agreement', new RegExp(REFERENCE));
    await carys.press('Open for signing');
    await look(carys, 'open-for-signing');
    await carys.press('Cancel');
    await carys.page.getByRole('dialog').waitFor({ state: 'detached' });
    await carys.hasFocus('button Open for signing');
    await carys.press('Open for signing');
    await carys.confirm('Open for signing');
    await carys.hasFocus('It is open for signing');
    await look(carys, 'opened-for-signing');
  });

  step('signs by handing in a signed document', async () => {
    const grace = await as('Grace Adeyemi', false);
    await home(grace);
    await grace.follow(new RegExp(`Read and sign .*${REFERENCE}`), new RegExp(`Sign ${REFERENCE}`));
    await grace.press('Continue');
    await grace.hasFocus('There is a problem');
    await grace.tick(new RegExp(`I have read all of ${REFERENCE}`));
    await look(grace, 'sign-read');
    await grace.press('Continue');
    await grace.hasFocus('h2 Who may sign for');
    await look(grace, 'sign-authority');
    await grace.press('Continue');
    await grace.hasFocus('h2 Sign');
    await grace.answer('How do you want to do it?', 'By handing in a signed document (PDF)');
    await grace.choose('Who signed it', 'Grace Adeyemi, Caldicott Guardian');
    await grace.write('Day it was signed', today());
    await grace.write('Page with the signature', '1');
    await grace.press('Hand in the signed document');
    await grace.hasFocus('Choose the signed document');
    await grace.giveFile('Signed document', 'signed.pdf', SIGNED, 'application/pdf');
    await look(grace, 'sign-upload');
    await grace.press('Hand in the signed document');
    await grace.named('heading', /Grace Adeyemi handed in the signed document/).waitFor();
    await grace.hasFocus('h2 Grace Adeyemi handed in');
    await look(grace, 'sign-done');
  });

  step('accepts in Accord, with the security key asked for on the way', async () => {
    const maren = await as('Maren Dube', false);
    await home(maren);
    await maren.follow(new RegExp(`Read and accept .*${REFERENCE}`), new RegExp(`Accept ${REFERENCE}`));
    await maren.tick(new RegExp(`I have read all of ${REFERENCE}`));
    await maren.press('Continue');
    await maren.press('Continue');
    await maren.press(/^Accept for/);
    await look(maren, 'accept-needs-key');
    await maren.stepUp();
    await maren.confirm(/^Accept for/);
    await maren.named('heading', /Maren Dube accepted for/).waitFor();
    await maren.hasFocus('h2 Maren Dube accepted for');
    await look(maren, 'accept-done');
  });

  step('verifies both documents, one after the other', async () => {
    const dev = await as('Dev Marchetti');
    await home(dev);
    await dev.follow(/^Verify .*evidence/, 'Evidence to verify');
    await look(dev, 'evidence-queue');
    for (const [place, code] of ['TSTP01', 'TSTV01'].entries()) {
      if (place === 0) await dev.follow(new RegExp(code), /^Evidence of/);
      for (const question of [/^Is this /, /signed by|name .* as the one who signed/, /^Is it signed for/, /date of the signature/]) await dev.answer(question, 'Yes');
      if (await dev.page.getByRole('radiogroup', { name: /what the machine noticed/ }).count() > 0) await dev.answer(/what the machine noticed/, 'Yes');
      await look(dev, `verify-${code}`);
      await dev.press('Accept the evidence');
      await dev.confirm('Accept the evidence');
      await dev.named('heading', 'Accepted').waitFor();
      await dev.hasFocus('Accepted');
      await look(dev, `verified-${code}`);
      if (place === 0) await dev.follow('Next in the queue', /^Evidence of/);
    }
  });

  step('records what the gates are read from, and has it confirmed by another', async () => {
    const [carys, dev] = [await as('Carys Lowell'), await as('Dev Marchetti')];
    await home(carys);
    await carys.follow('Localities', 'Localities');
    await carys.follow(/TSTL01/, /TSTL01/);
    await carys.follow('Gate facts', /^Gate facts of/);
    for (const [kind, value, who] of FACTS) {
      await carys.follow('Record facts', /^Record facts for/);
      await carys.choose('What', kind);
      await carys.choose('Says', value);
      await carys.write('Source', SOURCE);
      await carys.write('First day', '2026-01-01');
      await carys.tick(who);
      if (kind === 'Hosting') await look(carys, 'facts-record');
      await carys.press('Record 1 fact');
      await carys.arrives(/^Gate facts of/);
    }
    await look(carys, 'facts-recorded');
    await dev.person.open(new URL(carys.page.url()).pathname);
    await dev.arrives(/^Gate facts of/);
    await dev.press('Tick all 6 that wait for you');
    await dev.press('Confirm 6 facts');
    await look(dev, 'facts-confirm');
    await dev.confirm('Confirm 6 facts');
    await dev.page.getByText('Confirmed by Dev Marchetti').first().waitFor();
    await dev.hasFocus('6 facts confirmed');
    await look(dev, 'facts-confirmed');
  });

  step('submits for approval', async () => {
    const carys = await as('Carys Lowell');
    await home(carys);
    await carys.follow(new RegExp(`^Submit .*${REFERENCE}`), new RegExp(`^${REFERENCE}`));
    await carys.follow(/TSTL01/, /TSTL01/);
    await look(carys, 'locality-to-submit');
    await carys.press(/^Submit .* for approval$/);
    await look(carys, 'submit');
    await carys.confirm(/^Submit .* for approval$/);
    await carys.arrives(`Activation of ${REFERENCE}`);
    await carys.hasFocus(`h1 Activation of ${REFERENCE}`);
    await look(carys, 'submitted');
  });

  step('approves with the security key', async () => {
    const esme = await as('Esme Thornbury', false);
    await home(esme);
    await esme.follow(new RegExp(`^Approve .*${REFERENCE}`), `Activation of ${REFERENCE}`);
    await esme.press('Approve');
    await look(esme, 'approve-needs-key');
    await esme.stepUp();
    await look(esme, 'approve');
    await esme.confirm('Approve');
    await esme.page.getByText('Approved by Esme Thornbury').first().waitFor();
    await esme.hasFocus('You approved it');
    await look(esme, 'approved');
  });

  step('takes it live, and the gateway permits', async () => {
    const { installation } = stage;
    const carys = await as('Carys Lowell');
    expect((await decide(installation, aQuestion())).body.decision).toBe('refuse');
    await carys.follow(/TSTL01/, /TSTL01/);
    await carys.press(/^Take .* live$/);
    await look(carys, 'take-live');
    await carys.confirm(/^Take .* live$/);
    await carys.arrives('Taken live');
    await carys.hasFocus('h1 Taken live');
    await look(carys, 'localities-id-went-live');
    await until(() => decide(installation, aQuestion({ messageId: `look-${REFERENCE}` })), ({ body }) => body.decision === 'permit');
  });

  step('finds the look in the access log, and every step of its ladder leads to a page', async () => {
    const odile = await as('Odile Barrington');
    await home(odile);
    await odile.follow('Search', 'Search the access log');
    await odile.press('Go on');
    await odile.hasFocus('Say why you are searching');
    await odile.write('Purpose', 'Complaint 2026-114');
    await odile.press('Go on');
    await odile.arrives('Search the access log');
    await odile.choose('Decision', 'Permitted');
    await odile.press('Search');
    await odile.page.waitForURL(/decision=permit/);
    await until(() => odile.page.getByRole('row', { name: /Wren Calloway/ }).count(), (found) => found === 1);
    await look(odile, 'access-log-found');
    await odile.open(odile.page.getByRole('row', { name: /Wren Calloway/ }).getByRole('link'));
    await odile.arrives('One look');
    await look(odile, 'access-log-ladder');
    const event = new URL(odile.page.url()).pathname;
    for (const [link, title] of [[/^Publication \d/, /^Publication/], [new RegExp(`^${REFERENCE}, version 1`), new RegExp(`^${REFERENCE}`)], [/whose record it is$/, /^Evidence of/], [/who looked$/, /^Evidence of/]] as const) {
      await odile.follow(link, title);
      await odile.page.goBack();
      await odile.arrives('One look');
    }
    expect(new URL(odile.page.url()).pathname).toBe(event);
  });

  step('withdraws with the security key, sees the gateway apply it, and the gateway refuses', async () => {
    const grace = await as('Grace Adeyemi', false);
    await home(grace);
    await grace.follow('Agreements', 'Agreements');
    await grace.follow(REFERENCE, new RegExp(`^${REFERENCE}`));
    await grace.follow(/TSTP01/, new RegExp(`in ${REFERENCE}$`));
    await look(grace, 'party-live');
    await grace.press('Withdraw for good');
    await look(grace, 'withdraw-needs-key');
    await grace.stepUp();
    await look(grace, 'withdraw');
    await grace.confirm('Withdraw for good');
    await grace.arrives(/^Withdrawal of/);
    await grace.hasFocus('h1 Withdrawal of');
    await grace.page.getByText(/^Applied by Reference gateway/).waitFor();
    await look(grace, 'stopped');
    const { body } = await decide(stage.installation, aQuestion());
    expect(body.decision).toBe('refuse');
    // By the list of stops at first, and by the next publication from then on.
    expect(['STOPPED', 'NOT_AGREED']).toContain(body.reason);
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect([...faults, ...stage.complaints()]).toEqual([]));
});
