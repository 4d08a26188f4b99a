import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { SystemClock } from '@accord/kernel/server';
import { acts, type Agreement, type Party } from '../chain/acts.js';
import { aQuestion, decide, Player, until } from '../chain/cast.js';
import { Mouse, type Hands } from './hands.js';
import { Keys } from './keys.js';
import { lookAt } from './look.js';
import type { Person } from './person.js';
import { Stage } from './stage.js';
import { story } from './story.js';

const AGREEMENT = 'DCR-ALDERMOOR-0001';
const VIEWER = 'Aldermoor Out of Hours';
const pageOf = (name: string): string => `Change of what ${name} sees of Detailed Care Record`;

type Asked = Party & { readonly renewal: { readonly termsDigest: string } | null };
type Amended = Omit<Agreement, 'parties'> & { readonly parties: Asked[] };
const ASKED = 'query($reference: String) { agreement(reference: $reference) { id reference version termsDigest parties { id odsCode side state version termsDigest renewal { termsDigest } } } }';

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;
const inAMonth = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date(new SystemClock().now().getTime() + MONTH_MS));

describe('proposing other views in a browser', () => {
  let stage: Stage;
  const hands = new Map<string, Hands>();
  const faults: string[] = [];
  const step = story(() => stage);
  /** Who proposes has a mouse; who signs and who cuts over a keyboard alone. */
  const as = async (name: string): Promise<Hands> => {
    const known = hands.get(name);
    if (known !== undefined) return known;
    const With = name === 'Carys Lowell' ? Mouse : Keys;
    const own = new With(await stage.enter(name, { strong: true, press: (at, button) => new With({ page: at } as Person).presses(at, button) }));
    hands.set(name, own);
    return own;
  };
  const home = async (who: Hands): Promise<void> => {
    await who.person.open('/');
    await who.arrives('Home');
  };
  const look = async (who: Hands, name: string): Promise<void> => { faults.push(...await lookAt(who.person, name)); };
  const says = (who: Hands, words: string | RegExp): Promise<void> => who.page.getByRole('main').getByText(words).first().waitFor();
  let looks = 0;
  /** Until the gateway, asked by the viewer for one view of a practice's records, answers so. */
  const answers = (provider: string, view: string, reason: string): Promise<unknown> =>
    until(() => decide(stage.installation, aQuestion({ messageId: `propose-${looks += 1}`, provider, views: [view] })), ({ body }) => body.reason === reason);
  beforeAll(async () => {
    stage = await Stage.example();
    await answers('TSTP01', 'procedures', 'PERMITTED');
  });
  afterAll(async () => { await stage?.clear(); });

  step('an officer gives up a proposal that others have agreed to, and nothing has changed', async () => {
    const carys = await as('Carys Lowell');
    await home(carys);
    await carys.follow('Changes of views', 'Changes of views');
    await look(carys, 'proposals');
    await carys.follow(/TSTV10/, pageOf('Aldermoor Community Nursing'));
    await says(carys, /^9 of 24 sharing organisations have agreed\. Aldermoor Community Nursing has agreed/);
    await look(carys, 'proposal-part-agreed');
    await carys.press('Give up the proposal');
    await carys.confirm('Give up the proposal', 'The nurses have asked for something else');
    await carys.hasFocus('It is given up');
    await says(carys, /^It was given up on/);
  });

  step('proposes that the out-of-hours service sees one view less', async () => {
    const carys = await as('Carys Lowell');
    await carys.follow('Viewing organisations', 'Viewing organisations');
    await carys.follow(/TSTV01/, /TSTV01/);
    await carys.follow('Propose other views', `Propose other views for ${VIEWER}`);
    await carys.press('Propose');
    await carys.hasFocus('There is a problem');
    await carys.open(carys.named('checkbox', /^Procedures/));
    await says(carys, /^25 organisations in 1 agreement would be asked to sign a new version/);
    await carys.write('Last day to cut over', inAMonth());
    await carys.write('Why', 'Nobody opens procedures out of hours');
    await look(carys, 'proposal-new');
    await carys.press('Propose');
    await carys.arrives(pageOf(VIEWER));
    await carys.hasFocus('It is proposed');
    await says(carys, /^0 of 24 sharing organisations have agreed/);
    await carys.open(carys.page.getByRole('main').getByRole('link', { name: /TSTV01/ }).last());
    await carys.arrives(`${VIEWER} (TSTV01)`);
    await says(carys, 'Running');
    await look(carys, 'viewer-with-proposal');
  });

  step('a signatory finds it at home, reads what changes, and signs', async () => {
    const grace = await as('Grace Adeyemi');
    await home(grace);
    await grace.follow(new RegExp(`^Read, and agree or decline: .*${VIEWER}`), new RegExp(`^Sign ${AGREEMENT}`));
    await says(grace, /^Summary, Problems, Diagnosis, Medication, Risks and warnings, Investigations,/);
    await look(grace, 'propose-sign');
    const document = await grace.page.getByRole('link', { name: 'Download the document (PDF)' }).getAttribute('href');
    expect((await grace.page.request.get(`${stage.origin}${document}`)).headers()['content-disposition']).toContain(`${AGREEMENT}-v3.pdf`);
    await grace.follow(/^The proposal/, pageOf(VIEWER));
    await says(grace, 'Less: Procedures.');
    await look(grace, 'proposal-signatory');
    await grace.follow('Read and sign', new RegExp(`^Sign ${AGREEMENT}`));
    await grace.tick(new RegExp(`^I have read all of ${AGREEMENT}, version 3`));
    await grace.press('Continue');
    await grace.press('Continue');
    await grace.press(/^Sign for/);
    await grace.confirm(/^Sign for/);
    await grace.named('heading', /Grace Adeyemi signed for/).waitFor();
  });

  step('the viewing organisation accepts, and both are checked and approved', async () => {
    const [kezia, dev, farid] = [await Player.enter(stage.installation, 'kezia-holloway'), await Player.enter(stage.installation, 'dev-marchetti'), await Player.enter(stage.installation, 'farid-lindqvist')];
    const now = async (): Promise<Amended> => (await dev.ask<{ agreement: Amended }>(ASKED, { reference: AGREEMENT })).agreement;
    const party = async (code: string): Promise<Party> => {
      const found = (await now()).parties.find(({ odsCode }) => odsCode === code)!;
      return { ...found, termsDigest: found.renewal?.termsDigest ?? found.termsDigest };
    };
    await acts.accept(kezia, await party('TSTV01'));
    for (const code of ['TSTV01', 'TSTP01']) await acts.verify(dev, await party(code));
    await acts.approve(farid, await acts.submit(dev, await now()));
    await answers('TSTP01', 'procedures', 'PERMITTED');
  });

  step('an approver sees who would stop, and cuts over', async () => {
    const esme = await as('Esme Thornbury');
    await home(esme);
    await esme.follow(new RegExp(`^Cut over to the views proposed for ${VIEWER}`), pageOf(VIEWER));
    await says(esme, /^1 of 24 sharing organisations have agreed/);
    await esme.press('Cut over');
    await esme.page.getByRole('dialog').getByText(/would stop seeing anything of 23 practices/).waitFor();
    await look(esme, 'proposal-cut-over');
    await esme.confirm('Cut over');
    await esme.hasFocus('It is cut over');
    await says(esme, /^It was cut over on/);
    await look(esme, 'proposal-over');
  });

  step('the gateway permits what was agreed to anew, and nothing of whoever has not agreed', async () => {
    await answers('TSTP01', 'procedures', 'VIEW_NOT_AGREED');
    await answers('TSTP01', 'medication', 'PERMITTED');
    await answers('TSTP02', 'medication', 'NOT_AGREED');
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect([...faults, ...stage.complaints()]).toEqual([]));
});
