import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { aFile, aRow } from '@accord/directory/testing';
import { Mouse, type Hands } from './hands.js';
import { lookAt } from './look.js';
import { Stage } from './stage.js';
import { story } from './story.js';

const HELD = { 7: 'ALDERMOOR', 15: 'TSTL01', 24: 'TSTL01' } as const;
const ELM_ROAD = aRow('TSTP01', { ...HELD, 2: 'ELM ROAD SURGERY' });
const VIEWER = aRow('TSTV01', { ...HELD, 2: 'ALDERMOOR OUT OF HOURS', 26: '2' });
const FAULTY = aFile(ELM_ROAD, '"TSTP02","ONLY TWO COLUMNS"', aRow('TSTP03', { 11: '20261301' }), aRow('TSTP04', { 13: 'X' }), VIEWER);
/** Enough of them that reading takes longer than leaving the page. */
const MANY = Array.from({ length: 6_000 }, (_, index) => aRow(`TST${String(index).padStart(5, '0')}`, { ...HELD, 2: `INVENTED SURGERY ${index}` }));
const GOOD = aFile(ELM_ROAD, VIEWER, ...MANY);

describe('an import of the directory in a browser', () => {
  let stage: Stage;
  let ada: Hands;
  const faults: string[] = [];
  const step = story(() => stage);
  const look = async (name: string): Promise<void> => { faults.push(...await lookAt(ada.person, name)); };
  const toForm = async (): Promise<void> => {
    await ada.person.open('/directory-imports');
    await ada.follow('Import the national directory file', 'Import the national directory file');
  };

  beforeAll(async () => {
    stage = await Stage.set('seed', ['identity', 'api', 'worker']);
    ada = new Mouse(await stage.enter('Ada Whitlock'));
  });
  afterAll(async () => { await stage?.clear(); });

  step('lists every fault of a faulty file with its line, and changes nothing', async () => {
    await toForm();
    await ada.press('Read the file');
    await ada.hasFocus('Choose the file');
    await ada.giveFile('The national file', 'faulty.csv', Buffer.from(FAULTY), 'text/csv');
    await ada.press('Read the file');
    await ada.arrives('Directory file faulty.csv');
    await ada.page.getByText(/^Nothing of it was imported: 3 faults, each listed below with its line/).waitFor();
    for (const [line, says] of [['2', 'COLUMN_COUNT'], ['3', 'BAD_DATE'], ['4', 'UNKNOWN_STATUS']] as const) {
      const row = ada.page.getByRole('row', { name: new RegExp(`^${line} .*${says}`) });
      await row.waitFor();
    }
    await look('import-faulty');
    await ada.person.open('/organisations/TSTP03');
    await ada.page.getByText('The directory has no organisation with the code TSTP03.').waitFor();
  });

  step('reads a good file, shows what it would do, and imports it while one is elsewhere', async () => {
    await toForm();
    await ada.giveFile('The national file', 'good.csv', Buffer.from(GOOD), 'text/csv');
    await ada.write('Published on (optional)', '2026-01-05');
    await ada.press('Read the file');
    await ada.arrives(/^Directory file good\.csv/);
    await ada.page.getByText(/^Read without a fault\. Nothing has changed yet/).waitFor({ timeout: 60_000 });
    await look('import-ready');
    await ada.press('Import');
    await look('import-confirm');
    await ada.confirm('Import');
    const address = new URL(ada.page.url()).pathname;
    await ada.person.open('/');
    await ada.arrives('Home');
    await ada.person.open(address);
    await ada.page.getByText(/^Imported: all of it/).waitFor({ timeout: 120_000 });
    await look('import-done');
    await ada.person.open('/organisations/TST00042');
    await ada.page.getByText('INVENTED SURGERY 42').first().waitFor();
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect([...faults, ...stage.complaints()]).toEqual([]));
});
