import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How far this machine lets a checker child be shut in. */
export interface Confinement {
  /** Words put before the child's command line. */
  readonly prefix: readonly string[];
  readonly networkClosed: boolean;
  readonly nodeOptions: readonly string[];
}

let known: Confinement | undefined;

/** Tries once what is allowed here; the answer is said at start, so that nobody believes in a fence that is not there. */
export function confinementHere(): Confinement {
  known ??= probe();
  return known;
}

function probe(): Confinement {
  const ways = [['unshare', '--net', '--'], ['unshare', '--user', '--map-root-user', '--net', '--']];
  const prefix = process.platform === 'linux' ? ways.find(([program, ...rest]) => spawnSync(program!, [...rest, 'true'], { stdio: 'ignore' }).status === 0) : undefined;
  return { prefix: prefix ?? [], networkClosed: prefix !== undefined, nodeOptions: permissionOptions() };
}

/** The runtime's own fence: no writing of files, no further processes. Its flag lost "experimental" on the way. */
function permissionOptions(): string[] {
  const major = Number(process.versions.node.split('.')[0]);
  return [major >= 23 ? '--permission' : '--experimental-permission', '--allow-fs-read=*', '--no-warnings'];
}

/** Resident memory of a process in bytes, where the system tells; undefined where it does not. */
export function residentBytes(pid: number): number | undefined {
  try {
    const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
