import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Target size is off unless its tag is named. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** All that can be so in other colours and was not before. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

interface Axe {
  run(where: Document, how: unknown): Promise<{ readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }>;
}

/** What axe finds against WCAG 2.2 AA, or of colours alone: one line for each rule that is broken. What it finds in order stays in the page: it is a hundred times as much. */
export async function violations(page: Page, ofColoursAlone = false): Promise<readonly string[]> {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const { violations: found } = await (globalThis as unknown as { axe: Axe }).axe.run(document, { runOnly, resultTypes: ['violations'] });
    return found.map(({ id, nodes }) => `${id} ×${nodes.length}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
  }, ofColoursAlone ? { type: 'rule', values: OF_COLOURS } : { type: 'tag', values: TAGS });
}
