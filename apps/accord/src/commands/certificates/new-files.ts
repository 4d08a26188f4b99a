import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LaunchFault } from '../../launch-fault.js';
import type { Home } from '../../state/home.js';

/** Where a certificate and its key are written and nothing lies yet: the next number in the installation's own folder, or the very place that was named. */
export function newFiles(home: Home, name: string, out: string | undefined): { pem: string; key: string } {
  const path = out === undefined ? join(home.certs, name.replace(/[^\w-]/g, '_')) : resolve(out);
  for (let number = 1; ; number += 1) {
    const base = number === 1 ? path : `${path}-${number}`;
    const files = { pem: `${base}.pem`, key: `${base}.key` };
    const there = [files.pem, files.key].find((file) => existsSync(file));
    if (there === undefined) return files;
    if (out !== undefined) throw new LaunchFault(`${there} is there already.`);
  }
}
