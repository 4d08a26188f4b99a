import type { Locator, Page } from 'playwright-core';
import { JourneyFault, type Person } from './person.js';

/** As long as a person's page waits for anything else. */
const ANSWERED_WITHIN_MS = 20_000;
const FOCUS_LOOKED_AT_MS = 50;

export type Name = string | RegExp;
type Role = 'button' | 'link' | 'checkbox' | 'radio' | 'heading' | 'combobox';

/** What somebody does on a page, by the names they see or hear; how it is done is told by those below. */
export abstract class Hands {
  constructor(readonly person: Person) {}

  protected abstract activate(target: Locator, key: 'Enter' | 'Space'): Promise<void>;
  protected abstract fill(target: Locator, text: string): Promise<void>;
  protected abstract select(target: Locator, option: string): Promise<void>;
  protected abstract set(target: Locator): Promise<void>;

  get page(): Page {
    return this.person.page;
  }

  /** The first of its kind with this name; while a dialog is open, nothing beneath it is found. */
  named(role: Role, name: Name): Locator {
    return this.page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first();
  }

  press(name: Name): Promise<void> {
    return this.activate(this.named('button', name), 'Enter');
  }

  /** Follows what is not named by itself. */
  open(link: Locator): Promise<void> {
    return this.activate(link, 'Enter');
  }

  /** Follows a link, and waits for the page it leads to. */
  async follow(name: Name, to: Name): Promise<void> {
    await this.activate(this.named('link', name), 'Enter');
    await this.arrives(to);
  }

  /** Is on the page of this title, with everything on it. */
  async arrives(title: Name): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: title }).waitFor();
    await this.person.settled();
    await this.page.locator('main [role=progressbar]').first().waitFor({ state: 'detached' });
  }

  /** The page has these words, somewhere in its main part. */
  async says(words: Name): Promise<void> {
    await this.page.getByRole('main').getByText(words).first().waitFor();
  }

  write(label: Name, text: string): Promise<void> {
    return this.fill(this.field(label), text);
  }

  choose(label: Name, option: string): Promise<void> {
    return this.select(this.field(label), option);
  }

  tick(name: Name): Promise<void> {
    return this.set(this.named('checkbox', name));
  }

  /** Answers a question of one choice. */
  answer(question: Name, choice: string): Promise<void> {
    return this.set(this.page.getByRole('radiogroup', { name: question }).getByRole('radio', { name: choice }));
  }

  /** Chooses what a search box found. */
  async find(label: Name, text: string, option: Name): Promise<void> {
    await this.write(label, text);
    const found = this.page.getByRole('option', { name: option }).first();
    await found.waitFor();
    await this.take(this.field(label), found);
  }

  /** The browser's own window for files is not part of the page: the file is set as if it had been chosen there. */
  async giveFile(label: Name, name: string, bytes: Buffer, mimeType: string): Promise<void> {
    await this.field(label).setInputFiles({ name, mimeType, buffer: bytes });
  }

  /** In the dialog that is open: gives a reason where one is asked, confirms, and waits until it is gone. */
  async confirm(name: Name, reason?: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.waitFor();
    // What the act changes is being worked out: nobody confirms what they have not seen.
    await dialog.getByRole('progressbar').first().waitFor({ state: 'detached' });
    if (reason !== undefined) await this.write('Reason', reason);
    await this.activate(dialog.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }), 'Enter');
    await dialog.waitFor({ state: 'detached' });
  }

  /** Uses the security key that the open dialog asks for, and comes back to the same dialog. */
  async stepUp(): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await this.activate(dialog.getByRole('link', { name: 'Use security key' }), 'Enter');
    await this.person.passSignIn(this.person.name, this.presses);
    await dialog.waitFor();
  }

  /** What has the focus, in words: "nothing" where it was lost. */
  async focus(): Promise<string> {
    return this.page.evaluate(() => {
      const has = document.activeElement;
      if (has === null || has === document.body) return 'nothing';
      return `${has.tagName.toLowerCase()} ${has.getAttribute('aria-label') ?? (has as HTMLElement).innerText ?? ''}`.trim().slice(0, 160);
    });
  }

  /** The focus comes to what these words begin or name: when an answer is there, and a dialog has faded away. */
  async hasFocus(words: string): Promise<void> {
    for (const until = performance.now() + ANSWERED_WITHIN_MS; performance.now() < until; await this.page.waitForTimeout(FOCUS_LOOKED_AT_MS)) {
      if ((await this.focus()).includes(words)) return;
    }
    throw new JourneyFault(`The focus should be on "${words}", and is on "${await this.focus()}".`);
  }

  get presses(): (page: Page, button: Locator) => Promise<void> {
    return (_page, button) => this.activate(button, 'Enter');
  }

  protected abstract take(box: Locator, option: Locator): Promise<void>;

  private field(label: Name): Locator {
    return this.page.getByLabel(label, { exact: typeof label === 'string' }).first();
  }
}

export class Mouse extends Hands {
  protected activate(target: Locator): Promise<void> {
    return target.click();
  }

  protected fill(target: Locator, text: string): Promise<void> {
    return target.fill(text);
  }

  protected async select(target: Locator, option: string): Promise<void> {
    await target.selectOption({ label: option });
  }

  protected set(target: Locator): Promise<void> {
    return target.check();
  }

  protected take(_box: Locator, option: Locator): Promise<void> {
    return option.click();
  }
}
