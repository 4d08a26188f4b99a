import type { Clock } from '@accord/kernel';
import { freePort, isPortFree, type RunningRole, SystemClock } from '@accord/kernel/server';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type MailSettings, type OpenIdSettings, type Ports, portSetting } from './config.js';
import { hasAnyPerson } from './database.js';
import { EXAMPLE_PEOPLE, type ExamplePerson } from './example-people.js';
import type { FirstStart } from './first-start.js';
import { Foundation } from './foundation.js';
import { LaunchFault } from './launch-fault.js';
import { programsOf, type ProgramFacts, type ProgramName } from './programs.js';
import type { Home } from './state/home.js';
import { freeOrAnother, rememberedPorts, rememberPorts } from './state/remembered-ports.js';
import type { Secrets } from './state/secrets.js';
import { PUBLIC, replaced, SECRET } from './state/written-once.js';
import type { Patience, Program } from './supervisor/supervised-process.js';
import { type ProcessReport, Supervisor } from './supervisor/supervisor.js';

export interface InstallationOptions {
  /** The home folder; made if it is not there. */
  readonly home: string;
  /** Those not given are free ones. */
  readonly ports?: Partial<Ports>;
  readonly databaseUrl?: string | null;
  readonly redisUrl?: string | null;
  readonly trustedProxies?: readonly string[];
  readonly openId?: OpenIdSettings | null;
  readonly mail?: MailSettings | null;
  /** Where browsers find it; the web port on 127.0.0.1 unless given. */
  readonly origin?: string | null;
  /** Environment every program gets besides its own. */
  readonly surroundings?: Readonly<Record<string, string>>;
  /** Fills an empty database. */
  readonly firstStart?: FirstStart;
  /** Who can sign in at the development provider. */
  readonly people?: readonly ExamplePerson[];
  /** No fsync: for what may be lost. */
  readonly throwAway?: boolean;
  readonly clock?: Clock;
  readonly say?: (line: string) => void;
  /** Other programs than the product's. */
  readonly programs?: (facts: ProgramFacts) => readonly Program[];
  readonly patience?: Patience;
}

/** One installation: a home folder, a database, and the programs that run on them. Used by `start`, by scenarios and by tests alike. */
export class Installation {
  private readonly supervisor: Supervisor;
  private readonly watch: NodeJS.Timeout | undefined;
  private reviving: Promise<void> | null = null;
  private stopping = false;

  private constructor(
    private readonly foundation: Foundation,
    readonly facts: ProgramFacts,
    private readonly say: (line: string) => void,
    options: InstallationOptions,
  ) {
    this.supervisor = new Supervisor((options.programs ?? programsOf)(facts), say, options.patience);
    if (foundation.server !== null) this.watch = setInterval(() => this.reviveDatabase(), 200).unref();
  }

  /** Lays the foundation, fills an empty database, and starts no program yet. */
  static async open(options: InstallationOptions): Promise<Installation> {
    const { say = () => undefined, clock = new SystemClock(), surroundings = {}, openId = null, redisUrl = null, mail = null, trustedProxies = [] } = options;
    const publicationKeys = openId === null && (options.databaseUrl ?? null) === null ? 'develop' : 'demand';
    const foundation = await Foundation.lay({ publicationKeys, ...options }, (tookOver) => demandFree(options, tookOver));
    const { home, secrets, databaseUrls, migratorUrl } = foundation;
    try {
      const ports = {
        web: options.ports?.web ?? (await freePort()), feed: options.ports?.feed ?? (await freePort()),
        gateway: options.ports?.gateway ?? (await freePort()), identity: options.ports?.identity ?? (await freePort()),
        signer: await freeOrAnother(rememberedPorts(home).signer),
      };
      rememberPorts(home, { signer: ports.signer, postgres: foundation.server?.port ?? 0 });
      replaced(home.examplePeople, `${JSON.stringify(options.people ?? EXAMPLE_PEOPLE, null, 2)}\n`, PUBLIC);
      const facts: ProgramFacts = { home, ports, secrets, databaseUrls, redisUrl, trustedProxies, openId, mail, surroundings, origin: options.origin ?? `http://127.0.0.1:${ports.web}` };
      const openIdIssuer = openId?.issuer ?? `http://127.0.0.1:${ports.identity}`;
      await fillOnce(home, migratorUrl, () => options.firstStart?.({ home, secrets, databaseUrls, migratorUrl, openIdIssuer, now: clock.now(), say }));
      return new Installation(foundation, facts, say, options);
    } catch (error) {
      await foundation.leave();
      throw error;
    }
  }

  get home(): Home { return this.foundation.home; }
  get ports(): ProgramFacts['ports'] { return this.facts.ports; }
  get secrets(): Secrets { return this.foundation.secrets; }
  get databaseUrls(): Readonly<Record<RunningRole, string>> { return this.foundation.databaseUrls; }
  get migratorUrl(): string { return this.foundation.migratorUrl; }

  /** Starts these programs (all, unless named) and waits until each serves. */
  start(names?: readonly ProgramName[]): Promise<void> {
    return this.supervisor.start(names);
  }

  /** Drains and ends these programs; the database goes on. */
  stopPrograms(names: readonly ProgramName[]): Promise<void> {
    return this.supervisor.stop(names);
  }

  restart(name: ProgramName): Promise<void> {
    return this.supervisor.restart(name);
  }

  /** Kills it as a crash would. It comes back by itself: await `whenReady`. */
  async kill(name: ProgramName | 'postgres'): Promise<void> {
    if (name === 'postgres') await this.foundation.server?.kill();
    else await this.supervisor.kill(name);
  }

  async whenReady(name: ProgramName | 'postgres'): Promise<void> {
    if (name !== 'postgres') return this.supervisor.whenReady(name);
    this.reviveDatabase();
    await this.reviving;
  }

  processes(): ProcessReport[] {
    const { server } = this.foundation;
    const database = server === null ? [] : [{ name: 'postgres', pid: server.pid, state: server.running ? 'ready' as const : 'waiting' as const, restarts: 0, address: `127.0.0.1:${server.port}` }];
    return [...database, ...this.supervisor.report()];
  }

  /** Drains the programs, then stops the database. */
  async stop(): Promise<void> {
    await this.supervisor.end();
    this.stopping = true;
    clearInterval(this.watch);
    await this.reviving;
    await this.foundation.leave();
  }

  /** Kills everything now. What was committed is kept; the next start recovers it. */
  abandon(): void {
    this.stopping = true;
    this.supervisor.abandon();
    const { server } = this.foundation;
    if (server?.running === true) process.kill(server.pid, 'SIGKILL');
  }

  private reviveDatabase(): void {
    const { server } = this.foundation;
    if (server === null || server.running || this.stopping || this.reviving !== null) return;
    this.say('PostgreSQL died; starting it again');
    this.reviving = this.foundation.reviveServer()
      .then(() => this.say('PostgreSQL serves again'))
      .catch((error: Error) => this.say(error.message))
      .finally(() => (this.reviving = null));
  }
}

async function demandFree(options: InstallationOptions, tookOver: boolean): Promise<void> {
  for (const name of ['web', 'feed', 'gateway', 'identity'] as const) {
    const port = options.ports?.[name];
    if (port === undefined || (name === 'identity' && options.openId)) continue;
    // What a killed launcher left behind ends by itself when it notices.
    for (let waited = 0; tookOver && waited < 5_000 && !(await isPortFree(port)); waited += 100) await pause(100);
    if (!(await isPortFree(port))) throw new LaunchFault(`Port ${port} is in use by another program: stop that one, or set ${portSetting(name)} to a free port.`);
  }
}

/** A first start that was cut short left its mark, and is taken up again. */
async function fillOnce(home: Home, migratorUrl: string, fill: () => Promise<void> | undefined): Promise<void> {
  if (home.isFilling || !(await hasAnyPerson(migratorUrl))) {
    replaced(home.filling, '', SECRET);
    await fill();
    rmSync(home.filling, { force: true });
  }
}
