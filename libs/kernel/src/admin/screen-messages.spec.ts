import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../../..');
const CATALOGUE = /screenMessages\('[^']+', \{(.*?)\n?\}\)/s;

/** Keys of the catalogue in one file that nothing of its capability, and no contract, ever writes: whole, or as a template that could make them. */
function unusedKeys(catalogue: string, sources: readonly string[]): readonly string[] {
  const table = CATALOGUE.exec(catalogue)?.[1]?.replaceAll(/^\s*\/\/.*$/gm, '') ?? '';
  // Sentences go first, so that no word of theirs is taken for a key.
  const keys = [...table.replaceAll(/: ('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g, ':').matchAll(/'?([\w.-]+)'?:/g)].map((match) => match[1]!);
  const rest = [catalogue.replace(CATALOGUE, ''), ...sources].join('\n');
  const written = new Set([...rest.matchAll(/['"`]([\w.-]+)['"`]/g), ...rest.matchAll(/\b([\w-]+)(?=\??:)/g)].map((match) => match[1]!));
  const made = [...rest.matchAll(/`([\w.-]*)\$\{[^{}`]*\}([\w.-]*)`/g)].filter(([, before, after]) => before !== '' || after !== '');
  const joints = [...rest.matchAll(/`\$\{[^{}`]*\}([\w.-]+)\$\{[^{}`]*\}`/g)].map((match) => match[1]!);
  return keys.filter((key) => !written.has(key) && !joints.some((joint) => key.includes(joint) && written.has(key.split(joint)[0]!)) && !made.some(([, before, after]) => key.startsWith(before!) && key.endsWith(after!)));
}

describe('Sentences of screens', () => {
  it('are found out when no screen says them', () => {
    const catalogue = "const say = screenMessages('x', {\n  said: 'Yes: no', 'is.open': 'Open', unsaid: \"It isn't said\",\n  title: 'said',\n});";
    expect(unusedKeys(catalogue, ["say('said'); say(`is.${state}`)"])).toEqual(['unsaid', 'title']);
    expect(unusedKeys(catalogue, ["say('said'); say(`is.${state}`); say(a ? 'title' : 'unsaid')"])).toEqual([]);
  });

  const capabilities = ['libs', 'apps'].flatMap((top) => readdirSync(join(ROOT, top)).map((name) => `${top}/${name}/src`)).filter((folder) => existsSync(join(ROOT, folder)));
  const sources = new Map(capabilities.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((each) => /\.tsx?$/.test(each) && !each.includes('.spec.')).map((each) => [`${folder}/${each}`, readFileSync(join(ROOT, folder, each), 'utf8')] as const)));
  it.each([...sources].filter(([, text]) => CATALOGUE.test(text)))('are all said: %s', (file, catalogue) => {
    const others = [...sources].filter(([each]) => each !== file && (each.startsWith(file.replace(/\/src\/.*/, '/src/')) || each.includes('/src/contract/'))).map(([, text]) => text);
    expect(unusedKeys(catalogue, others)).toEqual([]);
  });
});
