import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installation } from '@accord/app-accord/testing';
import type { Browser } from 'playwright-core';
import { type FirstStartName, installationAfter } from '../chain/after-first-start.js';
import { startChromium } from './chromium.js';
import { OF_A_FAULT, Person, type Entrance } from './person.js';

/** The whole product, just started, and a browser beside it. */
export class Stage {
  private readonly people: Person[] = [];

  private constructor(readonly installation: Installation, private readonly browser: Browser, private readonly folder: string) {}

  /** Of these programs alone, where others have no part in what is looked at. */
  static async set(first: FirstStartName = 'seed', programs?: Parameters<Installation['start']>[0]): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'accord-browser-'));
    const installation = await installationAfter(first, folder);
    await installation.start(programs);
    return new Stage(installation, await startChromium(), folder);
  }

  /** With the example data of a first start, without its access events. */
  static example(): Promise<Stage> {
    return Stage.set('example');
  }

  get origin(): string {
    return this.installation.facts.origin;
  }

  async enter(name: string, how: Entrance = {}): Promise<Person> {
    const person = await Person.enter(this.browser, this.origin, name, how);
    this.people.push(person);
    return person;
  }

  /** What everybody sees just now: for whoever looks into a journey that failed. */
  async picturesOf(fault: string): Promise<void> {
    for (const person of this.people) await person.picture(`${OF_A_FAULT}${fault} ${person.name}`).catch(() => undefined);
  }

  /** All that any browser complained of. */
  complaints(): readonly string[] {
    return this.people.flatMap((person) => person.complaints);
  }

  async clear(): Promise<void> {
    await this.browser.close();
    await this.installation.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
