import type { ImportReport } from './directory-import.js';
import { ROW_VERDICTS } from './import-verdict.js';

/** The report as people read it: what became of the file, the counts, then one line for each fault, absence and task. */
export function* reportLines(report: ImportReport): Generator<string> {
  const { counts, stops, resumes } = report;
  yield `${report.rows} rows, edition of ${report.editionOn}: ${HEADLINES[report.outcome]}`;
  yield `  ${[...ROW_VERDICTS, 'absent' as const].filter((verdict) => counts[verdict] > 0).map((verdict) => `${verdict} ${counts[verdict]}`).join(', ') || 'nothing to do'}`;
  for (const fault of report.faults) yield `${fault.sentence} [${fault.code}]`;
  for (const code of report.absent) yield `${code} is known and not in this file; it stays as it is.`;
  for (const task of report.tasks) yield `${task.odsCode} ${task.name} moved from ${task.fromCode || 'no commissioner'} to ${task.toCode || 'no commissioner'} on ${task.onDay}: its participations stay; a task was made.`;
  for (const stop of stops) yield `${stop.odsCode} is a live ${stop.as} in ${stop.agreementReference} (${stop.pairs} pairs would stop): a second person has to approve.`;
  for (const share of resumes) yield `${share.odsCode} is a live ${share.as} in ${share.agreementReference} and would be open again, or for longer (${share.pairs} pairs): a second person has to approve.`;
  if (report.outcome === 'awaiting-approval') yield `The import ${report.importId} waits for a system administrator who signs in and approves it.`;
  if (report.refusal !== null) yield `${report.refusal.sentence} [${report.refusal.code}]`;
}

const HEADLINES: Readonly<Record<ImportReport['outcome'], string>> = {
  'dry-run': 'this is what an import would do. Nothing was changed.',
  'committed': 'imported.',
  'unchanged': 'everything in it is known already. Nothing was changed.',
  'awaiting-approval': 'nothing was changed yet.',
  'refused': 'not imported. Nothing was changed.',
};

/** One line of CSV for each line of the file. */
export function* verdictLines(report: ImportReport): Generator<string> {
  yield 'line,odsCode,verdict,fields,faults';
  for (const { line, odsCode, verdict, fields, faults } of report.verdicts) {
    yield [line, odsCode, verdict, fields.join(' '), faults.map((fault) => fault.code).join(' ')].join(',');
  }
}
