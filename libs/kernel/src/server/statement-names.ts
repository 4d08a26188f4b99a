/** Each connection keeps what it prepared, so texts that are put together anew each time must not pile up there. */
const AT_MOST = 1_000;
const names = new Map<string, string>();

/** The name under which connections keep this text prepared; none where too many texts have one already. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= AT_MOST) return known;
  const name = `accord_${names.size + 1}`;
  names.set(text, name);
  return name;
}
