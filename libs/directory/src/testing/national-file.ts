import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Column by column, as people count them from 1 in the national file. */
export type RowColumns = Readonly<Partial<Record<number, string>>>;

/** One row of the file, an open GP practice unless told otherwise; every field quoted, no line break. */
export function aRow(code: string, columns: RowColumns = {}): string {
  const usual: RowColumns = {
    1: code, 2: `PRACTICE ${code}`, 3: 'Y99', 4: 'Q99', 5: '1 INVENTED STREET', 7: 'NOWHERE', 10: 'ZZ99 9ZZ', 11: '20000401', 13: 'A', 14: 'B',
    15: 'TSTL1', 16: '20010401', 18: '00000 000000', 22: '0', 24: 'TSTL1', 26: '4',
  };
  return Array.from({ length: 27 }, (_, at) => `"${columns[at + 1] ?? usual[at + 1] ?? ''}"`).join(',');
}

export function aFile(...rows: readonly string[]): Uint8Array {
  return Buffer.from(rows.map((row) => `${row}\n`).join(''));
}

export interface NationalFile {
  readonly bytes: Uint8Array;
  /** False for the file as published. */
  readonly isGenerated: boolean;
}

/** What the national file of December 2023 holds, by status and setting; the generated one agrees with it. */
export const NATIONAL_COUNTS: readonly (readonly [letter: string, setting: number, rows: number])[] = [
  ['A', 4, 6750], ['A', 2, 253], ['A', 13, 146], ['A', 12, 133], ['C', 4, 1690],
];
export const NATIONAL_ROWS = 15_971;

/** The file as published where it can be found, else one of the same shape and size. */
export function nationalFile(path: string | undefined): NationalFile {
  for (const candidate of [path, fileURLToPath(new URL('../../../../../shared/data/ods/epraccur.csv', import.meta.url))]) {
    if (!candidate) continue;
    try {
      return { bytes: readFileSync(candidate), isGenerated: false };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || candidate === path) throw error;
    }
  }
  return { bytes: generatedNationalFile(), isGenerated: true };
}

/**
 * A file of the national one's shape and size, with invented organisations. Of 113 localities, as there, nine have practices and no
 * viewing organisation, and two viewing organisations stand where no practice is.
 */
export function generatedNationalFile(): Uint8Array {
  const rows: string[] = [];
  const put = (status: string, setting: number, count: number, localities: number, columns: (at: number) => RowColumns = () => ({})) => {
    for (let at = 0; at < count; at += 1) {
      const commissioner = `TSTL${String(at % localities).padStart(3, '0')}`;
      const closed: RowColumns = status === 'C' ? { 12: '20190331', 17: '20190331' } : {};
      rows.push(aRow(`TST${String(rows.length).padStart(5, '0')}`, {
        2: `COST CENTRE ${rows.length}`, 13: status, 15: commissioner, 24: commissioner, 26: String(setting), ...closed, ...columns(at),
      }));
    }
  };
  put('A', 4, 6303, 104);
  put('A', 4, 447, 9, (at) => ({ 15: `TSTL${104 + (at % 9)}` }));
  put('A', 2, 253, 104);
  put('A', 13, 146, 104);
  put('A', 12, 133, 104);
  put('A', 10, 677, 104);
  put('A', 10, 2, 1, () => ({ 15: 'TSTL900' }));
  put('C', 4, 1690, 113);
  put('D', 4, 207, 113);
  put('P', 0, 1, 1);
  put('A', 0, 173, 1, () => ({ 14: 'Z', 15: '', 16: '' }));
  put('C', 9, 1813, 113);
  put('D', 9, 177, 113);
  put('A', 9, NATIONAL_ROWS - rows.length, 113);
  return aFile(...rows);
}
