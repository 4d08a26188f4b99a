// npm run lint: project graph, text checks, types of everything, ESLint, and the proof that every rule still bites.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ESLint } from 'eslint';
import ts from 'typescript';

import { checkFile, checkTree } from './checks/index.mjs';
import { missedChecks, missedRules } from './checks/fixtures.mjs';
import { projectFaults } from './checks/projects.mjs';
import { textOf, workspaceFiles } from './checks/workspace-files.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
// The boundary rule reads the project graph anew for each file, unless ESLint's own command runs.
process.argv[1] = join(dirname(createRequire(import.meta.url).resolve('eslint/package.json')), 'bin/eslint.js');
const TYPES = 'libs/tooling/tsconfig.spec.json';
let program;
let faults = 0;

function fault(where, message, rule) {
  faults += 1;
  console.log(`${where}  ${message}  ${rule}`);
}

/** The boundary rule skips itself without a word when no project graph is cached, so the graph is made first and looked into. */
function buildProjectGraph() {
  const file = join(root, '.nx', 'accord-graph.json');
  mkdirSync(join(root, '.nx'), { recursive: true });
  const manifest = createRequire(import.meta.url).resolve('nx/package.json');
  const nx = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.nx);
  const made = spawnSync(process.execPath, [nx, 'graph', `--file=${file}`], {
    env: { ...process.env, CI: 'true', NX_DAEMON: 'false', NX_TUI: 'false' }, encoding: 'utf8',
  });
  if (made.status !== 0) return fault('nx.json', `The project graph could not be built:\n${made.stdout}${made.stderr}`, 'nx');
  const { nodes } = JSON.parse(readFileSync(file, 'utf8')).graph;
  const folders = ['apps', 'libs'].flatMap((top) => readdirSync(top).map((name) => `${top}/${name}`));
  for (const one of projectFaults(folders.filter((folder) => existsSync(join(folder, 'package.json'))), Object.values(nodes))) {
    fault(one.path, one.message, 'projects');
  }
}

function checkTexts() {
  const files = workspaceFiles(root).filter((path) => !path.startsWith('libs/tooling/fixtures/'));
  const found = [...checkTree(files)];
  for (const path of files) found.push(...checkFile(path, textOf(root, path) ?? ''));
  for (const one of found) fault(`${one.path}:${one.line}`, one.message, one.check);
  for (const name of missedChecks(root)) fault('libs/tooling/fixtures', `The check '${name}' was broken there and said nothing.`, 'fixtures');
  return files.length;
}

/** The compiler's own word on sources and specs. Its program is the rules' as well: what one has worked out of a type, the other need not. */
function checkTypes() {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (one) => fault(TYPES, ts.flattenDiagnosticMessageText(one.messageText, '\n'), 'types') };
  const { options, fileNames, errors } = ts.getParsedCommandLineOfConfigFile(TYPES, {}, host);
  program = ts.createProgram(fileNames, options, ts.createCompilerHost(options, true));
  for (const { file, start, messageText, code } of [...errors, ...ts.getPreEmitDiagnostics(program)]) {
    const { line, character } = file === undefined ? { line: 0, character: 0 } : ts.getLineAndCharacterOfPosition(file, start);
    fault(`${file?.fileName.slice(root.length) ?? TYPES}:${line + 1}:${character + 1}`, ts.flattenDiagnosticMessageText(messageText, '\n'), `TS${code}`);
  }
  return fileNames.length;
}

async function checkCode() {
  const options = {
    cwd: root, overrideConfigFile: join(root, 'libs/tooling/eslint.config.mjs'), errorOnUnmatchedPattern: false,
    overrideConfig: { files: ['**/*.ts', '**/*.tsx'], languageOptions: { parserOptions: { programs: [program] } } },
  };
  const eslint = new ESLint(options);
  const results = await eslint.lintFiles(['apps', 'libs', 'e2e']);
  for (const result of results) {
    for (const one of result.messages) fault(`${result.filePath.slice(root.length)}:${one.line ?? 1}:${one.column ?? 1}`, one.message, one.ruleId ?? 'eslint');
  }
  for (const rule of await missedRules(options, root)) {
    fault('libs/tooling/fixtures', `The rule '${rule}' was broken there and said nothing.`, 'fixtures');
  }
  return results.length;
}

async function timed(name, work) {
  const started = performance.now();
  const size = await work();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}${size === undefined ? '' : `: ${size} files`}, ${seconds} s`);
}

await timed('project graph', buildProjectGraph);
await timed('text checks', checkTexts);
await timed('types', checkTypes);
await timed('rules', checkCode);
console.log(faults === 0 ? 'lint: no faults' : `lint: ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
