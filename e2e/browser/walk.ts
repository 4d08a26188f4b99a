import type { Person } from './person.js';
import { patternOf } from './route-patterns.js';

/** Where somebody came, and the address by which. */
export interface Place {
  readonly pattern: string;
  readonly address: string;
}

/**
 * Follows links from Home to one page of each kind that is not known yet, and looks at each; gives where it came.
 * The page of one thing that is known already is opened again only where Home leads to it; lists are, for what else they lead to.
 */
export async function walk(person: Person, patterns: readonly string[], known: ReadonlySet<string>, look: (place: Place) => Promise<void>): Promise<readonly Place[]> {
  const seen = new Set<string>();
  const places: Place[] = [];
  const ahead: Place[] = [{ pattern: '/', address: '/' }];
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
    if (seen.has(next.pattern)) continue;
    seen.add(next.pattern);
    // A page that is looked at has to stand by its address alone; of one that is known the links are enough.
    await (known.has(next.pattern) && places.length > 0 ? person.turnTo(next.address) : person.open(next.address));
    places.push(next);
    if (!known.has(next.pattern)) await look(next);
    for (const address of await person.links()) {
      const pattern = patternOf(address, patterns);
      if (pattern === null || seen.has(pattern)) continue;
      if (!known.has(pattern) || next.pattern === '/' || !pattern.includes(':')) ahead.push({ pattern, address });
    }
  }
  return places;
}
