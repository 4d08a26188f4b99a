import { demandVersion, type Actor, type PersonId, type Refusal } from '@accord/kernel';
import type { ImportReport, ImportRunState, RunReport, StatedTerms } from '../../contract/index.js';
import { ImportPlanChanged, RunFailed, RunLapsed, RunLost, RunNotReady } from './refusals.js';

/** How long a worker may be silent before another takes its work up. */
const LEASE_MS = 15_000;
/** An order is that of a person who may import now, not of one who might some day. */
const ORDER_GOOD_FOR_MS = 3_600_000;
const MOST_TRIES = 5;

interface HandedIn {
  readonly id: string;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly fileBytes: number;
  readonly terms: StatedTerms;
  readonly submittedBy: PersonId;
  readonly submittedAs: string;
  readonly submittedFrom: string;
  readonly submittedAt: Date;
}

/** One file handed in by the browser, and how far Accord is with it. Its content is kept beside it. */
export class ImportRun {
  readonly id!: string;
  readonly state!: ImportRunState;
  readonly fileName!: string;
  readonly fileSha256!: string;
  readonly fileBytes!: number;
  readonly terms!: StatedTerms;
  readonly submittedBy!: PersonId;
  readonly submittedAs!: string;
  readonly submittedFrom!: string;
  readonly submittedAt!: Date;
  readonly orderedBy: PersonId | null = null;
  readonly orderedAs: string | null = null;
  readonly orderedFrom: string | null = null;
  readonly orderedAt: Date | null = null;
  readonly planHash: string | null = null;
  readonly report: RunReport | null = null;
  readonly refusal: { readonly code: string; readonly sentence: string } | null = null;
  readonly tries: number = 0;
  readonly leaseUntil: Date | null = null;
  readonly version: number = 1;

  private constructor() {}

  static handedIn(file: HandedIn): ImportRun {
    return Object.assign(new ImportRun(), file, { state: 'handed-in' });
  }

  /** A worker takes it up. What it may not, or has tried too often, ends here. */
  takeUp(at: Date): void {
    const lapsed = this.orderedAt !== null && at.getTime() - this.orderedAt.getTime() > ORDER_GOOD_FOR_MS;
    if (this.state === 'ordered' && lapsed) return this.end('refused', new RunLapsed());
    if (this.tries >= MOST_TRIES) return this.end('failed', new RunFailed(this.tries));
    this.become({ tries: this.tries + 1, leaseUntil: leaseFrom(at) });
  }

  /** In whose name the work is done: whoever ordered it, before that whoever handed it in. */
  get workedFor(): Pick<Actor, 'personId' | 'name' | 'origin'> {
    return this.state === 'ordered'
      ? { personId: this.orderedBy, name: this.orderedAs!, origin: this.orderedFrom! }
      : { personId: this.submittedBy, name: this.submittedAs, origin: this.submittedFrom };
  }

  /** What would come of it is known now. */
  wasRead(lease: number, { refusal, planHash, ...report }: ImportReport): void {
    this.mustBeHeld(lease, 'handed-in');
    this.become({ state: refusal === null ? 'ready' : 'refused', planHash, report: withoutLines(report), refusal, leaseUntil: null, tries: 0 });
  }

  /** A person says: do that. It binds to the plan that was shown. */
  order(by: Actor & { readonly personId: PersonId }, at: Date, shown: { readonly version: number; readonly planHash: string }): void {
    if (this.state !== 'ready') throw new RunNotReady(this.state);
    demandVersion(shown.version, this.version);
    if (shown.planHash !== this.planHash) throw new ImportPlanChanged();
    this.become({ state: 'ordered', orderedBy: by.personId, orderedAs: by.name, orderedFrom: by.origin, orderedAt: at });
  }

  wasImported(lease: number, { refusal: _none, planHash: _shown, ...report }: ImportReport): void {
    this.mustBeHeld(lease, 'ordered');
    this.become({ state: 'done', report: withoutLines(report), leaseUntil: null });
  }

  wasRefused(lease: number, refusal: Pick<Refusal, 'code' | 'message'>): void {
    if (this.version !== lease) throw new RunLost();
    this.end('refused', refusal);
  }

  discard(expectedVersion: number): void {
    if (this.state === 'done' || this.state === 'ordered' || this.state === 'discarded') throw new RunNotReady(this.state);
    demandVersion(expectedVersion, this.version);
    this.become({ state: 'discarded', leaseUntil: null });
  }

  private end(state: 'refused' | 'failed', { code, message }: Pick<Refusal, 'code' | 'message'>): void {
    this.become({ state, refusal: { code, sentence: message }, leaseUntil: null });
  }

  /** Whose lease ran out has lost it: the version is another one since. */
  private mustBeHeld(lease: number, state: ImportRunState): void {
    if (this.version !== lease || this.state !== state) throw new RunLost();
  }

  private become(change: Partial<ImportRun>): void {
    Object.assign(this, change, { version: this.version + 1 });
  }
}

export function leaseFrom(at: Date): Date {
  return new Date(at.getTime() + LEASE_MS);
}

function withoutLines({ outcome, rows, editionOn, lastEditionOn, counts, faults, verdicts, absent, tasks, stops, resumes }: Omit<ImportReport, 'refusal' | 'planHash'>): RunReport {
  const onLines = new Set(verdicts.flatMap((verdict) => verdict.faults));
  return { outcome, rows, editionOn, lastEditionOn, counts, faults: faults.filter((fault) => !onLines.has(fault)), absent, tasks, stops, resumes };
}
