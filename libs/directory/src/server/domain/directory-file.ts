import type { FileFault, OrganisationFacts } from '../../contract/index.js';
import { fileLines, type FileLine } from './file-lines.js';
import { COLUMNS, faultOf, FileRow } from './file-row.js';
import { rowFields } from './row-fields.js';

export interface ReadRow {
  readonly line: number;
  readonly facts: OrganisationFacts;
  /** The 27 columns as published, so that nothing of the row is lost. */
  readonly columns: readonly string[];
}

/** The file as read: every line is in exactly one of `rows` and `faultyLines`. */
export interface DirectoryFile {
  readonly lines: number;
  readonly rows: readonly ReadRow[];
  readonly faultyLines: readonly FaultyLine[];
  /** Newest day in any date column, by which the edition is told where nobody states it. */
  readonly days: readonly string[];
}

/** A line that is no row: its first column where that much could be read, and all that is wrong with it. */
export interface FaultyLine {
  readonly line: number;
  readonly code: string;
  readonly faults: readonly FileFault[];
}

const EVERY = 1_000;

/** Reads a national file. Nothing is mended and nothing is skipped: what is not a row is a fault with its line. */
export function readDirectoryFile(bytes: Uint8Array): DirectoryFile {
  const reading = readingDirectoryFile(bytes);
  for (;;) {
    const next = reading.next();
    if (next.done === true) return next.value;
  }
}

/** The same, stopping now and then to say how many lines were read, so that whoever reads may do something else in between. */
export function* readingDirectoryFile(bytes: Uint8Array): Generator<number, DirectoryFile> {
  const rows: ReadRow[] = [];
  const faultyLines: FaultyLine[] = [];
  const firstLines = new Map<string, number>();
  const days = new Set<string>();
  let lines = 0;
  for (const line of fileLines(bytes)) {
    lines = line.number;
    if (lines % EVERY === 0) yield lines;
    const row = readLine(line);
    if ('faults' in row) {
      faultyLines.push(row);
      continue;
    }
    const firstLine = firstLines.get(row.facts.odsCode);
    if (firstLine !== undefined) {
      const fault = faultOf(row.line, 'DUPLICATE_CODE', { value: row.facts.odsCode, firstLine });
      faultyLines.push({ line: row.line, code: row.facts.odsCode, faults: [fault] });
      continue;
    }
    firstLines.set(row.facts.odsCode, row.line);
    rows.push(row);
    for (const day of daysOf(row.facts)) days.add(day);
  }
  if (lines === 0) faultyLines.push({ line: 1, code: '', faults: [faultOf(1, 'EMPTY_FILE')] });
  yield lines;
  return { lines, rows, faultyLines, days: [...days] };
}

function readLine(line: FileLine): ReadRow | FaultyLine {
  if (line.fault !== null) return faulty(line, '', [faultOf(line.number, line.fault)]);
  if (line.text === '') return faulty(line, '', [faultOf(line.number, 'EMPTY_LINE')]);
  const fields = rowFields(line.text);
  if ('brokenAt' in fields) {
    const fault = line.isTerminated ? faultOf(line.number, 'MALFORMED_ROW', { column: fields.brokenAt }) : faultOf(line.number, 'TRUNCATED');
    return faulty(line, '', [fault]);
  }
  if (line.number === 1 && isHeader(fields)) return faulty(line, '', [faultOf(1, 'HEADER_LINE')]);
  if (fields.length !== COLUMNS) {
    const isCut = !line.isTerminated && fields.length < COLUMNS;
    const fault = isCut ? faultOf(line.number, 'TRUNCATED') : faultOf(line.number, 'COLUMN_COUNT', { found: fields.length });
    return faulty(line, fields[0]!, [fault]);
  }
  const row = new FileRow(line.number, fields);
  const facts = row.read();
  return facts === null ? faulty(line, fields[0]!, row.faults) : { line: line.number, facts, columns: fields };
}

function faulty(line: FileLine, code: string, faults: readonly FileFault[]): FaultyLine {
  return { line: line.number, code: /^[A-Z0-9]{1,12}$/.test(code) ? code : '', faults };
}

/** A header names its columns: it says "code", "id" or "name" where a row has a code, and holds no date anywhere. */
function isHeader(fields: readonly string[]): boolean {
  return /code|\bid\b|id$|name|organi[sz]ation/i.test(fields[0]!.trim()) && !fields.some((field) => /^\d{8}$/.test(field));
}

function daysOf(facts: OrganisationFacts): string[] {
  return [facts.openedOn, facts.closedOn, facts.joinedCommissionerOn, facts.leftCommissionerOn].filter((day) => day !== null);
}

/** The edition of a file: as stated, else its newest day that is not in the future of the import. */
export function editionOf(file: DirectoryFile, stated: string | null, today: string): string {
  if (stated !== null) return stated;
  return file.days.reduce((newest, day) => (day <= today && day > newest ? day : newest), '1900-01-01');
}
