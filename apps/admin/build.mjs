// Builds the web application for the browser, and each file once more in gzip; does nothing where no source is newer than the last build.
// Built beside the one that is being served, and put in its place when it is whole.
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const web = join(root, 'apps/admin/dist/web');
const next = `${web}.${process.pid}`;
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
  try {
    await build({ configFile: join(root, 'apps/admin/vite.config.mjs'), logLevel: 'warn', build: { outDir: next } });
    for (const name of readdirSync(join(next, 'assets'))) {
      const path = join(next, 'assets', name);
      if (/\.(?:js|css|svg|wasm)$/.test(name)) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
    }
    writeFileSync(join(next, '.built'), '');
    rmSync(`${next}.before`, { recursive: true, force: true });
    if (existsSync(web)) renameSync(web, `${next}.before`);
    renameSync(next, web);
  } finally {
    for (const left of [next, `${next}.before`]) rmSync(left, { recursive: true, force: true });
  }
}
