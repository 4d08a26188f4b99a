import { randomUUID } from 'node:crypto';
import { link, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const CLAIM = /^in-use\.(\d{1,15})$/;
const NOBODY = '0 - released';
/** As /proc says it: killed and not reaped, or going. */
const ENDED = new Set(['Z', 'X', 'x']);

/** Another process that lives works in this folder: two would remove each other's events. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly code = 'FOLDER_IN_USE';
}

export interface FolderClaim {
  release(): Promise<void>;
}

/**
 * Claims a folder for this process, until it releases it or ends however it does. A claim is a numbered file that says which process made it and
 * when that began; the highest counts, and whoever finds that nobody stands behind it makes the next one, which only one can. It binds processes
 * of one machine: of two containers that share a folder and do not see each other's processes, neither finds the other.
 * @throws FolderInUse where another living process holds it
 */
export async function claimFolder(folder: string): Promise<FolderClaim> {
  const mine = `${process.pid} ${await beginningOf(process.pid)} ${randomUUID()}`;
  for (;;) {
    const last = Math.max(0, ...await claimsIn(folder));
    const held = last === 0 ? NOBODY : await textOf(claimAt(folder, last));
    if (held === undefined) continue;
    const [pid = '', began = ''] = held.split(' ');
    if (await lives(Number(pid), began)) throw new FolderInUse(`Process ${pid} works in ${folder}. End it first; if there is none, remove ${claimAt(folder, last)}.`);
    if (!await made(folder, last + 1, mine)) continue;
    const claims = await claimsIn(folder);
    // Whoever slept since it looked may have made one that was passed long ago.
    const isPassed = claims.some((claim) => claim > last + 1);
    for (const claim of isPassed ? [last + 1] : claims.filter((each) => each <= last)) await rm(claimAt(folder, claim), { force: true });
    if (!isPassed) return { release: () => release(folder, last + 1, mine) };
  }
}

function claimAt(folder: string, claim: number): string {
  return join(folder, `in-use.${claim}`);
}

async function claimsIn(folder: string): Promise<readonly number[]> {
  return (await readdir(folder)).flatMap((name) => Number(CLAIM.exec(name)?.[1] ?? []));
}

/** Whole or not at all, so that nobody reads half of one; false where somebody made it before. */
async function made(folder: string, claim: number, text: string): Promise<boolean> {
  const aside = join(folder, `in-use.${randomUUID()}`);
  await writeFile(aside, text, { mode: 0o600 });
  try {
    await link(aside, claimAt(folder, claim));
    return true;
  } catch (error) {
    if (isFault(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** The file stays, so that the next one has a higher number. */
async function release(folder: string, claim: number, mine: string): Promise<void> {
  const path = claimAt(folder, claim);
  if (await textOf(path) !== mine) return;
  const aside = join(folder, `in-use.${randomUUID()}`);
  await writeFile(aside, NOBODY, { mode: 0o600 });
  await rename(aside, path);
}

async function lives(pid: number, began: string): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process lives too.
    if (!isFault(error, 'EPERM')) return false;
  }
  // A number is given anew to another process, which began at another time.
  return await beginningOf(pid) === began;
}

/** When a process began, in the kernel's own count; '-' where the kernel does not say, or says that it has ended and nobody has asked how. */
async function beginningOf(pid: number): Promise<string> {
  const stat = await textOf(`/proc/${pid}/stat`);
  const [state = 'X', ...more] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return ENDED.has(state) ? '-' : more[18] ?? '-';
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isFault(error, 'ENOENT') || isFault(error, 'ESRCH')) return undefined;
    throw error;
  }
}

function isFault(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === code;
}
