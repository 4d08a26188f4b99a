// Where the specs of e2e keep the home folders that begin where a first start ends: each is made once in a run, and copied.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function firstHomes() {
  const folder = mkdtempSync(join(tmpdir(), 'accord-first-homes-'));
  process.env.ACCORD_FIRST_HOMES = folder;
  // Jest's own teardown does not run when it is interrupted.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
}
