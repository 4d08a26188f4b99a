import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { Mouse, type Hands } from './hands.js';
import { lookAt } from './look.js';
import { Stage } from './stage.js';
import { story } from './story.js';

const AGREEMENT = 'DCR-BRACKENSHIRE-0001';

describe('a locality taken live in a browser', () => {
  let stage: Stage;
  const faults: string[] = [];
  const step = story(() => stage);
  const as = async (name: string): Promise<Hands> => {
    const hands = new Mouse(await stage.enter(name));
    await hands.arrives('Home');
    return hands;
  };
  const look = async (who: Hands, name: string): Promise<void> => { faults.push(...await lookAt(who.person, name)); };

  beforeAll(async () => { stage = await Stage.example(); });
  afterAll(async () => { await stage?.clear(); });

  step('offers nobody who is not approved and ready, and says what they wait for', async () => {
    const carys = await as('Carys Lowell');
    await carys.follow('Localities', 'Localities');
    await carys.follow(/^Brackenshire/, 'Brackenshire (TSTL02)');
    await carys.page.getByText('Nobody is ready: whoever is approved still waits for a gate.').waitFor();
    expect(await carys.named('button', 'Take live').isDisabled()).toBe(true);
    await look(carys, 'locality-nobody-ready');
  });

  step('takes what was approved live as a batch, after a preview, and says who went live', async () => {
    const esme = await as('Esme Thornbury');
    await esme.follow(new RegExp(`^Approve .*${AGREEMENT}`), `Activation of ${AGREEMENT}`);
    await esme.press('Approve');
    await esme.confirm('Approve');
    await esme.hasFocus('You approved it');
    const carys = await as('Carys Lowell');
    await carys.follow(/^Brackenshire: /, 'Brackenshire (TSTL02)');
    await carys.press('Take 3 practices live');
    const preview = carys.page.getByRole('dialog');
    // One viewing organisation's certificate has expired: its pairs come with it, and give nothing yet.
    await preview.getByText(/^5 viewing organisations would see the records of 3 sharing organisations: 15 pairs, \d+ views\.$/).waitFor();
    await preview.getByText(/^3 pairs more come with it, and nothing is seen through them/).waitFor();
    expect(await preview.getByRole('listitem').count()).toBe(3);
    await look(carys, 'locality-take-live');
    await carys.press('Cancel');
    await preview.waitFor({ state: 'detached' });
    await carys.hasFocus('button Take 3 practices live');
    await carys.press('Take 3 practices live');
    await carys.confirm('Take 3 practices live');
    await carys.arrives('Taken live');
    await carys.hasFocus('h1 Taken live');
    await carys.page.getByText('3 practices went live; 18 pairs of practice and viewing organisation share now.').waitFor();
    await look(carys, 'locality-went-live');
    await carys.follow('Back to the locality', 'Brackenshire (TSTL02)');
    await look(carys, 'locality-after');
  });

  step('suspends one practice at once, and resumes it by two people', async () => {
    const yara = await as('Yara Oakhanger');
    await yara.follow('Agreements', 'Agreements');
    await yara.follow(AGREEMENT, new RegExp(`^${AGREEMENT}`));
    await yara.follow(/TSTP27/, new RegExp(`in ${AGREEMENT}$`));
    await yara.press('Suspend');
    await yara.page.getByRole('dialog').getByText(/^5 viewing organisations would stop seeing what they see of 1 sharing organisation now/).waitFor();
    await look(yara, 'suspend');
    await yara.confirm('Suspend', 'A look-up that we cannot explain');
    await yara.arrives(/^Suspension of/);
    await yara.hasFocus('h1 Suspension of');
    await yara.page.getByText(/^Applied by Reference gateway/).waitFor();
    await look(yara, 'suspended');
    await yara.press('Ask to resume');
    await yara.confirm('Ask to resume');
    await yara.hasFocus('You asked to resume');
    await look(yara, 'resume-asked');
    const esme = await as('Esme Thornbury');
    await esme.follow(/^Decide whether sharing resumes/, /^Suspension of/);
    await esme.press('Resume sharing');
    await look(esme, 'resume-confirm');
    await esme.confirm('Resume sharing');
    await esme.hasFocus('Resumed. The gateways are being told.');
    await yara.page.getByText(/^Stopped on .*, resumed on/).waitFor();
    // One gateway of the example is behind, and that is said too.
    await yara.page.getByText(/^Applied by Reference gateway/).waitFor();
    await yara.page.getByText(/^Not yet applied by Brackenshire message bus/).waitFor();
    await look(yara, 'resumed');
  });

  step('says what a fact would take from whom before a second person confirms it', async () => {
    const carys = await as('Carys Lowell');
    await carys.follow('Localities', 'Localities');
    await carys.follow(/^Brackenshire/, 'Brackenshire (TSTL02)');
    await carys.follow('Gate facts', 'Gate facts of Brackenshire');
    await carys.follow('Record facts', 'Record facts for Brackenshire');
    await carys.choose('Says', 'Local, not streaming');
    await carys.write('Source', 'A letter of the supplier');
    await carys.write('First day', new Date().toISOString().slice(0, 10));
    await carys.tick(/\(TSTP33\)/);
    await carys.press('Record 1 fact');
    await carys.arrives('Gate facts of Brackenshire');
    const { pathname, search } = new URL(carys.page.url());
    const dev = await as('Dev Marchetti');
    await dev.person.open(`${pathname}${search}`);
    await dev.press(/^Tick all/);
    await dev.press(/^Confirm \d+ facts?$/);
    await dev.page.getByRole('dialog').getByText(/^5 viewing organisations would stop seeing what they see of 1 sharing organisation now: 5 pairs, \d+ views\./).waitFor();
    await look(dev, 'facts-confirm');
    await dev.confirm(/^Confirm \d+ facts?$/);
    await dev.page.getByText(/^\d+ facts? confirmed\./).waitFor();
    await look(dev, 'facts-confirmed');
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect([...faults, ...stage.complaints()]).toEqual([]));
});
