const TEN_DIGITS = /(?<![\w]|\d\.)\d{3}([ -]?)\d{3}\1\d{4}(?!\w|\.\d)/g;

/** The check digit of the first nine digits, or null where no NHS number can begin with them. */
export function checkDigitOf(nine) {
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const digit = 11 - (sum % 11);
  if (digit === 10) return null;
  return digit === 11 ? 0 : digit;
}

/** The first NHS number at or after nine digits; fixtures and specs make theirs here, so that no file holds one. */
export function nhsNumberFrom(nine) {
  for (let next = BigInt(nine); ; next += 1n) {
    const digits = String(next).padStart(9, '0');
    const digit = checkDigitOf(digits);
    if (digit !== null) return digits + digit;
  }
}

/** No file holds a valid NHS number, except from the range reserved for tests, which begins 999. */
export const noRealNhsNumber = {
  name: 'no-real-nhs-number',
  appliesTo: (path) => path !== 'package-lock.json',
  check(_path, text) {
    const faults = [];
    for (const found of text.matchAll(TEN_DIGITS)) {
      const digits = found[0].replace(/\D/g, '');
      if (digits.startsWith('999') || /^(\d)\1+$/.test(digits) || checkDigitOf(digits.slice(0, 9)) !== Number(digits[9])) continue;
      const line = text.slice(0, found.index).split('\n').length;
      faults.push({ line, message: 'This is a valid NHS number, so it may be somebody: use one that begins 999.' });
    }
    return faults;
  },
};
