import { APPS, CAPABILITIES } from '../capabilities.mjs';

const NAMELESS = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'core', 'shared']);
const TOP_LEVEL = new Set([
  'apps', 'libs', 'migrations', 'e2e', 'package.json', 'package-lock.json', 'tsconfig.json', 'nx.json', 'README.md', 'LICENSE', 'CONTRIBUTING.md',
  'SECURITY.md', 'CHANGELOG.md', 'CODE_OF_CONDUCT.md',
]);
const SOURCE = /\.(?:[cm]?tsx?|mjs|cjs|js)$/;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:module|resolver|types|input|controller|config|d))?(?:\.pg)?(?:\.spec)?$/;

/** If it has no name, it has no home yet: neither a folder nor a file, nor the last word of one. */
export const noNamelessPlace = {
  name: 'no-nameless-place',
  appliesTo: () => true,
  check(path) {
    return path.split('/').flatMap((part) => {
      const stem = part.replace(/\..*$/, '').toLowerCase();
      const last = stem.split(/[-_]/).at(-1);
      if (!NAMELESS.has(stem) && !NAMELESS.has(last)) return [];
      return [{ line: 1, message: `'${part}' says nothing about what is in it: name it after that.` }];
    });
  },
};

/** File names are kebab-case, so that one file is found under one spelling on every machine. */
export const kebabCaseFiles = {
  name: 'kebab-case-files',
  appliesTo: (path) => SOURCE.test(path) && !path.startsWith('.'),
  check(path) {
    const file = path.split('/').at(-1).replace(SOURCE, '');
    return KEBAB.test(file) ? [] : [{ line: 1, message: `'${file}' is not kebab-case.` }];
  },
};

/** The tree names what Accord does, and its top level is closed. */
export const closedTopLevel = {
  name: 'closed-top-level',
  appliesTo: () => true,
  check(path) {
    const [top, name, ...rest] = path.split('/');
    if (!top.startsWith('.') && !TOP_LEVEL.has(top)) return [{ line: 1, message: `'${top}' is not listed at the top level.` }];
    if (top === 'libs' && rest.length > 0 && !CAPABILITIES.includes(name)) return [{ line: 1, message: `'${name}' has no place in the order of capabilities.` }];
    if (top === 'apps' && rest.length > 0 && !(name in APPS)) return [{ line: 1, message: `'${name}' is no listed process.` }];
    return [];
  },
};

/** Past three hundred lines a file holds two ideas. */
export const oneIdeaPerFile = {
  name: 'one-idea-per-file',
  appliesTo: (path) => SOURCE.test(path) && !/\.spec\.ts$/.test(path),
  check(_path, text) {
    const lines = text.split('\n').length;
    return lines > 300 ? [{ line: 301, message: `${lines} lines: past 300 a file holds two ideas.` }] : [];
  },
};
