/** By code unit, so that every machine sorts alike. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sortedBy<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  return [...rows].sort((a, b) => compare(key(a), key(b)));
}

export function sortedUnique(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compare);
}

export function groupedBy<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
