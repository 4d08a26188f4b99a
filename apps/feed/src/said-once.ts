/** Says on stderr what is wrong, once until it changes, and once when it is well again: a fault of an hour is two lines, not seven thousand. */
export class SaidOnce {
  private last: string | undefined;

  constructor(private readonly what: string) {}

  say(error: unknown): void {
    const why = error instanceof Error ? error.message : 'fault';
    if (why === this.last) return;
    this.last = why;
    process.stderr.write(`feed: ${this.what}: ${why}\n`);
  }

  clear(): void {
    if (this.last === undefined) return;
    this.last = undefined;
    process.stderr.write(`feed: ${this.what}: well again\n`);
  }
}
