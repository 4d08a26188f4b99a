/** Codes of the invented organisations of a first start. */
export const LOCALITY = 'TSTL01';
export const PRACTICE = 'TSTP01';
export const VIEWER = 'TSTV01';

/** Two organisations in the shape of the national file; older than any edition, so that a real one may follow. */
export function exampleDirectory(): Uint8Array {
  const row = (code: string, name: string, setting: number): string => {
    const columns: Readonly<Record<number, string>> = {
      1: code, 2: name, 3: 'Y99', 4: 'Q99', 5: '1 EXAMPLE STREET', 7: 'ALDERMOOR', 10: 'ZZ99 9ZZ', 11: '20000401', 13: 'A', 14: 'B', 15: LOCALITY, 16: '20010401',
      18: '00000 000000', 22: '0', 24: LOCALITY, 26: String(setting),
    };
    return Array.from({ length: 27 }, (_, index) => `"${columns[index + 1] ?? ''}"`).join(',');
  };
  return Buffer.from([row(PRACTICE, 'ELM ROAD SURGERY', 4), row(VIEWER, 'ALDERMOOR OUT OF HOURS', 2)].map((line) => `${line}\n`).join(''));
}
