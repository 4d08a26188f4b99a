import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { Mouse, type Hands } from './hands.js';
import { lookAt } from './look.js';
import { Stage } from './stage.js';
import { story } from './story.js';

describe('who can see what, asked in a browser', () => {
  let stage: Stage;
  let odile: Hands;
  const faults: string[] = [];
  const step = story(() => stage);
  const look = async (name: string): Promise<void> => { faults.push(...await lookAt(odile.person, name)); };
  const told = (words: string | RegExp): Promise<void> => odile.page.getByRole('heading', { level: 2, name: words }).waitFor();

  beforeAll(async () => {
    stage = await Stage.set('example', ['identity', 'api']);
    odile = new Mouse(await stage.enter('Odile Barrington'));
  });
  afterAll(async () => { await stage?.clear(); });

  step('is answered for now in a sentence, with what it rests on', async () => {
    await odile.arrives('Home');
    await odile.follow('Who can see what', 'Who can see what');
    await odile.find('Whose records', 'TSTP01', /TSTP01/);
    await odile.find('Who would look', 'TSTV01', /TSTV01/);
    await odile.choose('Which view', 'Medication');
    await odile.press('Ask');
    await told('Yes. Aldermoor Out of Hours (TSTV01) can see Medication in the records of Elm Road Surgery (TSTP01).');
    await odile.page.getByText(/^Elm Road Surgery \(TSTP01\) signed version 1 of DCR-ALDERMOOR-0001 \(page \d+ of document [0-9a-f]{12}\); live since/).waitFor();
    await look('explanation-yes');
  });

  step('is answered for a past day, as it was and as it was known, and the address keeps the question', async () => {
    await odile.choose('When', 'A past day, as it was');
    await odile.press('Ask');
    await odile.page.getByText('Choose a day').first().waitFor();
    await odile.write('Day', '2020-01-01');
    await odile.press('Ask');
    await told(/^No\. At the end of 1 January 2020, .*, by everything known today\.$/);
    await odile.page.getByText('No agreement that you can see named both of them then.').waitFor();
    await look('explanation-as-it-was');
    await odile.choose('When', 'A past day, as we knew it');
    await odile.press('Ask');
    await told(/^No\. By what was known on 1 January 2020, /);
    expect(new URL(odile.page.url()).searchParams.toString()).toBe('provider=TSTP01&consumer=TSTV01&view=medication&on=2020-01-01&known=then');
    await odile.page.reload();
    await told(/^No\. By what was known on 1 January 2020, /);
    await look('explanation-as-known');
  });

  step('is answered with what stands in the way and the fewest acts that would change it', async () => {
    await odile.page.goto(`${stage.origin}/who-can-see-what?provider=TSTP26&consumer=TSTV09&view=medication`);
    await told(/^No\. .* cannot see Medication in the records of .* \(TSTP26\)\.$/);
    await told('2 things stand in the way');
    await told('5 acts would change it, in this order');
    const fixes = odile.page.getByRole('main').locator('ol > li');
    expect(await fixes.count()).toBe(5);
    expect(await fixes.nth(1).innerText()).toMatch(/^Sign for .* \(TSTP26\)\. By a signatory of .* \(TSTP26\)\.$/);
    await look('explanation-fixes');
    await odile.follow(/^Sign for .* \(TSTP26\)$/, /in DCR-BRACKENSHIRE-0001$/);
  });

  step('lists for a past day who could see what of one practice', async () => {
    await odile.page.goto(`${stage.origin}/who-can-see-what?provider=TSTP01`);
    await told('Who sees records of Elm Road Surgery (TSTP01)');
    const yesterday = new Date(Date.parse(await odile.page.evaluate(() => new Date().toISOString())) - 86_400_000).toISOString().slice(0, 10);
    await odile.choose('When', 'A past day, as we knew it');
    await odile.write('Day', yesterday);
    await odile.press('Ask');
    await told('Who saw records of Elm Road Surgery (TSTP01)');
    await odile.page.getByText(/^6 of 6 named in agreements at the end of .* could see views then, by what was known on that day\.$/).waitFor();
    await look('sights-as-known');
  });

  step('shows no page with a fault, and draws no complaint from any browser', async () => expect([...faults, ...stage.complaints()]).toEqual([]));
});
