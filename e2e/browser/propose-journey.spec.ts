import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { SystemClock } from '@accord/kernel/server';
import { acts, type Agreement, type Party } from '../chain/acts.js';
import { Player } from '../chain/cast.js';
import { Company } from './company.js';
import { Mouse } from './hands.js';
import { Keys } from './keys.js';
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
  let company: Company;
  const step = story(() => company.stage);
  beforeAll(async () => {
    // Who proposes has a mouse; who signs and who cuts over a keyboard alone.
    company = await Company.ofTheExample((name) => (name === 'Carys Lowell' ? Mouse : Keys));
    await company.answers('PERMITTED', { provider: 'TSTP01', views: ['procedures'] });
  });
  afterAll(async () => { await company?.stage.clear(); });

  step('an officer gives up a proposal that others have agreed to, and nothing has changed', async () => {
    const carys = await company.home('Carys Lowell');
    await carys.follow('Changes of views', 'Changes of views');
    await company.look(carys, 'proposals');
    await carys.follow(/TSTV10/, pageOf('Aldermoor Community Nursing'));
    await carys.says(/^9 of 24 sharing organisations have agreed\. Aldermoor Community Nursing has agreed/);
    await company.look(carys, 'proposal-part-agreed');
    await carys.press('Give up the proposal');
    await carys.confirm('Give up the proposal', 'The nurses have asked for something else');
    await carys.hasFocus('It is given up');
    await carys.says(/^It was given up on/);
  });

  step('proposes that the out-of-hours service sees one view less', async () => {
    const carys = await company.as('Carys Lowell');
    await carys.follow('Viewing organisations', 'Viewing organisations');
    await carys.follow(/TSTV01/, /TSTV01/);
    await carys.follow('Propose other views', `Propose other views for ${VIEWER}`);
    await carys.press('Propose');
    await carys.hasFocus('There is a problem');
    await carys.open(carys.named('checkbox', /^Procedures/));
    await carys.says(/^25 organisations in 1 agreement would be asked to sign a new version/);
    await carys.write('Last day to cut over', inAMonth());
    await carys.write('Why', 'Nobody opens procedures out of hours');
    await company.look(carys, 'proposal-new');
    await carys.press('Propose');
    await carys.arrives(pageOf(VIEWER));
    await carys.hasFocus('It is proposed');
    await carys.says(/^0 of 24 sharing organisations have agreed/);
    await carys.open(carys.page.getByRole('main').getByRole('link', { name: /TSTV01/ }).last());
    await carys.arrives(`${VIEWER} (TSTV01)`);
    await carys.says('Running');
    await company.look(carys, 'viewer-with-proposal');
  });

  step('a signatory finds it at home, reads what changes, and signs', async () => {
    const grace = await company.home('Grace Adeyemi');
    await grace.follow(new RegExp(`^Read, and agree or decline: .*${VIEWER}`), new RegExp(`^Sign ${AGREEMENT}`));
    await grace.says(/^Summary, Problems, Diagnosis, Medication, Risks and warnings, Investigations,/);
    await company.look(grace, 'propose-sign');
    const document = await grace.page.getByRole('link', { name: 'Download the document (PDF)' }).getAttribute('href');
    expect((await grace.page.request.get(`${company.stage.origin}${document}`)).headers()['content-disposition']).toContain(`${AGREEMENT}-v3.pdf`);
    await grace.follow(/^The proposal/, pageOf(VIEWER));
    await grace.says('Less: Procedures.');
    await company.look(grace, 'proposal-signatory');
    await grace.follow('Read and sign', new RegExp(`^Sign ${AGREEMENT}`));
    await grace.tick(new RegExp(`^I have read all of ${AGREEMENT}, version 3`));
    await grace.press('Continue');
    await grace.press('Continue');
    await grace.press(/^Sign for/);
    await grace.confirm(/^Sign for/);
    await grace.named('heading', /Grace Adeyemi signed for/).waitFor();
  });

  step('the viewing organisation accepts, and both are checked and approved', async () => {
    const [kezia, dev, farid] = [await Player.enter(company.stage.installation, 'kezia-holloway'), await Player.enter(company.stage.installation, 'dev-marchetti'), await Player.enter(company.stage.installation, 'farid-lindqvist')];
    const now = async (): Promise<Amended> => (await dev.ask<{ agreement: Amended }>(ASKED, { reference: AGREEMENT })).agreement;
    const party = async (code: string): Promise<Party> => {
      const found = (await now()).parties.find(({ odsCode }) => odsCode === code)!;
      return { ...found, termsDigest: found.renewal?.termsDigest ?? found.termsDigest };
    };
    await acts.accept(kezia, await party('TSTV01'));
    for (const code of ['TSTV01', 'TSTP01']) await acts.verify(dev, await party(code));
    await acts.approve(farid, await acts.submit(dev, await now()));
    await company.answers('PERMITTED', { provider: 'TSTP01', views: ['procedures'] });
  });

  step('an approver sees who would stop, and cuts over', async () => {
    const esme = await company.home('Esme Thornbury');
    await esme.follow(new RegExp(`^Cut over to the views proposed for ${VIEWER}`), pageOf(VIEWER));
    await esme.says(/^1 of 24 sharing organisations have agreed/);
    await esme.press('Cut over');
    await esme.page.getByRole('dialog').getByText(/would stop seeing anything of 23 practices/).waitFor();
    await company.look(esme, 'proposal-cut-over');
    await esme.confirm('Cut over');
    await esme.hasFocus('It is cut over');
    await esme.says(/^It was cut over on/);
    await company.look(esme, 'proposal-over');
  });

  step('the gateway permits what was agreed to anew, and nothing of whoever has not agreed', async () => {
    await company.answers('VIEW_NOT_AGREED', { provider: 'TSTP01', views: ['procedures'] });
    await company.answers('PERMITTED', { provider: 'TSTP01', views: ['medication'] });
    await company.answers('NOT_AGREED', { provider: 'TSTP02', views: ['medication'] });
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect(company.complaints()).toEqual([]));
});
