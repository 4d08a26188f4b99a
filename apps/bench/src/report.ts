import type { Bench, Measured } from './bench.js';

/** Four significant digits: more would claim a precision that no machine under test has. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

export function jsonLine(bench: Bench, { value, peerValue, rounds, size }: Measured): string {
  return JSON.stringify({
    name: bench.name, value: rounded(value), unit: bench.unit, peer: bench.peer,
    peerValue: peerValue === null ? null : rounded(peerValue), ratio: peerValue === null ? null : rounded(value / peerValue), rounds, size,
  });
}

export function readableLines(bench: Bench, { value, peerValue, statistic, size }: Measured): string[] {
  const amount = (number: number) => rounded(number).toLocaleString('en-GB', { maximumSignificantDigits: 4 });
  return [
    bench.name,
    `  Accord  ${amount(value).padStart(12)} ${bench.unit}`,
    ...(peerValue === null ? ['  peer               none runs'] : [
      `  peer    ${amount(peerValue).padStart(12)} ${bench.unit}  (${bench.peer ?? ''})`,
      `  ratio   ${amount(value / peerValue).padStart(12)}`,
    ]),
    `  by      ${statistic}`,
    `  size    ${Object.entries(size).map(([name, count]) => `${name} ${count.toLocaleString('en-GB')}`).join(', ')}`,
  ];
}
