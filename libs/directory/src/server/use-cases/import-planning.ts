import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { londonDayOf, sha256Hex, type Tx } from '@accord/kernel';
import { timeOf } from '@accord/kernel/server';
import { LiveSharing, type ImportProgress, type ImportReport, type LiveShare } from '../../contract/index.js';
import { editionOf, readingDirectoryFile, type DirectoryFile } from '../domain/directory-file.js';
import { planDigest, planImport, type ImportPlan } from '../domain/import-plan.js';
import { EditionAhead, FileTooLarge } from '../domain/refusals.js';
import { DirectoryImports } from '../storage/directory-imports.js';
import { OrganisationRegister } from '../storage/organisation-register.js';

/** Many times the national file; anything larger is something else. */
export const MOST_BYTES = 64 * 1024 * 1024;

export interface FileTerms {
  readonly editionOn: string | null;
  readonly isOlder: boolean;
  readonly isExtract: boolean;
}

export interface PlannedImport {
  readonly plan: ImportPlan;
  /** Live sharing of absent organisations: it goes on, and somebody is asked to look. */
  readonly absentShares: readonly LiveShare[];
  /** True where a second person has to approve. */
  readonly isOlder: boolean;
  readonly report: Omit<ImportReport, 'refusal'>;
}

/** Works out what a file would do to the directory as it is now. A dry run, an import and an approval all plan here. */
@Injectable()
export class ImportPlanning {
  constructor(
    private readonly imports: DirectoryImports,
    private readonly register: OrganisationRegister,
    private readonly liveSharing: LiveSharing,
  ) {}

  async plan(tx: Tx, bytes: Uint8Array, terms: FileTerms, onProgress: (progress: ImportProgress) => void): Promise<PlannedImport> {
    if (bytes.length > MOST_BYTES) throw new FileTooLarge(bytes.length, MOST_BYTES);
    const today = londonDayOf(timeOf(tx));
    if (terms.editionOn !== null && terms.editionOn > today) throw new EditionAhead(terms.editionOn);
    const file = await this.read(bytes, onProgress);
    onProgress({ step: 'planning', done: 0, total: file.lines });

    const last = await this.imports.last(tx);
    const editionOn = editionOf(file, terms.editionOn, today);
    const known = await this.register.known(tx, await this.imports.lastRows(tx));
    // What is stated to be older may be shorter as well; its second person sees the counts.
    const plan = planImport(file, known, { editionOn, today, isExtract: terms.isExtract || terms.isOlder });
    const stops = await this.sharesOf(tx, plan.narrowed);
    const resumes = await this.sharesOf(tx, plan.widened);
    const absentShares = await this.sharesOf(tx, plan.absent);
    onProgress({ step: 'planning', done: file.lines, total: file.lines });

    const { verdicts, counts, faults, absent, tasks, openings } = plan;
    return {
      plan, absentShares,
      isOlder: last !== null && editionOn < last.editionOn,
      report: {
        outcome: 'dry-run', importId: null, fileSha256: sha256Hex(bytes), rows: file.lines, editionOn, lastEditionOn: last?.editionOn ?? null,
        counts, verdicts, faults, absent, tasks, stops, resumes, openings, planHash: planDigest(plan, stops, resumes),
      },
    };
  }

  /** Lets others have their turn between the lines: a file of a country takes longer than a request may wait. */
  private async read(bytes: Uint8Array, onProgress: (progress: ImportProgress) => void): Promise<DirectoryFile> {
    const reading = readingDirectoryFile(bytes);
    for (;;) {
      const next = reading.next();
      if (next.done === true) return next.value;
      onProgress({ step: 'reading', done: next.value, total: null });
      await breathe();
    }
  }

  private async sharesOf(tx: Tx, codes: ImportPlan['absent']): Promise<readonly LiveShare[]> {
    return codes.length === 0 ? [] : this.liveSharing.of(tx, codes);
  }
}
