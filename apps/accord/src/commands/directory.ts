import { createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { Refusal, type Actor } from '@accord/kernel';
import { reportLines, verdictLines, type ImportProgress, type ImportReport } from '@accord/directory';
import { MOST_BYTES, type ImportDirectory } from '@accord/directory/server';

export interface DirectoryImportOptions {
  readonly dryRun?: boolean;
  /** `yyyy-mm-dd` */
  readonly edition?: string;
  readonly older?: boolean;
  readonly extract?: boolean;
  /** Where the verdict of each row goes instead of to the screen. */
  readonly verdicts?: string;
}

export interface DirectoryImportParts {
  readonly importing: ImportDirectory;
  readonly actor: Actor;
  /** One line of the answer. */
  say(line: string): void;
  /** What is going on, for whoever waits. */
  progress(text: string): void;
}

/**
 * `accord directory import FILE`: prints the report, and for a dry run the verdict of each row before it.
 *
 * @returns the exit code: 0 where the file was imported, is known already, or waits for a second person; 1 where it was refused
 */
export async function importDirectoryFile(parts: DirectoryImportParts, path: string, options: DirectoryImportOptions): Promise<number> {
  try {
    const bytes = await contentOf(path);
    const report = await parts.importing.execute(parts.actor, {
      bytes, isDryRun: options.dryRun ?? false, editionOn: options.edition, isOlder: options.older, isExtract: options.extract,
    }, (progress) => parts.progress(progressText(progress)));
    if (options.verdicts !== undefined) await writeVerdicts(report, options.verdicts);
    else if (options.dryRun) for (const line of verdictLines(report)) parts.say(line);
    for (const line of reportLines(report)) parts.say(line);
    return report.refusal === null ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof UnreadableFile)) throw error;
    parts.say(error.message);
    return 1;
  }
}

class UnreadableFile extends Error {}

async function contentOf(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new UnreadableFile(`${path} has ${size} bytes; at most ${MOST_BYTES} are read.`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`);
  }
}

async function writeVerdicts(report: ImportReport, path: string): Promise<void> {
  const file = createWriteStream(path);
  for (const line of verdictLines(report)) file.write(`${line}\n`);
  file.end();
  await finished(file);
}

function progressText({ step, done, total }: ImportProgress): string {
  return total === null ? `${step}: ${done} rows` : `${step}: ${done} of ${total} rows`;
}
