import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { aFile, aRow } from '@accord/directory/testing';
import { Company } from './company.js';
import { Mouse } from './hands.js';
import { Keys } from './keys.js';
import { story } from './story.js';

const PRACTICE = 'TSTP01';
const ELM_ROAD = { 2: 'ELM ROAD SURGERY', 7: 'ALDERMOOR', 15: 'TSTL01', 24: 'TSTL01' } as const;
const CLOSED = aFile(aRow(PRACTICE, { ...ELM_ROAD, 12: '20260105', 13: 'C' }));
const OPEN = aFile(aRow(PRACTICE, ELM_ROAD));

describe('a practice that the directory closes and opens again, in a browser', () => {
  let company: Company;
  const step = story(() => company.stage);
  beforeAll(async () => {
    // Who hands a file in has a mouse, who approves it a keyboard alone.
    company = await Company.ofTheExample((name) => (name === 'Ada Whitlock' ? Mouse : Keys));
    await company.answers('PERMITTED', { provider: PRACTICE });
  });
  afterAll(async () => { await company?.stage.clear(); });

  /** Handed in by one administrator, who is told why it waits; found at home and looked at by the other. */
  async function handedIn(name: string, file: Uint8Array, publishedOn: string, why: RegExp): Promise<void> {
    const ada = await company.as('Ada Whitlock');
    await ada.person.open('/directory-imports');
    await ada.follow('Import the national directory file', 'Import the national directory file');
    await ada.giveFile('The national file', `${name}.csv`, Buffer.from(file), 'text/csv');
    await ada.write('Published on (optional)', publishedOn);
    await ada.tick('It holds only some of the organisations');
    await ada.press('Read the file');
    await ada.arrives(new RegExp(`^Directory file ${name}\\.csv`));
    await ada.says(/^Read without a fault\. Nothing has changed yet/);
    await ada.press('Send for approval');
    await ada.page.getByRole('dialog').getByText(why).waitFor();
    await company.look(ada, `${name}-send`);
    await ada.confirm('Send for approval');
    await ada.says(/approve/);
    const bram = await company.home('Bram Okafor');
    await bram.follow(/^Decide on the directory file of/, new RegExp(`^Directory file ${name}\\.csv`));
  }

  async function approved(name: string, shows: RegExp): Promise<void> {
    const bram = await company.as('Bram Okafor');
    await bram.press('Approve and import');
    await bram.page.getByRole('dialog').getByText(shows).waitFor();
    await company.look(bram, `${name}-approve`);
    await bram.confirm('Approve and import');
    await bram.says(/^Imported after a second person approved it/);
  }

  step('a second administrator sees who would stop seeing its records, and approves the file that closes it', async () => {
    await handedIn('closed', CLOSED, '2026-01-05', /live sharing of 1 organisation would stop/);
    await approved('closed', /^6 viewing organisations would stop seeing what they see of 1 sharing organisation now: 6 pairs/);
    await company.answers('OUTSIDE_DATES', { provider: PRACTICE });
  });

  step('sees who would see its records again, and approves the file that opens it', async () => {
    await handedIn('open', OPEN, '2026-01-06', /live sharing of 1 organisation would come back/);
    await approved('open', /^6 viewing organisations would see .* of 1 sharing organisation/);
    await company.answers('PERMITTED', { provider: PRACTICE });
  });

  step('shows no page or dialog with a fault, and draws no complaint from any browser', async () => expect(company.complaints()).toEqual([]));
});
