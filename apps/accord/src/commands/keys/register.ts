import type { Command } from 'commander';
import { readSettings, type Said } from '../../config.js';
import type { PassphraseOptions, SignOptions } from './holder-commands.js';
import type { FoundOptions, ProposeOptions } from './proposing.js';
import type { EmergencyOptions, PublishOptions } from './run-keys.js';

type Run = (work: () => Promise<number>) => Promise<void>;

const more = (value: string, before: readonly string[] = []): string[] => [...before, value];
const say = (line: string): void => console.log(line);
const PASSPHRASE = ['--passphrase-file <file>', 'where the passphrase of the key stands'] as const;
const WAIT = ['--wait <seconds>', 'how long to wait for the gateways (60)'] as const;

/** `accord keys ...`; what start need not load is loaded when it is asked for. */
export function registerKeys(program: Command, run: Run, withHome: (command: Command) => Command): void {
  const keys = program.command('keys').description('the keys that publications are trusted by');
  const holder = () => import('./holder-commands.js');
  const installation = () => import('./run-keys.js');

  keys.command('make <file>').description('key holder: make a key; needs no installation').option(...PASSPHRASE)
    .action((file: string, said: PassphraseOptions) => run(async () => (await holder()).makeHolderKey(file, said, say)));
  keys.command('read <file>').description('key holder: say what a change of keys changes and who has signed it')
    .action((file: string) => run(async () => (await holder()).readHolderFile(file, say)));
  keys.command('sign <file>').description('key holder: sign a change of keys; needs no installation').requiredOption('--key <file>', 'the private key; may be said again', more).option(...PASSPHRASE)
    .action((file: string, said: SignOptions) => run(async () => (await holder()).signHolderFile(file, said, say)));

  withHome(keys.command('found <file>')).description('propose the first keys of an installation, to be signed')
    .requiredOption('--root <file.pub>', 'the public half of a root key; say it three times, or more', more).requiredOption('--targets <file.pub>', 'the public half of the targets key')
    .action((file: string, said: Said & FoundOptions) => run(async () => (await installation()).foundKeys(readSettings(said), file, said)));
  withHome(keys.command('propose <file>')).description('propose the next root and targets, to be signed; the same keys for another year where none is named')
    .requiredOption('--reason <text>', 'why, for the change record')
    .option('--replace <name=file.pub>', 'root-1, root-2, root-3, targets, or a key id; may be said again', more)
    .option('--online <role>', 'localities, consumers, stops, snapshot, timestamp or all gets a new key; may be said again', more)
    .action((file: string, said: Said & ProposeOptions) => run(async () => (await installation()).proposeInto(readSettings(said), file, said)));
  withHome(keys.command('publish <file...>')).description('carry in what enough holders have signed, in one file or several copies; ends with the gateways that follow it').option(...WAIT)
    .action((files: string[], said: Said & PublishOptions) => run(async () => (await installation()).publishKeys(readSettings(said), files, said)));
  withHome(keys.command('emergency')).description('key holder, when online keys may be stolen: the same command for each; the last one takes the place of a change that waits, and ends with the gateways that recovered')
    .requiredOption('--key <file>', 'the private key; may be said again', more).option(...PASSPHRASE).option('--reason <text>', 'why, for the change record')
    .option('--online <role>', 'only this role; may be said again (all)', more).option('--anew', 'set aside what was begun and is not finished, and begin another, also where this one was finished in the last day').option(...WAIT)
    .action((said: Said & EmergencyOptions) => run(async () => (await installation()).emergency(readSettings(said), said)));
  withHome(keys.command('show')).description('the keys trusted now, until when, a change that waits and for whom, and which gateways follow the last change')
    .action((said: Said) => run(async () => (await installation()).showKeys(readSettings(said))));
  withHome(keys.command('develop')).description('make development keys, all in this folder, for an installation that is only tried out')
    .action((said: Said) => run(async () => (await installation()).developKeys(readSettings(said))));
}
