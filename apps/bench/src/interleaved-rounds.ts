import type { Measured } from './bench.js';

/** One side of a comparison: does its work once and gives what was measured, in the unit of the benchmark. */
export type Side = () => Promise<number>;

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

export type Interleaved = Omit<Measured, 'size' | 'peerValue'> & { readonly peerValue: number };

/**
 * Measures two sides in turn, so that whatever else the machine does meets both alike; who begins changes from round to round. One
 * round of each goes first and is not counted.
 */
export async function interleavedRounds(rounds: number, product: Side, peer: Side): Promise<Interleaved> {
  const values: number[] = [];
  const peerValues: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const measured: [number[], number][] = [];
    const productFirst = round % 2 === 0;
    for (const side of productFirst ? ['product', 'peer'] : ['peer', 'product']) {
      measured.push(side === 'product' ? [values, await product()] : [peerValues, await peer()]);
    }
    if (round > 0) for (const [into, value] of measured) into.push(value);
  }
  return { value: median(values), peerValue: median(peerValues), rounds, statistic: `medians of ${rounds} interleaved rounds` };
}
