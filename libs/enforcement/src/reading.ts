import { Malformed } from './refusals.js';

/** Checks one value of parsed JSON in place and gives it back typed. */
export type Reader<T> = (value: unknown) => T;

export function text(pattern: RegExp, what: string): Reader<string> {
  return (value) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new Malformed(`expected ${what}`);
    return value;
  };
}

export function whole(least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) {
      throw new Malformed(`expected a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

export function exactly<const T extends string | boolean>(wanted: T): Reader<T> {
  return (value) => {
    if (value !== wanted) throw new Malformed(`expected ${JSON.stringify(wanted)}`);
    return wanted;
  };
}

export function list<T>(item: Reader<T>, least = 0, most = 1_000_000): Reader<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) {
      throw new Malformed(`expected a list of ${least} to ${most}`);
    }
    let at = 0;
    try {
      for (; at < value.length; at += 1) item(value[at]);
    } catch (error) {
      throw under(`[${at}]`, error);
    }
    return value as readonly T[];
  };
}

export function unique(strings: readonly string[], what: string): void {
  if (new Set(strings).size !== strings.length) throw new Malformed(`${what} repeats itself`);
}

/** In order of code units, and so none twice. */
export function ascending(strings: readonly string[], what: string): void {
  for (let at = 1; at < strings.length; at += 1) {
    if ((strings[at - 1] as string) >= (strings[at] as string)) throw new Malformed(`${what} is not in order, or repeats itself`);
  }
}

export function dictionary<T>(key: Reader<string>, item: Reader<T>, most = 100_000): Reader<Readonly<Record<string, T>>> {
  return (value) => {
    const record = plain(value);
    const keys = Object.keys(record);
    if (keys.length > most) throw new Malformed(`expected at most ${most} entries`);
    let at = 0;
    try {
      for (; at < keys.length; at += 1) {
        const name = keys[at] as string;
        key(name);
        item(record[name]);
      }
    } catch (error) {
      throw under(`[${(keys[at] as string).slice(0, 80)}]`, error);
    }
    return record as Record<string, T>;
  };
}

type Readers<T> = { readonly [K in keyof T]-?: Reader<NonNullable<T[K]>> };

/** All fields named, none besides. Those in `optional` may be absent. */
export function fields<T>(readers: Readers<T>, optional: readonly (keyof T & string)[] = []): Reader<T> {
  const known = new Set(Object.keys(readers));
  const open = openFields(readers, optional);
  return (value) => {
    for (const key of Object.keys(plain(value))) {
      if (!known.has(key)) throw new Malformed(`has the unknown field ${JSON.stringify(key.slice(0, 80))}`);
    }
    return open(value);
  };
}

/** As `fields`, but with room for fields of later versions, which The Update Framework tells a client to ignore. */
export function openFields<T>(readers: Readers<T>, optional: readonly (keyof T & string)[] = []): Reader<T> {
  const entries = Object.entries(readers) as [string, Reader<unknown>][];
  const mayLack = new Set<string>(optional);
  return (value) => {
    const record = plain(value);
    for (const [key, read] of entries) {
      if (!Object.hasOwn(record, key)) {
        if (mayLack.has(key)) continue;
        throw new Malformed(`lacks ${key}`);
      }
      try {
        read(record[key]);
      } catch (error) {
        throw under(`.${key}`, error);
      }
    }
    return record as T;
  };
}

export function plain(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed('expected an object');
  return value as Record<string, unknown>;
}

/** Where a fault was found is worked out once there is one. */
function under(step: string, error: unknown): unknown {
  return error instanceof Malformed ? error.under(step) : error;
}

/** Milliseconds of an instant in UTC; a day that does not exist is refused rather than rolled over. */
export function millis(instant: string): number {
  const ending = instant.length === 24 && instant[19] === '.' ? 23 : 19;
  if (instant.length !== ending + 1 || instant[4] !== '-' || instant[7] !== '-' || instant[10] !== 'T' || instant[13] !== ':' || instant[16] !== ':' || instant[ending] !== 'Z') {
    throw new Malformed('expected an instant in UTC');
  }
  const [year, month, day] = [digits(instant, 0, 4), digits(instant, 5, 7), digits(instant, 8, 10)];
  const [hour, minute, second] = [digits(instant, 11, 13), digits(instant, 14, 16), digits(instant, 17, 19)];
  const lastDay = month === 2 ? (leap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > lastDay || hour > 23 || minute > 59 || second > 59) {
    throw new Malformed('names an instant that does not exist');
  }
  return Date.UTC(year, month - 1, day, hour, minute, second, ending === 23 ? digits(instant, 20, 23) : 0);
}

function digits(instant: string, from: number, until: number): number {
  let number = 0;
  for (let at = from; at < until; at += 1) {
    const digit = instant.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) throw new Malformed('expected an instant in UTC');
    number = 10 * number + digit;
  }
  return number;
}

function leap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export const instant: Reader<string> = (value) => {
  if (typeof value !== 'string' || value.length !== 24) throw new Malformed('expected an instant in UTC with milliseconds');
  millis(value);
  return value;
};

export const sha256: Reader<string> = text(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');

/** A list of them, looked at in one go: a country has one for each version of each agreement. */
export const digests: Reader<readonly string[]> = (value) => {
  const isPlain = Array.isArray(value) && value.every((each) => typeof each === 'string' && each.length === 64) && isLowerHex(value.join(''));
  return isPlain ? value as string[] : list(sha256)(value);
};

/** What is read as hex and written again is the same: several times as quick as an expression over a long text. */
function isLowerHex(text: string): boolean {
  return Buffer.from(text, 'hex').toString('hex') === text;
}
