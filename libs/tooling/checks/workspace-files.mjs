import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.nx', '.accord', 'coverage']);
const LARGEST = 5_000_000;

/** Every file that is, or would be, committed; without Git (a source archive) everything but what is built or installed. */
export function workspaceFiles(root) {
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'ignore'] });
    return [...new Set(listed.split('\0').filter((path) => path !== '' && isFile(join(root, path))))].sort();
  } catch {
    return walk(root, '').sort();
  }
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function walk(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() && !/\.(?:log|tsbuildinfo)$/.test(entry.name) ? [path] : [];
  });
}

/** The text of a file, or null when it is none (a NUL byte in its beginning) or too large to be one of ours. */
export function textOf(root, path) {
  const bytes = readFileSync(join(root, path));
  if (bytes.length > LARGEST || bytes.subarray(0, 8000).includes(0)) return null;
  return bytes.toString('utf8');
}
