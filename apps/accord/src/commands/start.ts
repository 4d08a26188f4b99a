import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Settings } from '../config.js';
import { EXAMPLE_SIGN_INS } from '../example/example-sign-ins.js';
import { ExampleMark } from '../example/example-mark.js';
import { EXAMPLE_PEOPLE } from '../example-people.js';
import type { FirstStart } from '../first-start.js';
import { Installation } from '../installation.js';
import { Home } from '../state/home.js';

const SAME_KEY_MS = 1_000;

export interface StartOptions {
  /** No example data at a first start: one locality with one practice and one viewing organisation. */
  readonly empty?: boolean;
}

/** `accord start`: runs until it is told to stop. */
export async function start(settings: Settings, { empty = false }: StartOptions = {}): Promise<number> {
  const say = (line: string): void => console.log(line);
  const began = performance.now();
  const told = toldToStop();
  const content = contentOf(new Home(settings.home), empty);
  if (content.sentence !== null) say(content.sentence);
  const opening = Installation.open({ ...settings, say, firstStart: content.isExample ? fillWithExample : fillEmpty, people: content.isExample ? EXAMPLE_SIGN_INS : EXAMPLE_PEOPLE });
  const starting = opening.then((opened) => (told.isTold() ? undefined : opened.start()));
  starting.catch(() => undefined); // told below, unless a stop came first

  const outcome = await Promise.race([starting.then(() => 'ready' as const, () => 'failed' as const), told.first.then(() => 'stop' as const)]);
  const installation = await opening.catch(() => null);
  if (installation === null) {
    await opening; // tells why
    return 1;
  }
  told.onSecond(() => {
    say('Killed.');
    installation.abandon();
    process.exit(130);
  });
  if (outcome === 'failed') {
    await starting.catch((error: Error) => console.error(error.message));
  } else if (outcome === 'ready') {
    for (const line of whatRunsWhere(installation)) say(line);
    say(`Ready in ${((performance.now() - began) / 1000).toFixed(1)} s. Ctrl-C stops it.`);
    const looks = content.isExample ? lookAround(installation, say, told.isTold) : Promise.resolve();
    await told.first;
    await looks;
  }
  say('Stopping ...');
  await installation.stop();
  say('Stopped. Everything is kept.');
  return outcome === 'failed' ? 1 : 0;
}

// Loaded only when there is something to fill: they bring every capability with them, and later starts are quicker without.
const fillEmpty: FirstStart = async (context) => (await import('../first-start.js')).seedFirstStart(context);
const fillWithExample: FirstStart = async (context) => (await import('../example/fill-example.js')).fillExample(context);

/** The access events of the example follow once everything serves; that they cannot be made stops nothing. */
async function lookAround({ home, databaseUrls }: Installation, say: (line: string) => void, isStopping: () => boolean): Promise<void> {
  try {
    const { takeInLooks } = await import('../example/take-in-looks.js');
    await takeInLooks({ home, databaseUrls, say, isStopping });
  } catch (error) {
    say(`example: the access events are not complete, the next start goes on: ${(error as Error).message}`);
  }
}

/** What an installation holds is settled by its first start; a later one only says so. */
function contentOf(home: Home, empty: boolean): { readonly isExample: boolean; readonly sentence: string | null } {
  const isExample = ExampleMark.of(home).isSet;
  const hasBegun = existsSync(home.secrets);
  if (!hasBegun) return { isExample: !empty, sentence: null };
  if (isExample && empty) return { isExample, sentence: `This installation already holds example data. To begin empty, stop Accord, remove ${home.folder} and start with --empty.` };
  if (!isExample && !empty) return { isExample, sentence: `This installation already has data and gets no example data. To see those, start with another --home.` };
  return { isExample, sentence: null };
}

function toldToStop(): { readonly first: Promise<void>; isTold(): boolean; onSecond(listener: () => void): void } {
  let heard = 0;
  let last = 0;
  let onFirst = (): void => undefined;
  let onSecond = (): void => undefined;
  const first = new Promise<void>((done) => (onFirst = done));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // npm passes on the very Ctrl-C that the terminal sent to everybody: one key, two signals.
      if (heard > 0 && performance.now() - last < SAME_KEY_MS) return;
      last = performance.now();
      heard += 1;
      if (heard === 1) onFirst();
      else onSecond();
    });
  }
  return { first, isTold: () => heard > 0, onSecond: (listener) => (onSecond = listener) };
}

/** The table of what runs where. */
export function whatRunsWhere(installation: Installation): string[] {
  const { origin, home, mail } = installation.facts;
  const about: Record<string, string> = {
    postgres: 'database', api: 'web application and GraphQL', identity: 'sign-in (development)', feed: 'publications, for gateways', gateway: 'decisions (POST /decide)',
    signer: 'online keys', worker: 'timed work', publisher: 'issues publications',
  };
  const rows = installation.processes().map(({ name, pid, address }) => [name, address ?? '-', String(pid ?? '-'), about[name] ?? '']);
  const table = [['PROCESS', 'ADDRESS', 'PID', 'DOES'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  return [
    '', ...table.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}`), '',
    `  Open           ${origin}`, `  Certificates   ${home.certs} (ca.pem, consumer.pem, gateway.pem, publisher.pem and their .key)`, `  Mail           ${mail === null ? `${home.mail} (no mail server is named: it reaches nobody)` : `goes out from ${mail.from}`}`, `  Everything is  ${home.folder}`, '',
  ];
}
