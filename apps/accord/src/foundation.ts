import type { Clock } from '@accord/kernel';
import { type EmbeddedPostgres, type RunningRole, SystemClock } from '@accord/kernel/server';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { demandDurable, migratorUrl, prepareDatabase, startPackagedServer } from './database.js';
import { LaunchFault } from './launch-fault.js';
import { Home } from './state/home.js';
import { makeHomeFolder } from './state/make-home-folder.js';
import { LauncherLock } from './state/launcher-lock.js';
import { makeLocalState, type PublicationKeys } from './state/local-state.js';
import type { Secrets } from './state/secrets.js';

export interface FoundationOptions {
  readonly home: string;
  /** The migrator's address on a server of one's own; null runs the packaged one. */
  readonly databaseUrl?: string | null;
  /** No fsync: for what may be lost. */
  readonly throwAway?: boolean;
  /** What is to be with the signing keys; else development keys for the packaged database, and none are made for one of one's own. */
  readonly publicationKeys?: PublicationKeys;
  /** Work beside a launcher that runs on this home already, instead of refusing. */
  readonly beside?: boolean;
  readonly clock?: Clock;
  readonly say?: (line: string) => void;
}

/** What everything stands on: the home folder with its keys, a running PostgreSQL, and a database that is up to date. */
export class Foundation {
  private constructor(
    readonly home: Home,
    readonly secrets: Secrets,
    /** One address for each running role. */
    readonly databaseUrls: Readonly<Record<RunningRole, string>>,
    readonly migratorUrl: string,
    private current: EmbeddedPostgres | null,
    private readonly throwAway: boolean,
    private readonly lock: LauncherLock | null,
  ) {}

  /** @param ready asked once the home is ours and before anything is started; may refuse */
  static async lay(options: FoundationOptions, ready: (tookOver: boolean) => Promise<void> = () => Promise.resolve()): Promise<Foundation> {
    const { say = () => undefined, clock = new SystemClock(), databaseUrl = null } = options;
    const home = new Home(options.home);
    makeHomeFolder(home.folder);
    const lock = options.beside === true && LauncherLock.isHeld(home) ? null : await LauncherLock.take(home);
    let server: EmbeddedPostgres | null = null;
    try {
      await ready(lock?.tookOver ?? false);
      say(existsSync(home.documentsKey) ? `using ${home.folder}` : `making keys and certificates in ${home.folder}`);
      const secrets = await makeLocalState(home, clock.now(), options.publicationKeys ?? (databaseUrl === null ? 'develop' : 'leave'));
      if (databaseUrl === null) {
        if (lock !== null) say(existsSync(home.postgres) ? 'starting PostgreSQL' : 'making a PostgreSQL database');
        server = await startPackagedServer(home, secrets, options.throwAway ?? false);
        if (server.adopted && lock !== null) say('PostgreSQL was still running and is used as it is');
      }
      const migrator = server === null ? databaseUrl! : migratorUrl(server, secrets);
      if (options.throwAway !== true && lock !== null) await demandDurable(migrator); // beside a launcher, that one has asked
      const urls = await prepareDatabase(migrator, secrets, clock.now(), say);
      return new Foundation(home, secrets, urls, migrator, server, options.throwAway ?? false, lock);
    } catch (error) {
      if (lock !== null) await server?.stop();
      lock?.release();
      throw error;
    }
  }

  /** The packaged server, where it is used. */
  get server(): EmbeddedPostgres | null {
    return this.current;
  }

  /** Starts a server that died, on the same port: the programs know no other. */
  async reviveServer(): Promise<void> {
    const port = this.current?.port;
    for (let tries = 0; tries < 20; tries += 1) {
      const server = await startPackagedServer(this.home, this.secrets, this.throwAway);
      this.current = server;
      if (server.port === port) return;
      await server.stop();
      await pause(500);
    }
    throw new LaunchFault(`Port ${port} of the database was taken by another program: stop Accord and start it again.`);
  }

  /** Stops the server, unless it is somebody else's. */
  async leave(): Promise<void> {
    if (this.lock !== null) await this.current?.stop();
    this.lock?.release();
  }
}
