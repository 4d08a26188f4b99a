import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page, Request } from 'playwright-core';
import { violations } from './accessibility.js';

/** Pictures of every page, for people to look at; renewed by each run, never kept in the repository. Where nobody looks only those of a fault are taken. */
export const PICTURES = join(import.meta.dirname, '../../coverage/pictures');
const NOBODY_LOOKS = process.env.CI === 'true' || process.env.CI === '1';
export const OF_A_FAULT = 'fault ';

/** What a page asks follows from what came before it within one drawing; the browser's own measure of a quiet network waits half a second. */
const QUIET_MS = 120;
const TURN_MS = 40;
const LOADED_WITHIN_MS = 30_000;

export class JourneyFault extends Error {}

/** How a button is pressed: by mouse, or by keyboard alone. */
export type Press = (page: Page, button: Locator) => Promise<void>;

export interface Entrance {
  readonly strong?: boolean;
  readonly width?: number;
  readonly press?: Press;
}

/** Somebody at a browser of their own. */
export class Person {
  /** What the browser complained of: a broken policy, a failed script. A journey ends by looking into it. */
  readonly complaints: string[] = [];
  private readonly underWay = new Set<Request>();

  private constructor(readonly name: string, readonly page: Page, private readonly context: BrowserContext, private readonly origin: string) {
    page.on('pageerror', (fault) => this.complaints.push(fault.message));
    page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) this.complaints.push(message.text()); });
    page.on('request', (request) => {
      this.underWay.add(request);
      if (!/^(?:data|blob):/.test(request.url()) && new URL(request.url()).hostname !== '127.0.0.1') this.complaints.push(`asked elsewhere: ${request.url()}`);
    });
    page.on('requestfinished', (request) => { this.underWay.delete(request); });
    page.on('requestfailed', (request) => { this.underWay.delete(request); });
  }

  /** Signs in by one press on the example person, and with the security key where that is asked. */
  static async enter(browser: Browser, origin: string, name: string, { strong = true, width = 1280, press }: Entrance = {}): Promise<Person> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce' });
    context.setDefaultTimeout(20_000);
    const person = new Person(name, await context.newPage(), context, origin);
    await person.page.goto(`${origin}/auth/sign-in${strong ? '?acr=AAL3_ANY' : ''}`);
    await person.passSignIn(name, press);
    return person;
  }

  /** Chooses oneself at the OpenID provider, and uses the security key where it asks. */
  async passSignIn(name: string, press: Press = (_page, button) => button.click()): Promise<void> {
    await press(this.page, this.page.getByRole('button', { name: new RegExp(name) }).first());
    const key = this.page.getByRole('button', { name: /Use security key/ });
    const isIn = this.page.waitForURL((url) => url.origin === this.origin).then(() => true);
    if (!await Promise.race([isIn, key.waitFor().then(() => false, () => true)])) await press(this.page, key);
    await isIn;
    await this.settled();
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.origin}${path}`);
    await this.settled();
  }

  /** To another page as a link leads there: nothing of the product is loaded anew. */
  async turnTo(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      document.title = '';
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
    await this.page.waitForFunction(() => document.title !== '');
    await this.settled();
  }

  /** Waits until the page has its title and nothing is being loaded. */
  async settled(): Promise<void> {
    await this.page.locator('h1').waitFor();
    await this.page.waitForLoadState();
    for (let quiet = 0, waited = 0; quiet < QUIET_MS; waited += TURN_MS) {
      if (waited > LOADED_WITHIN_MS) throw new JourneyFault(`Still loading: ${[...this.underWay].map((request) => request.url()).join(', ')}`);
      await this.page.waitForTimeout(TURN_MS);
      quiet = this.underWay.size === 0 ? quiet + TURN_MS : 0;
    }
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).first().click();
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.page.getByRole('link', { name }).first().click();
    await this.settled();
  }

  /** In the dialog that is open: gives a reason if it asks for one, and confirms. */
  async confirm(name: string | RegExp, reason?: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    if (reason !== undefined) await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  sees(text: string | RegExp): Locator {
    return this.page.getByText(text).first();
  }

  /** The title of the page one is on. */
  async heading(): Promise<string> {
    return (await this.page.getByRole('heading', { level: 1 }).innerText()).trim();
  }

  /** What axe finds on the page as it stands, once nothing fades in or out any more; of colours alone where nothing else differs from a look before. */
  async faults({ ofColoursAlone = false } = {}): Promise<readonly string[]> {
    await this.page.evaluate(() => Promise.all(document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished.catch(() => undefined))));
    return violations(this.page, ofColoursAlone);
  }

  /** Addresses inside the product that the page links to. */
  async links(): Promise<readonly string[]> {
    return this.page.locator('a[href^="/"]').evaluateAll((found) => [...new Set(found.map((link) => link.getAttribute('href') ?? ''))]);
  }

  /** How far the page is wider than the window: 0 where nothing scrolls sideways. */
  async overflow(): Promise<number> {
    return this.page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
  }

  /** The tables of which a part is out of sight, by their captions. */
  async cutTables(): Promise<readonly string[]> {
    return this.page.evaluate(() => [...document.querySelectorAll('main table')].filter((table) => table.getBoundingClientRect().right > (table.parentElement?.getBoundingClientRect().right ?? Infinity) + 1)
      .map((table) => table.querySelector('caption')?.textContent ?? ''));
  }

  async looks({ width = 1280, dark = false }: { readonly width?: number; readonly dark?: boolean }): Promise<void> {
    await this.page.setViewportSize({ width, height: 900 });
    await this.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    // Drawn anew twice: what depends on the width has then been laid out.
    await this.page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(() => drawn(undefined))); }));
  }

  async picture(name: string): Promise<void> {
    if (NOBODY_LOOKS && !name.startsWith(OF_A_FAULT)) return;
    mkdirSync(PICTURES, { recursive: true });
    // What stays at the top of the window would else stand in the middle of the picture.
    await this.page.evaluate(() => scrollTo(0, 0));
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
