import { digestOf, type OdsCode } from '@accord/kernel';
import {
  GP_PRACTICE, narrowsOpening, openUntil, ROW_VERDICTS, widensOpening, type FileFault, type MoveTask, type Opening, type OpeningFacts, type OrganisationFacts, type RowVerdict, type RowVerdictKind, type VerdictCounts,
} from '../../contract/index.js';
import type { DirectoryFile, ReadRow } from './directory-file.js';
import { COLUMN_NAMES, faultOf } from './file-row.js';
import { membershipsAfter, sameMemberships, type Membership, type MembershipChange } from './localities-plan.js';
import { statusFacts, type StatusFact } from './status-facts.js';

/** An organisation as the last edition that had it published it. */
export interface KnownOrganisation extends OpeningFacts {
  readonly commissionerCode: string | null;
  readonly columns: readonly string[];
}

/** What is known before the import. */
export interface KnownDirectory {
  readonly organisations: ReadonlyMap<OdsCode, KnownOrganisation>;
  /** In order of time for each practice. */
  readonly memberships: ReadonlyMap<OdsCode, readonly Membership[]>;
  /** Rows of the last import that was carried out; 0 before the first. */
  readonly lastRows: number;
}

export interface PlanTerms {
  readonly editionOn: string;
  readonly today: string;
  /** An extract holds fewer rows on purpose. */
  readonly isExtract: boolean;
}

/** What an import would do, worked out without doing it. */
export interface ImportPlan {
  readonly editionOn: string;
  readonly verdicts: readonly RowVerdict[];
  readonly counts: VerdictCounts;
  readonly faults: readonly FileFault[];
  /** Known, and not in the file: reported, never taken as closed. */
  readonly absent: readonly OdsCode[];
  readonly writes: readonly ReadRow[];
  readonly statuses: readonly StatusFact[];
  readonly memberships: readonly MembershipChange[];
  readonly tasks: readonly MoveTask[];
  /** Organisations that would be open on fewer days than now. */
  readonly narrowed: readonly OdsCode[];
  /** Organisations that would be open for longer than now, or again. */
  readonly widened: readonly OdsCode[];
  /** Of both, until when each is open then; by code. */
  readonly openings: readonly Opening[];
}

/** Below this share of the last import's rows a file counts as cut off, unless it is stated to be an extract. */
const LEAST_SHARE = 0.9;
/** A hand-made file of a few rows tells nothing about truncation. */
const LEAST_ROWS = 100;

const MOVES_MEMBERSHIP: ReadonlySet<string> = new Set<(typeof COLUMN_NAMES)[number]>([
  'openedOn', 'closedOn', 'status', 'commissionerCode', 'joinedCommissionerOn', 'leftCommissionerOn', 'prescribingSetting',
]);

export function planImport(file: DirectoryFile, known: KnownDirectory, terms: PlanTerms): ImportPlan {
  const verdicts: RowVerdict[] = file.faultyLines.map(({ line, code, faults }) => ({ line, odsCode: code, name: '', verdict: 'fault', fields: [], faults }));
  const faults = file.faultyLines.flatMap((line) => line.faults);
  const writes: ReadRow[] = [];
  const statuses: StatusFact[] = [];
  const memberships: MembershipChange[] = [];
  const tasks: MoveTask[] = [];
  const narrowed: OdsCode[] = [];
  const widened: OdsCode[] = [];
  const openings: Opening[] = [];

  for (const row of file.rows) {
    const { line, facts } = row;
    const before = known.organisations.get(facts.odsCode);
    const fields = before === undefined ? [] : differences(before, row.columns);
    verdicts.push({ line, odsCode: facts.odsCode, name: facts.name, verdict: verdictOf(before, facts, fields), fields, faults: [] });
    if (before === undefined || fields.length > 0) writes.push(row);
    statuses.push(...statusFacts(before, facts, terms.editionOn));

    // Only a row that says something new about membership is asked again: the same file twice changes nothing.
    if (before === undefined || fields.some((field) => MOVES_MEMBERSHIP.has(field))) {
      const membershipsNow = known.memberships.get(facts.odsCode) ?? [];
      const membershipsThen = membershipsAfter(facts, membershipsNow, terms.editionOn);
      if (!sameMemberships(membershipsNow, membershipsThen)) memberships.push({ odsCode: facts.odsCode, after: membershipsThen });
    }

    if (before === undefined) continue;
    const [isNarrowed, isWidened] = [narrowsOpening(before, facts, terms.today), widensOpening(before, facts, terms.today)];
    if (isNarrowed) narrowed.push(facts.odsCode);
    if (isWidened) widened.push(facts.odsCode);
    const until = openUntil(facts, terms.editionOn);
    if (isWidened || (isNarrowed && until !== null)) openings.push({ odsCode: facts.odsCode, until: until?.toISOString() ?? null });
    if (hasMoved(before, facts) && facts.prescribingSetting === GP_PRACTICE) {
      tasks.push({
        odsCode: facts.odsCode, name: facts.name, fromCode: before.commissionerCode ?? '', toCode: facts.commissionerCode ?? '',
        onDay: facts.joinedCommissionerOn ?? terms.editionOn,
      });
    }
  }

  const absent = absentFrom(file, known);
  if (!terms.isExtract && known.lastRows >= LEAST_ROWS && file.lines < known.lastRows * LEAST_SHARE) {
    faults.push(faultOf(Math.max(file.lines, 1), 'ROWS_MISSING', { found: file.lines, expected: known.lastRows }));
  }
  openings.sort((one, other) => (one.odsCode < other.odsCode ? -1 : 1));
  verdicts.sort((one, other) => one.line - other.line);
  faults.sort((one, other) => one.line - other.line);
  return { editionOn: terms.editionOn, verdicts, counts: countsOf(verdicts, absent.length), faults, absent, writes, statuses, memberships, tasks, narrowed, widened, openings };
}

/** Binds an approval to what was shown: everything the import would write, whose sharing it would stop, and whose it would give back. */
export function planDigest(plan: ImportPlan, stopped: readonly unknown[], resumed: readonly unknown[]): string {
  const { editionOn, counts, writes, memberships, tasks, narrowed, widened } = plan;
  return digestOf({ editionOn, counts, writes, memberships, tasks, narrowed, widened, stopped, resumed });
}

function differences(before: KnownOrganisation, columns: readonly string[]): string[] {
  const fields = new Set<string>();
  columns.forEach((column, at) => {
    if (column !== before.columns[at]) fields.add(COLUMN_NAMES[at]!);
  });
  return [...fields];
}

function verdictOf(before: KnownOrganisation | undefined, after: OrganisationFacts, fields: readonly string[]): RowVerdictKind {
  if (before === undefined) return 'added';
  if (before.status !== after.status && after.status === 'C') return 'closed';
  if (before.status !== after.status && after.status === 'D') return 'dormant';
  if (before.status !== after.status && after.status === 'A' && before.status !== 'P') return 'reopened';
  if (hasMoved(before, after)) return 'moved';
  return fields.length > 0 ? 'changed' : 'unchanged';
}

function hasMoved(before: KnownOrganisation, after: OrganisationFacts): boolean {
  return before.commissionerCode !== after.commissionerCode;
}

function absentFrom(file: DirectoryFile, known: KnownDirectory): OdsCode[] {
  const present = new Set<string>(file.rows.map((row) => row.facts.odsCode));
  for (const line of file.faultyLines) present.add(line.code);
  return [...known.organisations.keys()].filter((code) => !present.has(code));
}

function countsOf(verdicts: readonly RowVerdict[], absent: number): VerdictCounts {
  const counts = Object.fromEntries([...ROW_VERDICTS, 'absent'].map((kind) => [kind, 0])) as Record<RowVerdictKind | 'absent', number>;
  for (const { verdict } of verdicts) counts[verdict] += 1;
  return { ...counts, absent };
}
