import type { Locator } from 'playwright-core';
import { Hands } from './hands.js';
import { JourneyFault } from './person.js';

const MOST_STEPS = 400;

/** Somebody with a keyboard alone: everything is reached with Tab and used with the keys it is meant for. */
export class Keys extends Hands {
  protected async activate(target: Locator, key: 'Enter' | 'Space'): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press(key);
  }

  protected async fill(target: Locator, text: string): Promise<void> {
    await this.reach(target);
    if (await target.getAttribute('type') === 'date') return this.spell(target, text);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(text);
    await this.demand(target, text);
  }

  /** Day, month, year, as in Britain; a browser that was built without British spelling wants the month first. */
  private async spell(target: Locator, text: string): Promise<void> {
    const [year = '', month = '', day = ''] = text.split('-');
    await this.page.keyboard.type(`${day}${month}${year}`);
    if (await target.inputValue() === text) return;
    for (const key of ['ArrowLeft', 'ArrowLeft', 'Backspace', 'ArrowRight', 'Backspace', 'ArrowRight', 'Backspace', 'ArrowLeft', 'ArrowLeft']) await this.page.keyboard.press(key);
    await this.page.keyboard.type(`${month}${day}${year}`);
    await this.demand(target, text);
  }

  private async demand(target: Locator, text: string): Promise<void> {
    if (await target.inputValue() !== text) throw new JourneyFault(`Typed "${text}", and got "${await target.inputValue()}".`);
  }

  /** A closed list takes the beginning of the words of an option. */
  protected async select(target: Locator, option: string): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.type(option);
    const chosen = await target.evaluate((list) => (list as HTMLSelectElement).selectedOptions[0]?.label);
    if (chosen !== option) throw new JourneyFault(`Typed "${option}" in a list, and got "${chosen}".`);
  }

  /** A box is ticked with the space bar; among choices of which one holds, arrows lead to the one that is meant. */
  protected async set(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached' });
    const group = await target.evaluate((input) => ((input as HTMLInputElement).type === 'radio' ? (input as HTMLInputElement).name : null));
    await this.reach(group === null ? target : this.page.locator(`input[type=radio][name="${group}"]`));
    for (let steps = 0; group !== null && !await has(target) && steps < 20; steps += 1) await this.page.keyboard.press('ArrowDown');
    if (!await target.isChecked()) await this.page.keyboard.press('Space');
    if (!await target.isChecked()) throw new JourneyFault('Pressed the space bar on a box, and it is not ticked.');
  }

  protected async take(box: Locator, option: Locator): Promise<void> {
    for (let steps = 0; steps < 20; steps += 1) {
      await this.page.keyboard.press('ArrowDown');
      if (await option.getAttribute('id') === await box.getAttribute('aria-activedescendant')) return this.page.keyboard.press('Enter');
    }
    throw new JourneyFault('Arrow keys do not lead to the option.');
  }

  /** Tab, until it has the focus; all the way round the page at most. */
  private async reach(target: Locator): Promise<void> {
    await target.first().waitFor();
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      if (await has(target)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new JourneyFault(`Tab does not lead to ${target.toString()} on ${this.page.url()}; the focus is on ${await this.focus()}.`);
  }
}

/**
 * Does everything by keyboard, and nothing that a mouse could not have done as well: whatever is used can be seen, stands still, and lies
 * under the pointer with nothing over it. So one journey tells of both.
 */
export class EitherHand extends Keys {
  protected override async activate(target: Locator, key: 'Enter' | 'Space'): Promise<void> {
    await underThePointer(target);
    await super.activate(target, key);
  }

  protected override async fill(target: Locator, text: string): Promise<void> {
    await underThePointer(target);
    await super.fill(target, text);
  }

  protected override async select(target: Locator, option: string): Promise<void> {
    await underThePointer(target);
    await super.select(target, option);
  }

  protected override async set(target: Locator): Promise<void> {
    await underThePointer(target);
    await super.set(target);
  }

  protected override async take(box: Locator, option: Locator): Promise<void> {
    await underThePointer(option);
    await super.take(box, option);
  }
}

/** All that is asked before a click, without the click. */
const underThePointer = (target: Locator): Promise<void> => target.click({ trial: true });
const has = (target: Locator): Promise<boolean> => target.evaluateAll((found) => found.some((each) => each === document.activeElement));
