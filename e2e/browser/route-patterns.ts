import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIBS = join(import.meta.dirname, '../../libs');

/** Every address that has a page, as the capabilities list them: `/agreements/:id`. */
export function routePatterns(): readonly string[] {
  const folders = readdirSync(LIBS).map((name) => join(LIBS, name, 'src/admin')).filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) => readdirSync(folder).filter((name) => /(?:^index|-admin)\.ts$/.test(name)).map((name) => join(folder, name)));
  return files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/path: '(\/[^']*)'/g)].map((found) => found[1]!)).sort();
}

/** The pattern an address belongs to; a fixed word wins over a variable part. Null where it is no page (a document, sign-out). */
export function patternOf(address: string, patterns: readonly string[]): string | null {
  const path = address.split(/[?#]/)[0] ?? '';
  const fitting = patterns.filter((pattern) => new RegExp(`^${pattern.replaceAll(/:[^/]+/g, '[^/]+')}$`).test(path));
  return fitting.sort((a, b) => variables(a) - variables(b))[0] ?? null;
}

const variables = (pattern: string): number => pattern.split(':').length;
