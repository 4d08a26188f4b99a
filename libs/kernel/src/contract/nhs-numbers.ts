// Beside a digit, or a letter that hexadecimal knows, it is part of an id or a digest, which must stay whole.
const WITHIN_TEXT = /(?<![\da-f]|\d\.)\d{3}[\p{Zs}\p{Pd}]?\d{3}[\p{Zs}\p{Pd}]?\d{4}(?![\da-f]|\.\d)/gu;

/** Whether ten digits can be a patient's number: modulus 11 over the first nine; a check value of 10 is never issued. */
export function isNhsNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < 9; place += 1) sum += Number(digits[place]) * (10 - place);
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}

/** Takes every patient's number out of a text where none belongs (R12), in one piece or written 3-3-4. */
export function withoutNhsNumbers(text: string): string {
  return text.replace(WITHIN_TEXT, (found) => (isNhsNumber(found.replace(/\D/g, '')) ? '…' : found));
}
