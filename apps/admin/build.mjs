// Builds the web application for the browser, and each file once more in gzip; does nothing where no source is newer than the last build.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const web = join(root, 'apps/admin/dist/web');
const stamp = join(web, '.built');

/** Every file below that a browser's build reads. */
function* sources(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (['node_modules', 'dist', 'server', 'testing'].includes(entry.name)) continue;
    if (entry.isDirectory()) yield* sources(path);
    else yield path;
  }
}

const isCurrent = () => {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  return [...sources('apps/admin'), ...sources('libs'), 'package-lock.json'].every((path) => statSync(join(root, path)).mtimeMs <= built);
};

if (!isCurrent()) {
  await build({ configFile: join(root, 'apps/admin/vite.config.mjs'), logLevel: 'warn' });
  for (const name of readdirSync(join(web, 'assets'))) {
    const path = join(web, 'assets', name);
    if (/\.(?:js|css|svg|wasm)$/.test(name)) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
  writeFileSync(stamp, '');
}
