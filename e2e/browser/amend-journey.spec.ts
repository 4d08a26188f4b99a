import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { Player } from '../chain/cast.js';
import { Company } from './company.js';
import { EitherHand } from './keys.js';
import type { Stage } from './stage.js';
import { story } from './story.js';

const AGREEMENT = 'DCR-ALDERMOOR-0001';
const PAGE = new RegExp(`^${AGREEMENT}`);

/** The example proposes other views in this agreement, as its version 2: while that runs, nothing else is amended in it. */
async function giveUpWhatIsProposed({ installation }: Stage): Promise<void> {
  const carys = await Player.enter(installation, 'carys-lowell');
  const { viewSetProposals: { items } } = await carys.ask<{ viewSetProposals: { items: readonly { id: string }[] } }>('query { viewSetProposals(state: "running") { items { id } } }');
  for (const { id } of items) await carys.ask('mutation($input: GiveUpViewSetProposalInput!) { giveUpViewSetProposal(input: $input) { id } }', { input: { id, reason: 'Other words come first' } });
}

describe('amending an agreement in a browser, by keyboard or by mouse', () => {
  let company: Company;
  const step = story(() => company.stage);

  beforeAll(async () => {
    company = await Company.ofTheExample(() => EitherHand);
    await giveUpWhatIsProposed(company.stage);
    await company.answers('PERMITTED');
  });
  afterAll(async () => { await company?.stage.clear(); });

  step('an officer drafts the next version, reads what it says otherwise, and opens it for signing', async () => {
    const carys = await company.home('Carys Lowell');
    await carys.follow('Agreements', 'Agreements');
    await carys.follow(AGREEMENT, PAGE);
    await carys.follow('Versions', PAGE);
    await company.look(carys, 'versions');
    await carys.press('Amend');
    await carys.confirm('Amend');
    await carys.arrives(`Version 3 of ${AGREEMENT}`);
    await carys.write('Purpose', 'Direct care away from the practice, by day and by night');
    await carys.page.getByText(/^Saved \d/).waitFor();
    await company.look(carys, 'amendment');
    await carys.follow('Show the agreement', PAGE);
    await carys.page.getByText('Nobody has been asked to sign it, and nobody but staff sees it.').waitFor();
    await carys.page.getByRole('cell', { name: 'Direct care away from the practice, by day and by night' }).waitFor();
    await company.look(carys, 'versions-draft');
    await carys.press('Open version 3 for signing');
    await carys.confirm('Open version 3 for signing');
    await carys.hasFocus('The new version is open for signing');
    await company.look(carys, 'versions-opened');
    await company.answers('PERMITTED');
  });

  step('a viewing organisation and a practice read it and sign again', async () => {
    for (const [name, reads, signs, done] of [['Kezia Holloway', 'Read and accept', /^Accept for/, /Kezia Holloway accepted for/], ['Grace Adeyemi', 'Read and sign', /^Sign for/, /Grace Adeyemi signed for/]] as const) {
      const who = await company.home(name);
      await who.follow(new RegExp(`^${reads} ${AGREEMENT}`), new RegExp(AGREEMENT));
      await who.page.getByText(/goes on by version 1 until/).waitFor();
      await company.look(who, `sign-again-${reads === 'Read and sign' ? 'practice' : 'viewer'}`);
      await who.tick(new RegExp(`I have read all of ${AGREEMENT}, version 3`));
      await who.press('Continue');
      await who.press('Continue');
      await who.press(signs);
      await who.confirm(signs);
      await who.named('heading', done).waitFor();
    }
    await company.answers('PERMITTED');
  });

  step('another officer checks both documents and submits them', async () => {
    const dev = await company.as('Dev Marchetti');
    for (const code of ['TSTV01', 'TSTP01']) {
      await company.home('Dev Marchetti');
      await dev.follow('Evidence to verify', 'Evidence to verify');
      await dev.follow(new RegExp(`\\(${code}\\)`), /^Evidence of/);
      for (const question of [/^Is this /, /signed by|name .* as the one who signed/, /^Is it signed for/, /date of the signature/]) await dev.answer(question, 'Yes');
      await dev.press('Accept the evidence');
      await dev.confirm('Accept the evidence');
      await dev.named('heading', 'Accepted').waitFor();
    }
    await company.home('Dev Marchetti');
    await dev.follow('Localities', 'Localities');
    await dev.follow(/TSTL01/, /TSTL01/);
    await dev.press('Submit 1 practice and 1 viewing organisation for approval');
    await dev.confirm(/^Submit/);
    await dev.arrives(`Activation of ${AGREEMENT}`);
    await company.look(dev, 'activation-over');
  });

  step('an approver approves, the viewing organisation goes over, and the practice waits for the others', async () => {
    const esme = await company.home('Esme Thornbury');
    await esme.follow(new RegExp(`^Approve .*${AGREEMENT}`), `Activation of ${AGREEMENT}`);
    await esme.press('Approve');
    await esme.confirm('Approve');
    const dev = await company.as('Dev Marchetti');
    await dev.person.open(new URL(dev.page.url()).pathname);
    await dev.arrives(`Activation of ${AGREEMENT}`);
    const over = (code: string) => dev.page.getByRole('row', { name: new RegExp(code) }).getByRole('button', { name: 'Take over' });
    await dev.open(over('TSTP01'));
    await dev.page.getByText(/TSTV04 going over first/).waitFor();
    await company.look(dev, 'over-too-early');
    await dev.press('Cancel');
    await dev.page.getByRole('dialog').waitFor({ state: 'detached' });
    await dev.open(over('TSTV01'));
    await dev.confirm('Take over');
    await dev.arrives('Taken live');
    await company.answers('PERMITTED');
    const carys = await company.as('Carys Lowell');
    await carys.person.open(`${new URL(carys.page.url()).pathname}?tab=versions`);
    await carys.arrives(PAGE);
    await carys.page.getByText(/^0 practices and 1 viewing organisation live by it/).waitFor();
    await carys.page.getByText(/^24 practices and 4 viewing organisations live by it/).waitFor();
    await company.look(carys, 'versions-two-in-force');
  });

  step('nothing looked wrong on the way', async () => {
    expect(company.complaints()).toEqual([]);
  });
});
