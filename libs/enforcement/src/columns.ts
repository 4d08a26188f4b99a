import type { LocalityTarget } from './format.js';
import type { Reader } from './reading.js';
import { Malformed } from './refusals.js';

/** Ten times the country, for one locality: more would only serve to fill a gateway's memory. */
const MOST_PAIRS = 4_000_000;

/** A column of whole numbers, read without a step for each: a country has half a million of them. */
export function numbers(least: number, most = Number.MAX_SAFE_INTEGER): Reader<readonly number[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new Malformed('expected a list of numbers');
    for (let at = 0; at < value.length; at += 1) {
      const number: unknown = value[at];
      if (typeof number !== 'number' || number < least || number > most || !Number.isSafeInteger(number)) {
        throw new Malformed(`expected a whole number from ${least} to ${most}`, `[${at}]`);
      }
    }
    return value as readonly number[];
  };
}

/** Demands that columns of one table are of one length, that rows are in order, and that every position points at a row. */
export function columnsOf({ services, providers, consumers, agreements, blocks }: LocalityTarget): void {
  const { codes, views } = consumers;
  sameLength('.consumers', codes, views);
  for (let at = 1; at < codes.length; at += 1) {
    const [before, code] = [codes[at - 1] as string, codes[at] as string];
    if (before > code || (before === code && (views[at - 1] as number) >= (views[at] as number))) throw new Malformed('is not in order, or repeats itself', '.consumers');
  }

  const widths = Object.keys(services).sort().map((code) => services[code]?.length ?? 0);
  const { references, versions } = agreements;
  sameLength('.agreements', references, agreements.services, versions, agreements.evidence, agreements.blocks);
  sameLength('.blocks', blocks.from, blocks.until, blocks.providers, blocks.consumers);
  let block = 0;
  let pairs = 0;
  for (let at = 0; at < references.length; at += 1) {
    const [before, reference] = [references[at - 1], references[at] as string];
    if (before !== undefined && (before > reference || (before === reference && (versions[at - 1] as number) >= (versions[at] as number)))) {
      throw new Malformed('is not in order, or repeats itself', '.agreements');
    }
    if (before === reference && agreements.services[at - 1] !== agreements.services[at]) throw new Malformed(`says two services of ${reference}`, '.agreements');
    const width = widths[agreements.services[at] as number];
    if (width === undefined) throw new Malformed('names a service that is not listed', '.agreements');
    const end = block + (agreements.blocks[at] as number);
    if (end > blocks.from.length) throw new Malformed('has blocks that are not there', '.agreements');
    for (; block < end; block += 1) {
      if ((blocks.from[block] as number) >= (blocks.until[block] as number)) throw new Malformed(`${reference} ends before it begins`, '.blocks');
      const last = steps(blocks.consumers[block] as readonly number[], codes.length, 'consumer');
      pairs += last * steps(blocks.providers[block] as readonly number[], providers.length, 'provider');
      if (pairs > MOST_PAIRS) throw new Malformed(`holds more than ${MOST_PAIRS} pairs`, '.blocks');
      for (let nth = 0, row = 0; nth < last; nth += 1) {
        row += (blocks.consumers[block] as readonly number[])[nth] as number;
        if (((views[row] as number) >>> width) !== 0) throw new Malformed(`${reference} points at no view`, '.blocks');
      }
    }
  }
  if (block !== blocks.from.length) throw new Malformed('has blocks of no agreement', '.blocks');
}

/** Gives how many there are. */
function steps(list: readonly number[], rows: number, what: string): number {
  if (list.length === 0) throw new Malformed(`joins no ${what} to anybody`, '.blocks');
  let position = 0;
  for (let at = 0; at < list.length; at += 1) {
    const step = list[at] as number;
    position += step;
    if ((at > 0 && step === 0) || position >= rows) throw new Malformed(`points at no ${what}, or twice at one`, '.blocks');
  }
  return list.length;
}

function sameLength(where: string, first: readonly unknown[], ...others: readonly (readonly unknown[])[]): void {
  if (others.some((column) => column.length !== first.length)) throw new Malformed('has columns of different lengths', where);
}
