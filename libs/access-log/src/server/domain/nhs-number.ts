import { inspect } from 'node:util';
import { isNhsNumber } from '@accord/kernel';
import { NotAnNhsNumber } from './refusals.js';

const WRITTEN = /^\s*(\d{3})[ -]?(\d{3})[ -]?(\d{4})\s*$/;
// Beside a letter or digit it is part of a longer name (a UUID, say), which must stay whole to be found.
const WITHIN_TEXT = /(?<![\p{L}\p{N}]|\d\.)\d{3}[ -]?\d{3}[ -]?\d{4}(?![\p{L}\p{N}]|\.\d)/gu;

/** A patient's number. However it is printed, logged or turned into JSON, only its last four digits show (R12). */
export class NhsNumber {
  readonly #digits: string;

  private constructor(digits: string) {
    this.#digits = digits;
  }

  static isValid(text: string): boolean {
    return digitsOf(text) !== null;
  }

  static read(text: string): NhsNumber {
    const digits = digitsOf(text);
    if (digits === null) throw new NotAnNhsNumber();
    return new NhsNumber(digits);
  }

  /** In clear: for sealing and for the blind index, nothing else. */
  reveal(): string {
    return this.#digits;
  }

  toString(): string {
    return masked(this.#digits);
  }

  toJSON(): string {
    return masked(this.#digits);
  }

  [inspect.custom](): string {
    return masked(this.#digits);
  }
}

function digitsOf(text: string): string | null {
  const parts = WRITTEN.exec(text);
  if (parts === null) return null;
  const digits = parts.slice(1).join('');
  return isNhsNumber(digits) ? digits : null;
}

/** Shows the last four characters of what was named as the patient. */
export function masked(patient: string): string {
  return `*** *** ${patient.slice(-4).padStart(4, '*')}`;
}

/** Masks every valid NHS number that stands in a text where none belongs. */
export function maskNhsNumbers(text: string): string {
  return text.replace(WITHIN_TEXT, (found) => (digitsOf(found) === null ? found : masked(found)));
}

export function holdsNhsNumber(text: string): boolean {
  return maskNhsNumbers(text) !== text;
}
