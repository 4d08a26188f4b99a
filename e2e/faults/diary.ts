import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deed } from './reference-model.js';

/** One act of a person: sent under its key until somebody answered. */
export interface Act {
  readonly number: number;
  readonly name: string;
  readonly key: string;
  readonly subject: string;
  /** Answers that never came. */
  lost: number;
  outcome: 'unknown' | 'done' | 'refused';
  code: string | null;
  /** What it meant to the world, where it meant something. */
  deed: Deed | null;
}

/** One question that the gateway answered. */
export interface Look {
  readonly messageId: string;
  readonly certificate: string;
  readonly provider: string;
  readonly view: string;
  readonly decision: 'permit' | 'refuse';
  readonly reason: string;
  readonly publication: number;
  readonly stopList: number;
  readonly freshness: string;
  readonly decidedAt: number;
}

/** What the driver saw, kept outside the product: by it the product is judged afterwards. */
export class Diary {
  readonly acts: Act[] = [];
  readonly looks: Look[] = [];
  /** Those whom no consumer's certificate let in: answered, and recorded for nobody. */
  turnedAway = 0;
  /** Answers that were asked for to compare, and are no operations of the run. */
  compared = 0;
  readonly kills: Record<string, number> = {};
  private readonly lines: string[] = [];
  private readonly began = performance.now();

  constructor(readonly seed: number) {}

  get operations(): number {
    return this.acts.length + this.looks.length + this.turnedAway - this.compared;
  }

  /** How often each kind of thing was done. */
  tally(): Readonly<Record<string, number>> {
    const tally: Record<string, number> = {};
    for (const { deed } of this.acts) {
      const kind = deed === null ? 'preparing or refused' : deed.kind === 'command' ? deed.command.does : deed.kind;
      tally[kind] = (tally[kind] ?? 0) + 1;
    }
    return tally;
  }

  say(line: string): void {
    this.lines.push(`${((performance.now() - this.began) / 1000).toFixed(3).padStart(9)} ${line}`);
  }

  /** Leaves the whole story where whoever looks into a failure finds it. */
  keep(): string {
    const path = join(mkdtempSync(join(tmpdir(), 'accord-faults-')), `seed-${this.seed}.log`);
    writeFileSync(path, `${this.lines.join('\n')}\n`);
    return path;
  }

  last(many: number): string {
    return this.lines.slice(-many).join('\n');
  }
}
