// Spreadsheets of East Asian editions read the full-width signs as the plain ones; some readers skip a leading NUL or blank.
const FORMULA = /^[\0\s]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212]|^[\t\r\n\0]/;

/** A field of a CSV file; what a spreadsheet would take for a formula is defused, and NUL, which ends a text for some, is left out (RFC 4180). */
export function csvField(value: string | number): string {
  const plain = String(value).replaceAll('\0', '');
  const text = FORMULA.test(String(value)) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
