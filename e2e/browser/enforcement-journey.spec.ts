import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { CertificateAuthority } from '@accord/app-accord/testing';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Hands } from './hands.js';
import { EitherHand } from './keys.js';
import { lookAt } from './look.js';
import type { Person } from './person.js';
import { Stage } from './stage.js';
import { story } from './story.js';

describe('looking after enforcement in a browser, by keyboard or by mouse', () => {
  let stage: Stage;
  const faults: string[] = [];
  const step = story(() => stage);
  const as = async (name: string): Promise<Hands> => {
    const hands = new EitherHand(await stage.enter(name, { press: (at, button) => new EitherHand({ page: at } as Person).presses(at, button) }));
    await hands.arrives('Home');
    return hands;
  };
  const look = async (who: Hands, name: string): Promise<void> => { faults.push(...await lookAt(who.person, name)); };
  const sees = (who: Hands, text: string | RegExp): Promise<void> => who.page.locator('main').getByText(text).first().waitFor();

  beforeAll(async () => { stage = await Stage.example(); });
  afterAll(async () => { await stage?.clear(); });

  step('an administrator finds the gateway that needs somebody above all others, and what to do', async () => {
    const ada = await as('Ada Whitlock');
    await ada.follow('Gateways', 'Gateways');
    const first = ada.page.locator('main table tbody tr').first();
    expect(await first.innerText()).toMatch(/^Brackenshire message bus .*[\s\S]*Call its operator/);
    expect(await first.innerText()).toMatch(/stop list \d+, published .* ago[\s\S]*\d+ publications?, for/);
    await look(ada, 'enforcement-gateways');
    await ada.choose('Locality', 'Aldermoor (TSTL01)');
    await ada.page.locator('main table tbody tr').filter({ hasText: 'Brackenshire message bus' }).waitFor({ state: 'detached' });
    await ada.choose('Order', 'Most refusals in 24 hours');
    expect(new URL(ada.page.url()).search).toBe('?locality=TSTL01&order=refused');
    await ada.follow(/^Reference gateway/, /^Reference gateway/);
    for (const title of ['What it refused', 'Deliveries set aside', 'What it has applied']) await ada.page.getByRole('heading', { name: title }).waitFor();
    await look(ada, 'enforcement-gateway');
  });

  step('an auditor reads who caused a publication, and compares it with one of long before, pair by pair', async () => {
    const odile = await as('Odile Barrington');
    await odile.follow('Publications', 'Publications');
    await sees(odile, /by .+ \(Signatory\)/);
    await look(odile, 'enforcement-publications');
    const newest = Number(/\d+/.exec(await odile.page.locator('main table tbody tr a').first().innerText())?.[0]);
    await odile.follow(`Publication ${newest}`, `Publication ${newest}`);
    await odile.page.getByRole('heading', { name: 'Who caused it' }).waitFor();
    await odile.write('From number', '0');
    await odile.press('Compare');
    await sees(odile, `All that publication ${newest} says`);
    await sees(odile, 'Gained');
    await look(odile, 'enforcement-against-nothing');
    await odile.open(odile.page.locator('#pairs, main').getByRole('link', { name: /^Aldermoor Out of Hours/ }).last());
    await odile.arrives(/^Aldermoor Out of Hours/);
  });

  step('a controller reads what gateways hold in the practice\'s name, down to the signed page', async () => {
    const grace = await as('Grace Adeyemi');
    await grace.follow('What gateways hold', 'What gateways hold in your name');
    await sees(grace, /viewing organisations may look at records of Elm Road Surgery/);
    expect(await grace.page.locator('main').innerText()).not.toMatch(/TSTP(?!01\b)\d/);
    await look(grace, 'enforcement-held');
    await grace.follow(/^Page \d/, /./);
    expect(new URL(grace.page.url()).pathname).toMatch(/^\/evidence\//);
  });

  step('and staff read it of a practice they serve, with the gateway that has not been heard from', async () => {
    const carys = await as('Carys Lowell');
    await carys.follow('What gateways hold', 'What gateways hold');
    await carys.write('Practice', 'not a code');
    await carys.press('Show');
    await sees(carys, 'Write the ODS code of a practice: letters and digits.');
    await carys.write('Practice', 'tstp27');
    await carys.press('Show');
    await carys.arrives(/^What gateways hold of .*\(TSTP27\)$/);
    await sees(carys, 'Brackenshire message bus has not been heard from');
    await look(carys, 'enforcement-held-staff');
  });

  step('an administrator registers a certificate in place of one that has ended, and another confirms it who has seen what comes back', async () => {
    const { home } = stage.installation;
    await (await CertificateAuthority.of(home, new Date())).issue({ pem: home.certificate('renewed'), key: home.certificateKey('renewed') }, 'Walk-in desk', 'client');
    const ada = await as('Ada Whitlock');
    await ada.follow('Certificates', 'Certificates');
    await ada.follow('Register a certificate', 'Register a certificate');
    await ada.write('ODS code of the viewing organisation', 'TSTV09');
    await ada.choose('System', 'Walk-in desk');
    await ada.giveFile('Or choose the file', 'renewed.pem', readFileSync(home.certificate('renewed')), 'application/x-pem-file');
    await ada.press('Register');
    await ada.arrives('Certificate registered');
    await ada.follow('Open the certificate', 'Certificate: Walk-in desk');
    await sees(ada, 'You registered it, so somebody else has to confirm it.');
    expect(await ada.named('button', 'Confirm certificate').isDisabled()).toBe(true);
    const bram = await as('Bram Okafor');
    await bram.person.open(new URL(ada.page.url()).pathname);
    await bram.arrives('Certificate: Walk-in desk');
    await bram.press('Confirm certificate');
    const dialog = bram.page.getByRole('dialog');
    await dialog.getByText(/^1 viewing organisation would see the records of 7 sharing organisations: 7 pairs, 42 views\.$/).waitFor();
    await look(bram, 'enforcement-certificate-confirm');
    await bram.press('Cancel');
    await dialog.waitFor({ state: 'detached' });
    await bram.hasFocus('button Confirm certificate');
    await bram.press('Confirm certificate');
    await bram.confirm('Confirm certificate');
    await bram.hasFocus('h1 Certificate: Walk-in desk');
    await sees(bram, /^Gateways accept it from its system; it ends in/);
    await look(bram, 'enforcement-certificate-confirmed');
    await bram.press('Revoke certificate');
    await dialog.getByText(/^1 viewing organisation would stop seeing what they see of 7 sharing organisations now: 7 pairs, 42 views\./).waitFor();
    await look(bram, 'enforcement-certificate-revoke');
    await bram.press('Cancel');
  });

  step('an administrator registers the next certificate of a gateway, another confirms it, and one is revoked without the other', async () => {
    const { home } = stage.installation;
    await (await CertificateAuthority.of(home, new Date())).issue({ pem: home.certificate('next'), key: home.certificateKey('next') }, 'next', 'client-and-server');
    const ada = await as('Ada Whitlock');
    await ada.follow('Gateways', 'Gateways');
    await ada.follow(/^Reference gateway/, /^Reference gateway/);
    const address = new URL(ada.page.url()).pathname;
    await ada.follow('Register the next certificate', /^Register the next certificate of Reference gateway/);
    await ada.press('Register');
    await sees(ada, 'Paste the certificate');
    await ada.giveFile('Or choose the file', 'next.pem', readFileSync(home.certificate('next')), 'application/x-pem-file');
    await look(ada, 'enforcement-gateway-renew');
    await ada.press('Register');
    await ada.arrives('Certificate registered');
    await ada.follow('Open the gateway', /^Reference gateway/);
    await sees(ada, /The next one waits for a second person/);
    expect(await ada.named('button', /^Confirm certificate: /).isDisabled()).toBe(true);
    const bram = await as('Bram Okafor');
    await bram.follow(/^Confirm the next certificate of the gateway Reference gateway/, /^Reference gateway/);
    expect(new URL(bram.page.url()).pathname).toBe(address);
    await bram.press(/^Confirm certificate: /);
    await look(bram, 'enforcement-gateway-renew-confirm');
    await bram.confirm('Confirm certificate');
    await bram.hasFocus('h1 Reference gateway');
    await look(bram, 'enforcement-gateway-renewed');
    const standing = async (words: RegExp) => bram.page.locator('main').getByRole('cell').getByText(words).count();
    expect([await standing(/^Counts, /), await standing(/^Revoked$/)]).toEqual([2, 0]);
    await bram.press(`Revoke certificate: ${new X509Certificate(readFileSync(home.certificate('next'))).fingerprint256.replaceAll(':', '').slice(0, 8).toLowerCase()}`);
    await bram.page.getByRole('dialog').getByText(/goes on with its other certificate that counts/).waitFor();
    await bram.confirm('Revoke certificate', 'The wrong machine has it');
    await sees(bram, /The wrong machine has it$/);
    expect([await standing(/^Counts, /), await standing(/^Revoked$/)]).toEqual([1, 1]);
  });

  step('shows no page with a fault, and draws no complaint from any browser', async () => expect([...faults, ...stage.complaints()]).toEqual([]));
});
