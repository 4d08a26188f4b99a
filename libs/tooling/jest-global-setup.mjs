// One real PostgreSQL for every *.pg.spec.ts of a run. ACCORD_TEST_DATABASE_URL, the URL of a superuser, names another server instead.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const launcher = (kind, ending) => join(root, 'libs/kernel', kind, 'server', `embedded-postgres${ending}`);

export default async function startPostgres() {
  if (process.env.ACCORD_TEST_DATABASE_URL) return;
  buildLauncher();
  const { EmbeddedPostgres } = await import(launcher('dist', '.js'));
  const folder = mkdtempSync(join(tmpdir(), 'accord-test-'));
  chmodSync(folder, 0o755); // PostgreSQL refuses to be root and needs to walk through
  const server = await EmbeddedPostgres.start({ dataDir: join(folder, 'postgres'), user: 'accord', password: randomBytes(12).toString('hex'), throwAway: true });
  process.env.ACCORD_TEST_DATABASE_URL = server.url();

  const discard = () => {
    try {
      process.kill(server.pid, 'SIGKILL');
    } catch { /* it is gone already */ }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  // Jest's own teardown does not run when it is interrupted, and the server is detached.
  process.once('exit', discard);
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) process.once(signal, () => process.exit(code));
  globalThis.accordStopPostgres = async () => {
    await server.kill();
    discard();
    process.off('exit', discard);
    delete process.env.ACCORD_TEST_DATABASE_URL;
  };
}

/** Nothing to do after `tsc -b`; a spec run by hand in a fresh clone needs it. */
function buildLauncher() {
  const built = statSync(launcher('dist', '.js'), { throwIfNoEntry: false });
  if (built !== undefined && built.mtimeMs >= statSync(launcher('src', '.ts')).mtimeMs) return;
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  spawnSync(process.execPath, [tsc, '-b', join(root, 'libs/kernel')], { stdio: 'inherit' });
}
