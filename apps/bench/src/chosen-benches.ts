import { type Bench, BenchFault } from './bench.js';

export interface Choice {
  readonly json: boolean;
  readonly benches: readonly Bench[];
}

/** What the words after `npm run bench --` ask for: any number of names, and `--json`. */
export function chosenBenches(words: readonly string[], all: readonly Bench[]): Choice {
  const names = words.filter((word) => word !== '--json');
  const known = all.map((bench) => bench.name);
  for (const name of names) {
    if (name.startsWith('-')) throw new BenchFault(`There is no option '${name}': only --json.`);
    if (!known.includes(name)) throw new BenchFault(`There is no benchmark '${name}'. There are: ${known.join(', ')}.`);
  }
  return { json: words.includes('--json'), benches: names.length === 0 ? all : all.filter((bench) => names.includes(bench.name)) };
}
