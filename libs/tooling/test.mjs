// npm test: lint, types, unit specs, specs on a real PostgreSQL, the chain across real processes.
// npm test -- PATTERN… runs only the specs whose path matches, with the same last line.
import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const patterns = process.argv.slice(2);
const inCi = process.env.CI === 'true' || process.env.CI === '1';
/** Below this the disk will do: the journeys keep some installations at once, each with a database of its own. */
const ROOM_BYTES = 8 * 2 ** 30;
const LONGEST_RUN_MS = 6 * 3_600_000;
/** The programs that run for this run. */
const running = new Set();
const scratch = scratchFolder();
const results = mkdtempSync(join(scratch ?? tmpdir(), 'accord-results-'));
const summary = [];
const skipped = [];
/** Where a step that runs beside others puts its words; alone it writes them itself. */
const saying = new AsyncLocalStorage();
let passed = 0;
let failed = 0;

/** Compiler, linter and specs make much that is soon forgotten: with more room for the young, less of it is moved about. */
const YOUNG = '--max-semi-space-size=64';

const tsc = require.resolve('typescript/bin/tsc');
const jest = join(require.resolve('jest/package.json'), '../bin/jest.js');
const build = { name: 'build', minutes: 5, run: (limit) => node([tsc, '-b'], limit) };
const lint = { name: 'lint and types', minutes: 10, run: (limit) => node([join(root, 'libs/tooling/lint.mjs')], limit) };
const unit = { name: 'unit', minutes: 10, run: (limit) => specs('unit', limit) };
const postgres = { name: 'postgres', minutes: 15, run: (limit) => specs('postgres', limit) };
const e2e = { name: 'e2e', minutes: 30, run: (limit) => specs('e2e', limit, ['--maxWorkers=3']) }; // a third of it is waiting, for a browser or for a gateway
/** One after another; within a round the lanes run side by side. Lint knows one core, so that a second one would stand idle. */
const rounds = [[[build]], [[lint], [unit]], [[postgres]], [[e2e]]];
const steps = rounds.flat(2);

/**
 * Where the specs keep what they throw away: in memory, where the machine has plenty. A database is a thousand files, nearly every spec makes one, and on a disk making it takes ten times as long.
 */
function scratchFolder() {
  const memory = '/dev/shm';
  if (process.env.TMPDIR !== undefined || !existsSync(memory)) return undefined;
  try {
    removeLeftovers(memory);
    const { bavail, bsize } = statfsSync(memory);
    // What a container may use; without a limit that is more than there is, or 0.
    const limit = process.constrainedMemory() || Infinity;
    if (Math.min(bavail * bsize, freemem(), limit) < ROOM_BYTES) return undefined;
    const folder = mkdtempSync(join(memory, `accord-${process.pid}-`));
    chmodSync(folder, 0o755); // PostgreSQL runs as somebody else, and needs to walk through
    process.once('exit', () => removeFolder(folder));
    return folder;
  } catch {
    return undefined; // it may not be written to: the disk will do
  }
}

/** Of runs that were killed: nothing else would give their memory back. */
function removeLeftovers(memory) {
  for (const name of readdirSync(memory)) {
    const [, pid] = /^accord-(\d+)-/.exec(name) ?? [];
    // Another container may share the memory, and number its processes by itself: no run takes so long.
    if (pid !== undefined && !existsSync(`/proc/${pid}`) && Date.now() - statSync(join(memory, name)).mtimeMs > LONGEST_RUN_MS) removeFolder(join(memory, name));
  }
}

/** A program that was left behind may still write there; a later run removes the rest. */
function removeFolder(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch { /* what is left goes with a later run */ }
}

/** Whoever ends the run ends what runs for it, before its folder is gone. */
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.once(signal, () => {
    const gone = [...running].map((child) => new Promise((done) => { child.once('exit', done); }));
    for (const child of running) child.kill('SIGTERM');
    Promise.race([Promise.all(gone), new Promise((done) => { setTimeout(done, 10_000); })]).then(() => process.exit(code), () => process.exit(code));
  });
}

/**
 * Runs a Node program in the root of the workspace. One that takes longer than it may is ended and has failed, and so has one that
 * stays after it wrote its report: a spec that leaves a server or a timer behind.
 */
function node(args, limit, report) {
  const say = saying.getStore();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [YOUNG, ...args], { cwd: root, env: scratch === undefined ? process.env : { ...process.env, TMPDIR: scratch }, stdio: ['inherit', ...(say === undefined ? ['inherit', 'inherit'] : ['pipe', 'pipe'])] });
    running.add(child);
    for (const words of say === undefined ? [] : [child.stdout, child.stderr]) words.on('data', (piece) => say(piece.toString()));
    const end = (why) => {
      (say ?? console.log)(`Ended: ${why}.\n`);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    };
    const timers = [setTimeout(() => end(`it was not done after ${limit} minutes`), limit * 60_000)];
    const watch = setInterval(() => {
      if (report === undefined || !existsSync(report)) return;
      clearInterval(watch);
      timers.push(setTimeout(() => end('all specs were done, but one of them left something open that keeps the process alive'), 20_000));
    }, 500);
    const saidAll = new Promise((done) => { child.once('close', done); });
    child.once('exit', (code) => {
      running.delete(child);
      clearInterval(watch);
      timers.forEach(clearTimeout);
      // Whatever it started and left behind may hold its words open for ever.
      Promise.race([saidAll, new Promise((done) => { setTimeout(done, 5_000).unref(); })]).then(() => resolve(code === 0), () => resolve(false));
    });
  });
}

/** One jest run; its counts come from jest's own report, a suite that could not start counts as one failed test. */
async function specs(project, limit, more = []) {
  const report = join(results, `${project ?? 'chosen'}.json`);
  const chosen = project === null ? patterns : ['--selectProjects', project];
  const ok = await node([
    '--experimental-vm-modules', '--no-warnings', jest, '-c', 'libs/tooling/jest.config.mjs', '--json', `--outputFile=${report}`, ...(inCi ? ['--ci'] : []), ...more, ...chosen,
  ], limit, report);
  if (!existsSync(report)) return false;
  const told = JSON.parse(readFileSync(report, 'utf8'));
  passed += told.numPassedTests;
  failed += told.numFailedTests + told.numRuntimeErrorTestSuites;
  for (const suite of told.testResults) {
    for (const one of suite.assertionResults) {
      if (!['passed', 'failed'].includes(one.status)) skipped.push(`${suite.name.slice(root.length)}: ${one.fullName}`);
    }
  }
  // A failure that the counts do not show, such as no spec found or a server that did not start, is counted by the caller.
  return ok || told.numFailedTests + told.numRuntimeErrorTestSuites > 0 ? { ok } : false;
}

function sayWhatRuns() {
  const file = [process.env.ACCORD_ODS_FILE, join(root, '../shared/data/ods/epraccur.csv')].find((path) => path && existsSync(path));
  console.log(`Node ${process.version}; PostgreSQL: ${process.env.ACCORD_TEST_DATABASE_URL ? 'the server of ACCORD_TEST_DATABASE_URL' : 'the packaged one, started for the run'};`
    + ` national directory file: ${file === undefined ? 'a generated one of the same shape and size' : 'the published one'}.`);
  if (patterns.length > 0) console.log(`Only specs that match ${patterns.join(' or ')}; not run, because a pattern was given: lint, types, every other spec.`);
  else console.log(`Steps: ${steps.map((step) => step.name).join(', ')}.`);
}

/** A round of several lanes: what a step says is shown in one piece when it is done. */
async function together(lanes) {
  if (lanes.length === 1) return inTurn(lanes[0]);
  return (await Promise.all(lanes.map((lane) => inTurn(lane, async (step) => {
    const said = [];
    const ok = await saying.run((words) => said.push(words), () => timed(step));
    process.stdout.write(said.join(''));
    return ok;
  })))).every(Boolean);
}

async function inTurn(lane, play = timed) {
  let ok = true;
  for (const step of lane) ok = (await play(step)) && ok;
  return ok;
}

async function timed({ name, minutes, run }) {
  (saying.getStore() ?? ((words) => process.stdout.write(words)))(`\n== ${name}\n`);
  const started = performance.now();
  const outcome = await run(minutes);
  const ok = outcome === true || outcome.ok === true;
  if (outcome === false) failed += 1; // a step without tests of its own, or one that broke before it could count them
  summary.push(`${ok ? 'passed' : 'FAILED'}  ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${name}`);
  return ok;
}

sayWhatRuns();
let allOk = true;
try {
  const chosen = patterns.length > 0 ? [[[{ name: 'chosen specs', minutes: 90, run: (limit) => specs(null, limit) }]]] : rounds;
  for (const lanes of chosen) allOk = (await together(lanes)) && allOk;
} finally {
  rmSync(results, { recursive: true, force: true });
}

console.log(`\n${summary.join('\n')}`);
if (skipped.length > 0) {
  console.log(`\nSkipped (each title gives its reason)${inCi ? '; in CI nothing may be skipped, so this run has failed' : ''}:`);
  for (const one of skipped) console.log(`  ${one}`);
}
console.log(`\n${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exitCode = allOk && failed === 0 && !(inCi && skipped.length > 0) ? 0 : 1;
