import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { LaunchFault } from '../launch-fault.js';

/** Makes the home folder where it is missing, and says in one sentence why an installation cannot live there. */
export function makeHomeFolder(folder: string): void {
  try {
    makeWithParents(folder);
    // A folder may be there and take nothing: another's, or on a disk that is only read.
    const trial = join(folder, `trial-${randomBytes(6).toString('hex')}`);
    mkdirSync(trial);
    rmdirSync(trial);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new LaunchFault(`The home folder ${folder} cannot be used: ${WORDS[code] ?? `the system says ${code}`}. Name another with ACCORD_HOME or --home.`);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file', ENOTDIR: 'a part of its path is a file', ENOENT: 'no folder can be made there', EACCES: 'you may not write there', EPERM: 'you may not write there',
  EROFS: 'its disk can only be read', ENOSPC: 'its disk is full', EDQUOT: 'its disk is full', ELOOP: 'its path leads round in a circle', ENAMETOOLONG: 'its path is too long',
};

/** One folder at a time: where the system denies a folder with ENOENT, as /proc does, the recursive form of Node tries for ever. */
function makeWithParents(folder: string): void {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) return;
  if (there === undefined && dirname(folder) !== folder) makeWithParents(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o755 });
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error; // else another start made it just now
  }
}
