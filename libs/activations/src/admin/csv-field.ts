/** A field of a CSV file; what a spreadsheet would take for a formula is defused (RFC 4180). */
export function csvField(value: string | number): string {
  const text = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
