import type { Clock } from './clock.js';

export type Level = 'info' | 'alarm';

/** What the gateway says about itself, one JSON object a line. Never what was asked about whom. */
export interface Journal {
  write(level: Level, message: string): void;
}

export function streamJournal(clock: Clock, out: { write(line: string): unknown }): Journal {
  return {
    write: (level, message) => {
      out.write(`${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, process: 'gateway', message })}\n`);
    },
  };
}

/** Says a thing once, until it changes: a feed that is down for an hour is one line, not two hundred. */
export class Repeating {
  private last: string | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly level: Level,
  ) {}

  say(message: string): void {
    if (message === this.last) return;
    this.last = message;
    this.journal.write(this.level, message);
  }

  clear(recovered: string): void {
    if (this.last === undefined) return;
    this.last = undefined;
    this.journal.write('info', recovered);
  }
}
