import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { ImportDirectory } from '@accord/directory/server';
import { Client } from 'pg';
import { Capabilities } from '../../capabilities.js';
import { readSettings } from '../../config.js';
import { Installation } from '../../installation.js';
import { LaunchFault } from '../../launch-fault.js';
import { agree } from './agree.js';
import { castOf, operator, recordGates } from './cast.js';
import { registerMachines } from './certificates.js';
import { checkDecisions } from './check-decisions.js';
import { countryOf, type Country } from './country.js';
import { inParallel } from './in-parallel.js';

const DECISIONS = 10_000;
const LOCALITIES_AT_ONCE = 2;
const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface NationalResult {
  readonly providers: number;
  readonly consumers: number;
  readonly agreements: number;
  readonly pairs: number;
  readonly publicationBytes: number;
  readonly seconds: Readonly<Record<string, number>>;
  readonly decisionsChecked: number;
  readonly disagreements: number;
  readonly setAside: Country['setAside'];
}

/** The main job on a national file, in an installation that is made for it and thrown away after it. */
export async function national(file: string, options: { readonly serve?: boolean }): Promise<number> {
  const settings = readSettings({});
  if (settings.databaseUrl !== null) throw new LaunchFault('A scenario makes an installation of its own: unset DATABASE_URL.');
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => { throw new LaunchFault(`${file} cannot be read: ${error.code ?? error.message}.`); });
  const folder = mkdtempSync(join(tmpdir(), 'accord-national-'));
  let installation: Installation | null = null;
  const giveUp = (): never => {
    installation?.abandon();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    told('Given up; nothing is left of it.');
    process.exit(130);
  };
  for (const signal of STOPS) process.on(signal, giveUp);
  try {
    installation = await Installation.open({ home: folder, throwAway: true, surroundings: settings.surroundings, say: told });
    const result = await play(installation, bytes, options.serve === true);
    console.log(JSON.stringify(result));
    for (const signal of STOPS) process.off(signal, giveUp);
    if (options.serve === true) await serve(installation);
    return result.disagreements === 0 ? 0 : 1;
  } finally {
    await installation?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(installation: Installation, bytes: Uint8Array, everything: boolean): Promise<NationalResult> {
  const watch = new Stopwatch();
  const capabilities = await Capabilities.open(installation.databaseUrls.api, installation.home, { poolSize: 12 });
  let country: Country;
  let pairs = 0;
  try {
    const report = await capabilities.get(ImportDirectory).execute(operator, { bytes, isDryRun: false });
    if (report.outcome !== 'committed') throw new LaunchFault(`The directory was not imported: ${report.refusal?.sentence ?? report.outcome}`);
    country = await countryOf(capabilities.dataSource);
    watch.lap('import', `${country.localities.length} localities can share`);
    const cast = await castOf(capabilities, country);
    watch.lap('people', 'signatories, officers, approver and administrators stand in the registers');
    await registerMachines(capabilities, installation.home, cast, country);
    await recordGates(capabilities, cast, country);
    watch.lap('gates', 'certificates and gate facts are recorded and confirmed');
    let done = 0;
    await inParallel(country.localities, LOCALITIES_AT_ONCE, async (locality) => {
      const gained = await agree(capabilities, cast, locality);
      pairs += gained;
      done += 1;
      if (done % 10 === 0 || done === country.localities.length) told(`agreements live: ${done} of ${country.localities.length}, ${pairs} pairs`);
    });
    watch.lap('agreements', `${pairs} pairs are live`);
  } finally {
    await capabilities.close();
  }
  await installation.start(everything ? undefined : ['signer', 'publisher', 'feed', 'gateway']);
  await applied(installation);
  watch.lap('publish', 'the gateway has applied the publication');
  const { checked, disagreements } = await checkDecisions(installation, country, DECISIONS, (count) => told(`decisions: ${count} of ${DECISIONS}`));
  watch.lap('decisions', `${disagreements} disagreements`);
  return {
    providers: country.localities.reduce((sum, each) => sum + each.practices.length, 0), consumers: country.localities.reduce((sum, each) => sum + each.viewers.length, 0),
    agreements: country.localities.length, pairs, publicationBytes: await publicationBytes(installation), seconds: watch.all(), decisionsChecked: checked, disagreements,
    setAside: country.setAside,
  };
}

/** Waits for the gateway's receipt of a publication that shows everything announced so far. */
async function applied(installation: Installation): Promise<void> {
  const client = new Client({ connectionString: installation.databaseUrls.publisher, application_name: 'accord scenario' });
  await client.connect();
  try {
    for (let tries = 0; tries < 1_200; tries += 1) {
      const { rows } = await client.query<{ applied: boolean }>(`SELECT NOT EXISTS (SELECT FROM outbox WHERE published_in IS NULL)
        AND EXISTS (SELECT FROM receipt WHERE publication_number = (SELECT max(number) FROM publication)) AS applied`);
      if (rows[0]?.applied === true) return;
      await pause(100);
    }
  } finally {
    await client.end();
  }
  throw new LaunchFault('The gateway did not apply the publication within two minutes.');
}

async function publicationBytes(installation: Installation): Promise<number> {
  const client = new Client({ connectionString: installation.databaseUrls.publisher, application_name: 'accord scenario' });
  await client.connect();
  try {
    const { rows } = await client.query<{ bytes: string }>(`SELECT sum(length(content)) AS bytes FROM (
      SELECT DISTINCT ON (path) path, sha256 FROM publication_target ORDER BY path, publication_number DESC) current JOIN tuf_target USING (sha256)`);
    return Number(rows[0]?.bytes ?? 0);
  } finally {
    await client.end();
  }
}

/** Stays up until it is told to stop, and says where. */
async function serve(installation: Installation): Promise<void> {
  const { web, feed, gateway, identity } = installation.ports;
  console.log(JSON.stringify({ ports: { web, feed, gateway, identity }, certs: installation.home.certs }));
  await new Promise<void>((stop) => {
    for (const signal of STOPS) process.once(signal, () => stop());
  });
}

function told(line: string): void {
  console.error(line);
}

class Stopwatch {
  private readonly began = performance.now();
  private last = this.began;
  private readonly laps: Record<string, number> = {};

  lap(name: string, about: string): void {
    const now = performance.now();
    this.laps[name] = round(now - this.last);
    this.last = now;
    told(`${name}: ${about} (${this.laps[name]} s)`);
  }

  all(): Record<string, number> {
    return { ...this.laps, total: round(performance.now() - this.began) };
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
