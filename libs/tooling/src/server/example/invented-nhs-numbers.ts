/** So many different numbers of the range that is never issued to anybody (999), each with its check digit. */
export function inventedNhsNumbers(count: number): readonly string[] {
  const numbers: string[] = [];
  for (let next = 100_000; numbers.length < count; next += 7) {
    const nine = `999${String(next % 1_000_000).padStart(6, '0')}`;
    const sum = [...nine].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) numbers.push(`${nine}${check}`);
  }
  return numbers;
}
