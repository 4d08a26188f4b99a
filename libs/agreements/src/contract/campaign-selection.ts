import { isOdsCode, type OdsCode } from '@accord/kernel';

/** What becomes of one line of a list of practices. */
export const SELECTION_VERDICTS = ['chosen', 'named-twice', 'not-a-code', 'unknown', 'not-yours', 'nothing-signed'] as const;
export type SelectionVerdict = (typeof SELECTION_VERDICTS)[number];

/** A line of a list or file, as it was given. */
export interface SelectionLine {
  readonly line: number;
  readonly given: string;
  /** Null where what was given has not the shape of a code. */
  readonly odsCode: OdsCode | null;
}

export const SELECTION_LINES_AT_MOST = 5_000;
const HEADS = ['ods', 'odscode', 'code', 'practicecode', 'organisationcode', 'practice', 'orgcode'];

/**
 * Codes out of what somebody pasted, or out of a file with a code in one of its columns: every line that holds anything comes back with its
 * number, so that nothing is lost in silence. A head that names the column says which; else it is the first.
 */
export function selectionLines(text: string): readonly SelectionLine[] {
  const rows = rowsOf(text.replace(/^\uFEFF/, ''));
  const [first] = rows;
  const place = first === undefined ? -1 : first.fields.findIndex((field) => HEADS.includes(field.toLowerCase().replaceAll(/[^a-z]/g, '')));
  if (place >= 0) return rows.slice(1).map(({ line, fields }) => lineOf(line, fields[place] ?? ''));
  // Without a head, a line of nothing but codes is a list of them; any other is a row whose first column is the code.
  return rows.flatMap(({ line, fields }) => {
    const words = fields.flatMap((field) => field.split(/\s+/)).filter((word) => word !== '');
    return words.length > 1 && words.every(looksLikeCode) ? words.map((word) => lineOf(line, word)) : [lineOf(line, fields.find((field) => field !== '') ?? '')];
  });
}

/** A number of digits alone, or letters with digits: a word of a name is no code, however short. */
const looksLikeCode = (word: string): boolean => isOdsCode(word.toUpperCase()) && /\d/.test(word);

function lineOf(line: number, given: string): SelectionLine {
  const code = given.trim().toUpperCase();
  return { line, given: given.trim().slice(0, 100), odsCode: isOdsCode(code) ? code : null };
}

interface RowOfFields { readonly line: number; readonly fields: readonly string[] }

/** Rows as spreadsheets write them: fields parted by comma, semicolon or tab, quoted where they hold one; a quote left open ends with its line. */
function rowsOf(text: string): readonly RowOfFields[] {
  return text.split(/\r\n|\n|\r/).map((row, index) => ({ line: index + 1, fields: fieldsOf(row) })).filter(({ fields }) => fields.some((field) => field !== ''));
}

function fieldsOf(row: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < row.length; at += 1) {
    const letter = row[at]!;
    if (isQuoted && letter === '"' && row[at + 1] === '"') { field += '"'; at += 1; }
    else if (letter === '"' && (isQuoted || field.trim() === '')) isQuoted = !isQuoted;
    else if (!isQuoted && (letter === ',' || letter === ';' || letter === '\t')) { fields.push(field.trim()); field = ''; }
    else field += letter;
  }
  return [...fields, field.trim()];
}
