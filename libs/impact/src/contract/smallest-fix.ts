import { applied, nextFix, sees, unnamed, type ExplainedFacts, type Fix } from './explained-facts.js';

/** More acts than any facts ask for; only facts that contradict themselves would go on. */
const ENOUGH = 40;

const after = (facts: ExplainedFacts, fixes: readonly Fix[], view: string, at: Date): ExplainedFacts => fixes.reduce((now, fix) => applied(now, fix, view, at), facts);

/** Whether these acts, done in order, make the view seen. */
export const flips = (facts: ExplainedFacts, fixes: readonly Fix[], view: string, at: Date): boolean => sees(after(facts, fixes, view, at), view, at);

/** The acts that make a view seen under one agreement, in order, none of which could be left out; null where no act would. */
export function fixesOf(facts: ExplainedFacts, view: string, at: Date): readonly Fix[] | null {
  const fixes: Fix[] = [];
  let now = facts;
  while (!sees(now, view, at)) {
    const fix = nextFix(now, view, at);
    if (fix === null || fixes.length === ENOUGH) return null;
    fixes.push(fix);
    now = applied(now, fix, view, at);
  }
  return withoutNeedless(facts, fixes, view, at);
}

function withoutNeedless(facts: ExplainedFacts, fixes: readonly Fix[], view: string, at: Date): readonly Fix[] {
  for (const [place] of fixes.entries()) {
    const others = fixes.filter((_each, other) => other !== place);
    if (flips(facts, others, view, at)) return withoutNeedless(facts, others, view, at);
  }
  return fixes;
}

/** Facts from which acts can begin: of one of the agreements asked about, as it is or under a newer version that is open for signing. */
export interface Start {
  readonly agreement: number;
  readonly version: number | null;
  readonly facts: ExplainedFacts;
}

export interface SmallestFix {
  /** Which of the agreements it starts from; null where a new one is needed. */
  readonly agreement: number | null;
  /** The newer version that is signed on the way. */
  readonly version: number | null;
  readonly fixes: readonly Fix[];
}

/** The fewest acts over all agreements that name both, a new agreement between them being one more way. */
export function smallestFix(starts: readonly Start[], known: Parameters<typeof unnamed>[0], view: string, at: Date): SmallestFix | null {
  const ways: readonly (Omit<SmallestFix, 'fixes'> & { readonly fixes: readonly Fix[] | null })[] = [...starts.map(({ agreement, version, facts }) => ({ agreement, version, fixes: fixesOf(facts, view, at) })), { agreement: null, version: null, fixes: fixesOf(unnamed(known), view, at) }];
  const open = ways.filter((way): way is SmallestFix => way.fixes !== null);
  return open.sort((a, b) => a.fixes.length - b.fixes.length)[0] ?? null;
}
