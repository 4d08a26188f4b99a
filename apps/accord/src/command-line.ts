import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { Refusal } from '@accord/kernel';
import { MigrationFault, PostgresFault } from '@accord/kernel/server';
import { Command } from 'commander';
import type { DirectoryImportOptions } from './commands/directory.js';
import type { ExplainOptions } from './commands/explain.js';
import { registerCertificates } from './commands/certificates/register-certificates.js';
import { registerKeys } from './commands/keys/register.js';
import { migrateDatabase } from './commands/migrate.js';
import { start, type StartOptions } from './commands/start.js';
import { callersFolder, readSettings, type Said } from './config.js';
import { LaunchFault } from './launch-fault.js';
import { SCENARIOS } from './scenarios/index.js';

/** Reads the command, does it, and ends the process with its exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (`| head`) must not bring the launcher down and leave a database behind.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const run = (work: () => Promise<number>) => Promise.resolve().then(work).catch(faultOf).then((code) => process.exit(code));

  const folder = callersFolder();
  if (folder !== null && existsSync(folder)) process.chdir(folder);
  const program = new Command('accord').description('Sharing agreements, signed summaries and audit proofs behind a health-record gateway.')
    .showHelpAfterError().configureHelp({ showGlobalOptions: true });
  const withHome = (command: Command) => command.option('--home <folder>', 'where the installation lives (else ACCORD_HOME, else .accord)');

  withHome(program.command('start')).description('run everything; Ctrl-C stops it')
    .option('--ports <web,feed,gateway,identity>', 'other ports than 3000,3001,3002,3003')
    .option('--empty', 'no example data at the first start')
    .action((said: Said & StartOptions) => run(() => start(readSettings(said), said)));
  withHome(program.command('migrate')).description('bring the database up to date')
    .action((said: Said) => run(() => migrateDatabase(readSettings(said))));
  const directory = program.command('directory').description('organisations by their national codes');
  withHome(directory.command('import <file>')).description('bring in a national file: all of it, or nothing')
    .option('--dry-run', 'say what would happen, row by row, and change nothing')
    .option('--edition <yyyy-mm-dd>', 'the day the file was published')
    .option('--older', 'the file is older than the last one; a second person approves it')
    .option('--extract', 'the file holds only some of the organisations')
    .option('--verdicts <file>', 'write the verdict of each row there')
    .action((file: string, said: Said & DirectoryImportOptions) => run(async () => {
      const { runDirectoryImport } = await import('./commands/run-directory-import.js'); // what start need not load
      return runDirectoryImport(readSettings(said), file, said);
    }));

  withHome(program.command('explain <provider> <consumer> <view>')).description('say whether one organisation sees a view of another, why, and what would change it')
    .option('--on <yyyy-mm-dd>', 'on a past day, as it was')
    .option('--as-known', 'by what was known on that day')
    .option('--service <code>', 'another service than DCR')
    .action((provider: string, consumer: string, view: string, said: Said & ExplainOptions) => run(async () => {
      const { runExplain } = await import('./commands/run-explain.js'); // what start need not load
      return runExplain(readSettings(said), [provider, consumer, view], said);
    }));

  registerKeys(program, run, withHome);
  registerCertificates(program, run, withHome);

  const scenario = program.command('scenario').description('play a scenario through in an installation of its own');
  for (const each of SCENARIOS) each.register(scenario, run);

  await program.parseAsync([...argv]);
}

/** One clear sentence where the fault is known; everything there is to know where it is not. */
function faultOf(error: unknown): number {
  if (error instanceof LaunchFault || error instanceof PostgresFault || error instanceof MigrationFault || error instanceof Refusal) {
    console.error(error.message);
  } else if (isOfTheMachine(error)) {
    console.error(`${error.path} cannot be used: ${error.message}.`);
  } else {
    console.error(error);
  }
  return 1;
}

/** No right to a file, or no room for one: not a fault of the program. */
function isOfTheMachine(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'path' in error && 'code' in error && ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'].includes(String(error.code));
}
