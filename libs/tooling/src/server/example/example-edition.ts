import { EXAMPLE_LOCALITIES } from './example-localities.js';
import { EXAMPLE_VIEWERS } from './example-viewers.js';

const PRACTICE = 4;
const OTHER = 0;

interface Row {
  readonly code: string;
  readonly name: string;
  readonly setting: number;
  readonly commissioner: string;
  readonly street: string;
  readonly town: string;
  /** `yyyy-mm-dd`, its last day; of almost all there is none. */
  readonly closedOn?: string | undefined;
}

/** The invented organisations in the shape of the national file, one of them perhaps closed. A locality is named by the row of its commissioner. */
export function exampleEdition(closed?: { readonly odsCode: string; readonly closedOn: string }): Uint8Array {
  const rows: readonly Row[] = [
    ...EXAMPLE_LOCALITIES.map(({ code, name }) => ({ code, name, setting: OTHER, commissioner: '', street: '1 Example Hall', town: name })),
    ...EXAMPLE_LOCALITIES.flatMap(({ code, practices }) => practices.map(({ odsCode, name, street, town }) => ({
      code: odsCode, name, setting: PRACTICE, commissioner: code, street, town, closedOn: odsCode === closed?.odsCode ? closed.closedOn : undefined,
    }))),
    ...EXAMPLE_VIEWERS.map(({ odsCode, name, setting, localityCode, street, town }) => ({ code: odsCode, name, setting, commissioner: localityCode, street, town })),
  ];
  return Buffer.from(rows.map((row) => `${line(row)}\n`).join(''));
}

function line({ code, name, setting, commissioner, street, town, closedOn }: Row): string {
  const columns: Readonly<Record<number, string>> = {
    1: code, 2: name, 3: 'Y99', 4: 'Q99', 5: street, 7: town, 10: 'ZZ99 9ZZ', 11: '20000401', 12: closedOn?.replaceAll('-', '') ?? '', 13: closedOn === undefined ? 'A' : 'C', 14: commissioner === '' ? 'Z' : 'B', 15: commissioner, 16: commissioner === '' ? '' : '20010401',
    18: '00000 000000', 22: '0', 24: commissioner, 26: String(setting),
  };
  return Array.from({ length: 27 }, (_, index) => `"${columns[index + 1] ?? ''}"`).join(',');
}
