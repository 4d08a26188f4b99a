import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Target size is off unless its tag is named. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** All that can be so in other colours and was not before. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

interface Result {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** What axe finds against WCAG 2.2 AA, or of colours alone: one line for each rule that is broken. */
export async function violations(page: Page, ofColoursAlone = false): Promise<readonly string[]> {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate((only) => (globalThis as unknown as { axe: { run(where: Document, how: unknown): Promise<Result> } }).axe.run(document, { runOnly: only }), ofColoursAlone ? { type: 'rule', values: OF_COLOURS } : { type: 'tag', values: TAGS });
  return found.map(({ id, nodes }) => `${id} ×${nodes.length}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
}
