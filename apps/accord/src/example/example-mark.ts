import { existsSync, readFileSync } from 'node:fs';
import { LaunchFault } from '../launch-fault.js';
import type { Home } from '../state/home.js';
import { PUBLIC, replaced } from '../state/written-once.js';

interface Marked {
  readonly begunAt: string;
}

/** What says that an installation holds example data, and when they begin: all their dates are told from there. */
export class ExampleMark {
  private constructor(private readonly home: Home) {}

  static of(home: Home): ExampleMark {
    return new ExampleMark(home);
  }

  get isSet(): boolean {
    return existsSync(this.home.example);
  }

  /** The first time it is now; a start that was cut short goes on from when it began. */
  begin(now: Date): { readonly begunAt: Date } {
    if (!this.isSet) replaced(this.home.example, `${JSON.stringify({ begunAt: now.toISOString() } satisfies Marked)}\n`, PUBLIC);
    return { begunAt: this.begunAt };
  }

  get begunAt(): Date {
    const { begunAt } = JSON.parse(readFileSync(this.home.example, 'utf8')) as Marked;
    const read = new Date(begunAt);
    if (Number.isNaN(read.getTime())) throw new LaunchFault(`${this.home.example} is damaged: bring it back from a copy.`);
    return read;
  }
}
