import { causeOf } from './out-of-reach.js';

/** Says each fault once until it is well again, and then that it is: a fault of an hour is two lines, not seven thousand. */
export class SaidOnce {
  private readonly said = new Set<string>();

  constructor(private readonly what: string, private readonly write: (line: string) => void = (line) => void process.stderr.write(`${line}\n`)) {}

  /** In one line: the error of a lost connection carries its client, and that its secrets. */
  say(error: unknown): void {
    const why = causeOf(error);
    if (this.said.has(why)) return;
    this.said.add(why);
    this.write(`${this.what}: ${why}`);
  }

  clear(): void {
    if (this.said.size === 0) return;
    this.said.clear();
    this.write(`${this.what}: well again`);
  }
}
