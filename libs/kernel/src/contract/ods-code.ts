import type { Branded } from './ids.js';
import { InvalidInput } from './refusal.js';

/** A national organisation code (ODS): three to twelve capitals and digits (data set value an3 to an12). Its shape carries no meaning. */
export type OdsCode = Branded<string, 'OdsCode'>;

const SHAPE = /^[A-Z0-9]{3,12}$/;

export function isOdsCode(text: string): text is OdsCode {
  return SHAPE.test(text);
}

/** Reads a code as typed: spaces around it and small letters are mended, anything else is refused. */
export function odsCode(text: string, field = 'odsCode'): OdsCode {
  const code = text.trim().toUpperCase();
  if (!isOdsCode(code)) throw new InvalidInput(field, 'an ODS code is three to twelve capitals and digits');
  return code;
}
