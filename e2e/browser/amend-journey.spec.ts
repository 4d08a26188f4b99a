import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { aQuestion, decide, Player, until } from '../chain/cast.js';
import { Mouse, type Hands } from './hands.js';
import { Keys } from './keys.js';
import { lookAt } from './look.js';
import type { Person } from './person.js';
import { Stage } from './stage.js';
import { story } from './story.js';

const AGREEMENT = 'DCR-ALDERMOOR-0001';
const PAGE = new RegExp(`^${AGREEMENT}`);

/** The example proposes other views in this agreement, as its version 2: while that runs, nothing else is amended in it. */
async function giveUpWhatIsProposed({ installation }: Stage): Promise<void> {
  const carys = await Player.enter(installation, 'carys-lowell');
  const { viewSetProposals: { items } } = await carys.ask<{ viewSetProposals: { items: readonly { id: string }[] } }>('query { viewSetProposals(state: "running") { items { id } } }');
  for (const { id } of items) await carys.ask('mutation($input: GiveUpViewSetProposalInput!) { giveUpViewSetProposal(input: $input) { id } }', { input: { id, reason: 'Other words come first' } });
}

describe.each([{ how: 'with a mouse', With: Mouse, pictures: true }, { how: 'by keyboard alone', With: Keys, pictures: false }])('amending an agreement in a browser, $how', ({ With, pictures }) => {
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
  const home = async (who: Hands): Promise<void> => {
    await who.person.open('/');
    await who.arrives('Home');
  };
  const look = async (who: Hands, name: string): Promise<void> => { if (pictures) faults.push(...await lookAt(who.person, name)); };
  let looks = 0;
  /** Until the gateway, asked for the practice's records by the viewer, answers so. */
  const answers = (reason: string): Promise<unknown> => until(() => decide(stage.installation, aQuestion({ messageId: `amend-${looks += 1}` })), ({ body }) => body.reason === reason);

  beforeAll(async () => {
    stage = await Stage.example();
    await giveUpWhatIsProposed(stage);
    await answers('PERMITTED');
  });
  afterAll(async () => { await stage?.clear(); });

  step('an officer drafts the next version, reads what it says otherwise, and opens it for signing', async () => {
    const carys = await as('Carys Lowell');
    await home(carys);
    await carys.follow('Agreements', 'Agreements');
    await carys.follow(AGREEMENT, PAGE);
    await carys.follow('Versions', PAGE);
    await look(carys, 'versions');
    await carys.press('Amend');
    await carys.confirm('Amend');
    await carys.arrives(`Version 3 of ${AGREEMENT}`);
    await carys.write('Purpose', 'Direct care away from the practice, by day and by night');
    await carys.page.getByText(/^Saved \d/).waitFor();
    await look(carys, 'amendment');
    await carys.follow('Show the agreement', PAGE);
    await carys.page.getByText('Nobody has been asked to sign it, and nobody but staff sees it.').waitFor();
    await carys.page.getByRole('cell', { name: 'Direct care away from the practice, by day and by night' }).waitFor();
    await look(carys, 'versions-draft');
    await carys.press('Open version 3 for signing');
    await carys.confirm('Open version 3 for signing');
    await carys.hasFocus('The new version is open for signing');
    await look(carys, 'versions-opened');
    await answers('PERMITTED');
  });

  step('a viewing organisation and a practice read it and sign again', async () => {
    for (const [name, reads, signs, done] of [['Kezia Holloway', 'Read and accept', /^Accept for/, /Kezia Holloway accepted for/], ['Grace Adeyemi', 'Read and sign', /^Sign for/, /Grace Adeyemi signed for/]] as const) {
      const who = await as(name);
      await home(who);
      await who.follow(new RegExp(`^${reads} ${AGREEMENT}`), new RegExp(AGREEMENT));
      await who.page.getByText(/goes on by version 1 until/).waitFor();
      await look(who, `sign-again-${reads === 'Read and sign' ? 'practice' : 'viewer'}`);
      await who.tick(new RegExp(`I have read all of ${AGREEMENT}, version 3`));
      await who.press('Continue');
      await who.press('Continue');
      await who.press(signs);
      await who.confirm(signs);
      await who.named('heading', done).waitFor();
    }
    await answers('PERMITTED');
  });

  step('another officer checks both documents and submits them', async () => {
    const dev = await as('Dev Marchetti');
    for (const code of ['TSTV01', 'TSTP01']) {
      await home(dev);
      await dev.follow('Evidence to verify', 'Evidence to verify');
      await dev.follow(new RegExp(`\\(${code}\\)`), /^Evidence of/);
      for (const question of [/^Is this /, /signed by|name .* as the one who signed/, /^Is it signed for/, /date of the signature/]) await dev.answer(question, 'Yes');
      await dev.press('Accept the evidence');
      await dev.confirm('Accept the evidence');
      await dev.named('heading', 'Accepted').waitFor();
    }
    await home(dev);
    await dev.follow('Localities', 'Localities');
    await dev.follow(/TSTL01/, /TSTL01/);
    await dev.press('Submit 1 practice and 1 viewing organisation for approval');
    await dev.confirm(/^Submit/);
    await dev.arrives(`Activation of ${AGREEMENT}`);
    await look(dev, 'activation-over');
  });

  step('an approver approves, the viewing organisation goes over, and the practice waits for the others', async () => {
    const esme = await as('Esme Thornbury');
    await home(esme);
    await esme.follow(new RegExp(`^Approve .*${AGREEMENT}`), `Activation of ${AGREEMENT}`);
    await esme.press('Approve');
    await esme.confirm('Approve');
    const dev = await as('Dev Marchetti');
    await dev.person.open(new URL(dev.page.url()).pathname);
    await dev.arrives(`Activation of ${AGREEMENT}`);
    const over = (code: string) => dev.page.getByRole('row', { name: new RegExp(code) }).getByRole('button', { name: 'Take over' });
    await dev.open(over('TSTP01'));
    await dev.page.getByText(/TSTV04 going over first/).waitFor();
    await look(dev, 'over-too-early');
    await dev.press('Cancel');
    await dev.page.getByRole('dialog').waitFor({ state: 'detached' });
    await dev.open(over('TSTV01'));
    await dev.confirm('Take over');
    await dev.arrives('Taken live');
    await answers('PERMITTED');
    const carys = await as('Carys Lowell');
    await carys.person.open(`${new URL(carys.page.url()).pathname}?tab=versions`);
    await carys.arrives(PAGE);
    await carys.page.getByText(/^0 practices and 1 viewing organisation live by it/).waitFor();
    await carys.page.getByText(/^24 practices and 4 viewing organisations live by it/).waitFor();
    await look(carys, 'versions-two-in-force');
  });

  step('nothing looked wrong on the way', async () => {
    expect(faults).toEqual([]);
    expect(stage.complaints()).toEqual([]);
  });
});
