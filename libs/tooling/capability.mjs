// npm run capability -- NAME [--after OTHER] [--no-install]: makes the rooms, tags, references and first spec of a capability.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CAPABILITIES } from './capabilities.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ORDER_FILE = join(root, 'libs/tooling/capabilities.mjs');
const COMPOSING = ['accord', 'api', 'worker', 'feed', 'bench'];

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

function asked() {
  const words = process.argv.slice(2);
  const install = !words.includes('--no-install');
  const rest = words.filter((word) => word !== '--no-install');
  const at = rest.indexOf('--after');
  const after = at === -1 ? null : (rest.splice(at, 2)[1] ?? '');
  const [name, ...more] = rest;
  if (name === undefined || more.length > 0) stop('Name one capability: npm run capability -- NAME [--after OTHER] [--no-install]');
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) stop(`'${name}' is not kebab-case.`);
  if (existsSync(join(root, 'libs', name))) stop(`libs/${name} is there already.`);
  if (after !== null && !CAPABILITIES.includes(after)) stop(`'${after}' is no capability, so nothing can come after it.`);
  if (!CAPABILITIES.includes(name) && after === null) {
    stop(`'${name}' has no place in the order yet. Say which capability it comes after, that is, the last one it may ask: --after NAME.\nThe order: ${CAPABILITIES.join(', ')}.`);
  }
  if (CAPABILITIES.includes(name) && after !== null) stop(`'${name}' has its place in the order already: leave --after out.`);
  return { name, after, install };
}

/** The order with the new capability in it; written down where it was not. */
function orderWith(name, after) {
  if (after === null) return CAPABILITIES;
  const text = readFileSync(ORDER_FILE, 'utf8');
  const line = `  '${after}',\n`;
  if (!text.includes(line)) stop(`${ORDER_FILE} does not list '${after}' on a line of its own.`);
  writeFileSync(ORDER_FILE, text.replace(line, `${line}  '${name}',\n`));
  return CAPABILITIES.flatMap((one) => (one === after ? [one, name] : [one]));
}

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`  ${path}`);
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const pascal = (name) => name.replace(/(?:^|-)([a-z0-9])/g, (_all, letter) => letter.toUpperCase());
const camel = (name) => pascal(name).replace(/^./, (letter) => letter.toLowerCase());
const title = (name) => name.replace(/^./, (letter) => letter.toUpperCase()).replaceAll('-', ' ');

function packageOf(name) {
  const door = (folder) => ({ '@accord/source': `./src/${folder}/index.ts`, types: `./dist/${folder}/index.d.ts`, default: `./dist/${folder}/index.js` });
  return {
    name: `@accord/${name}`, version: '0.1.0', private: true, description: `${title(name)}.`, license: 'Apache-2.0', type: 'module',
    exports: { '.': door('contract'), './server': door('server'), './testing': door('testing') },
    nx: { tags: [`capability:${name}`] },
  };
}

function tsconfigOf(above) {
  return {
    extends: '../../tsconfig.json',
    compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
    include: ['src/**/*.ts'], exclude: ['src/**/*.spec.ts'],
    references: above.map((one) => ({ path: `../${one}` })),
  };
}

/** Adds a reference in the place that the order gives it; what is no capability stays at the end, as it was. */
function addReference(file, prefix, name, order) {
  const path = join(root, file);
  const config = JSON.parse(readFileSync(path, 'utf8'));
  const rank = ({ path: one }) => {
    const at = one.startsWith(prefix) ? order.indexOf(one.slice(prefix.length)) : -1;
    return at === -1 ? order.length : at;
  };
  const references = [...(config.references ?? []), { path: `${prefix}${name}` }];
  config.references = references.map((one, index) => [one, index]).sort(([a, i], [b, j]) => rank(a) - rank(b) || i - j).map(([one]) => one);
  writeFileSync(path, json(config));
  console.log(`  ${file}`);
}

function sources(name) {
  const server = `libs/${name}/src/server`;
  write(`libs/${name}/README.md`, `# ${title(name)}\n\nWhat it promises, its states, its events. One page.\n`);
  write(`libs/${name}/src/contract/index.ts`, 'export {};\n');
  write(`libs/${name}/src/testing/index.ts`, 'export {};\n');
  write(`${server}/index.ts`, `export { ${camel(name)}Abilities } from './abilities.js';\nexport { ${pascal(name)}Module } from './${name}.module.js';\n`);
  write(`${server}/abilities.ts`, `import { grantAbilities } from '@accord/kernel/server';

/** Who may do what here. Granted from nothing: what is not named is refused. */
export const ${camel(name)}Abilities = grantAbilities(() => undefined);
`);
  write(`${server}/abilities.spec.ts`, `import { operatorActor } from '@accord/kernel';
import { abilitiesOf } from '@accord/kernel/server';
import { describe, expect, it } from '@jest/globals';
import './abilities.js';

describe('${title(name).toLowerCase()}', () => {
  it('grants nothing to the operator at the command line', () => expect(abilitiesOf(operatorActor('an operator'))).toEqual([]));
});
`);
  write(`${server}/${name}.module.ts`, `import { Module } from '@nestjs/common';
import './abilities.js';

@Module({})
export class ${pascal(name)}Module {}
`);
  for (const room of ['domain', 'use-cases', 'read-models', 'storage', 'graphql', 'jobs']) mkdirSync(join(root, server, room), { recursive: true });
}

const { name, after, install } = asked();
const order = orderWith(name, after);
const exists = (one) => existsSync(join(root, 'libs', one, 'package.json'));
const place = order.indexOf(name);

console.log(`Making the capability ${name}:`);
sources(name);
write(`libs/${name}/package.json`, json(packageOf(name)));
write(`libs/${name}/tsconfig.json`, json(tsconfigOf(order.slice(0, place).filter(exists))));
addReference('tsconfig.json', 'libs/', name, order);
for (const below of order.slice(place + 1).filter(exists)) addReference(`libs/${below}/tsconfig.json`, '../', name, order);
for (const app of COMPOSING) if (existsSync(join(root, 'apps', app, 'tsconfig.json'))) addReference(`apps/${app}/tsconfig.json`, '../../libs/', name, order);

if (!install) {
  console.log(`\nNext: npm install (it links @accord/${name} and adds it to the lock file), then npm test -- libs/${name}`);
} else {
  const done = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) stop('npm install failed: run it again, so that the new capability is linked and in the lock file.');
  console.log(`\nNext: npm test -- libs/${name}. The rooms are empty folders: each is kept by its first file.`);
}
