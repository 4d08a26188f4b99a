import { defineMessages } from '@accord/kernel';

/** What can be wrong with a row, or with the file around it. The sentence of each names the column as people count it, from 1. */
export const FILE_FAULT_SENTENCES = defineMessages({
  BYTE_ORDER_MARK: 'the file begins with a byte order mark; save it as plain UTF-8 without one',
  WRONG_ENCODING: 'the line is not valid UTF-8',
  UTF_16: 'the file is in UTF-16; save it as plain UTF-8',
  NUL_BYTE: 'the line holds a NUL byte',
  CONTROL_CHARACTER: 'column {column} ({field}) holds a control character',
  EMPTY_LINE: 'the line is empty',
  EMPTY_FILE: 'the file holds no rows',
  HEADER_LINE: 'this is a header; the file of this kind begins with its first organisation',
  MALFORMED_ROW: 'the quotes of column {column} do not match',
  COLUMN_COUNT: 'the row has {found} columns; 27 are expected',
  TRUNCATED: 'the file ends in the middle of this row',
  ROWS_MISSING: 'the file ends after {found} rows; the last one had {expected}. If it is meant as an extract, say so (--extract)',
  BAD_ODS_CODE: 'column 1 holds "{value}", which is not an ODS code (three to twelve capitals and digits)',
  DUPLICATE_CODE: 'the code {value} stands on line {firstLine} already',
  NAME_MISSING: 'column 2 (name) is empty',
  TOO_LONG: 'column {column} ({field}) is longer than {most} characters',
  BAD_CODE: 'column {column} ({field}) holds "{value}", which is not a code',
  BAD_DATE: 'column {column} ({field}) holds "{value}", which is not a date written yyyymmdd',
  DATE_MISSING: 'column {column} ({field}) is empty',
  DATE_ORDER: 'column {column} ({field}) lies before the day in column {beginColumn}',
  UNKNOWN_STATUS: 'column 13 (status) holds "{value}"; A, C, D and P are known',
  UNKNOWN_ALLOCATION: 'column 14 (allocation) holds "{value}"; B and Z are known',
  COMMISSIONER_MISSING: 'column 14 says allocated, but column 15 names no commissioner',
  COMMISSIONER_UNEXPECTED: 'column 14 says not allocated, but column 15 names the commissioner {value}',
  UNKNOWN_AMENDED: 'column 22 (amended record) holds "{value}"; 0 and 1 are known',
  UNKNOWN_SETTING: 'column 26 (prescribing setting) holds "{value}"; 0 to 26 are known',
});

export type FileFaultCode = keyof typeof FILE_FAULT_SENTENCES;

export interface FileFault {
  readonly line: number;
  readonly code: FileFaultCode;
  readonly sentence: string;
}
