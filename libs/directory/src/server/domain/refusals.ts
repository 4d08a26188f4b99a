import { Refusal } from '@accord/kernel';
import '../../contract/messages.js';
import type { FileFault, ImportReport } from '../../contract/index.js';

/** Carries the whole report: a fault for each line that has one. */
export class FaultyFile extends Refusal {
  readonly code = 'FAULTY_FILE';
  readonly kind = 'invalid';
  constructor(readonly report: Omit<ImportReport, 'refusal'>) {
    super('FAULTY_FILE', { count: report.faults.length, first: (report.faults as readonly FileFault[])[0]!.sentence });
  }
}

export class FileOlder extends Refusal {
  readonly code = 'FILE_OLDER';
  readonly kind = 'conflict';
  constructor(readonly report: Omit<ImportReport, 'refusal'>) {
    super('FILE_OLDER', { edition: report.editionOn, last: report.lastEditionOn });
  }
}

export class FileTooLarge extends Refusal {
  readonly code = 'FILE_TOO_LARGE';
  readonly kind = 'invalid';
  constructor(size: number, most: number) { super('FILE_TOO_LARGE', { size, most }); }
}

export class EditionAhead extends Refusal {
  readonly code = 'EDITION_AHEAD';
  readonly kind = 'invalid';
  constructor(edition: string) { super('EDITION_AHEAD', { edition }); }
}

export class ImportNotWaiting extends Refusal {
  readonly code = 'NOT_READY';
  readonly kind = 'conflict';
  constructor(state: string) { super('IMPORT_NOT_WAITING', { state }); }
}

export class ImportPlanChanged extends Refusal {
  readonly code = 'PLAN_CHANGED';
  readonly kind = 'conflict';
  constructor() { super('IMPORT_PLAN_CHANGED'); }
}

/** A file handed in cannot be ordered or discarded as it stands. */
export class RunNotReady extends Refusal {
  readonly code = 'NOT_READY';
  readonly kind = 'conflict';
  constructor(state: string) { super('RUN_NOT_READY', { state }); }
}

export class RunLost extends Refusal {
  readonly code = 'RUN_LOST';
  readonly kind = 'conflict';
  constructor() { super('RUN_LOST'); }
}

export class RunLapsed extends Refusal {
  readonly code = 'RUN_LAPSED';
  readonly kind = 'conflict';
  constructor() { super('RUN_LAPSED'); }
}

export class RunFailed extends Refusal {
  readonly code = 'RUN_FAILED';
  readonly kind = 'conflict';
  constructor(tries: number) { super('RUN_FAILED', { tries }); }
}

/** The duty that let somebody order an import was taken away before it was carried out. */
export class ImporterGone extends Refusal {
  readonly code = 'IMPORTER_GONE';
  readonly kind = 'forbidden';
  constructor() { super('IMPORTER_GONE'); }
}
