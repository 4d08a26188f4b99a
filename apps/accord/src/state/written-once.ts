import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { LaunchFault } from '../launch-fault.js';

export const SECRET = 0o600;
export const PUBLIC = 0o644;

/**
 * The content of a file that is made once and never changes. It appears whole or not at all, so a first start that was cut short is
 * repaired by the next one; and once it is there, whoever comes second reads what the first one wrote.
 *
 * @param derived files made from this one: when they are there and this one is not, making another would only hide a loss
 */
export async function writtenOnce(path: string, mode: number, make: () => string | Promise<string>, derived: readonly string[] = []): Promise<string> {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const orphan = derived.find((each) => existsSync(each));
  if (orphan !== undefined) {
    throw new LaunchFault(`${path} is missing, but ${basename(orphan)}, which was made with it, is there: bring it back from a copy, or remove the folder ${dirname(path)} to begin anew.`);
  }
  const draft = draftOf(path, await make(), mode);
  try {
    linkSync(draft, path); // unlike rename, it does not replace what another start wrote in the meantime
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(draft, path); // a file system without links
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8');
}

/** Replaces a file in one step. */
export function replaced(path: string, content: string, mode: number): void {
  renameSync(draftOf(path, content, mode), path);
}

function draftOf(path: string, content: string, mode: number): string {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  const file = openSync(draft, 'wx', mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return draft;
}
