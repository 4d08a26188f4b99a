/** Code points above 0x7f that WinAnsi places in 0x80 to 0x9f (PDF 2.0, annex D.2). Latin-1 keeps its own places. */
const PLACED: Readonly<Record<string, number>> = {
  '€': 0x80, '‚': 0x82, 'ƒ': 0x83, '„': 0x84, '…': 0x85, '†': 0x86, '‡': 0x87, 'ˆ': 0x88, '‰': 0x89, 'Š': 0x8a, '‹': 0x8b, 'Œ': 0x8c, 'Ž': 0x8e,
  '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97, '˜': 0x98, '™': 0x99, 'š': 0x9a, '›': 0x9b, 'œ': 0x9c, 'ž': 0x9e, 'Ÿ': 0x9f,
};

function placeOf(character: string): number | undefined {
  const code = character.codePointAt(0)!;
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xa1 && code <= 0xff) ? code : PLACED[character];
}

const SIGNS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Whether something of a text prints as a question mark that is none. */
export const losesSigns = (text: string): boolean => marksIn(printable(text)) > marksIn(text);
const marksIn = (text: string): number => text.split('?').length - 1;

/**
 * A text as the built-in fonts can print it. Letters they lack lose their mark (Welsh ŵ prints as w); what is left over prints as one
 * question mark for each sign, however many code points it is made of. The ODS code beside a name is what identifies it.
 */
export function printable(text: string): string {
  return [...SIGNS.segment(text.normalize('NFC').replace(/(?!\u200d)[\s\p{Cf}]+/gu, ' '))].map(({ segment }) => {
    const character = segment.replaceAll('\u200d', '');
    if ([...character].every((each) => placeOf(each) !== undefined)) return character;
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '');
    return plain.length > 0 && [...plain].every((each) => placeOf(each) !== undefined) ? plain : '?';
  }).join('').trim();
}

/** A PDF literal string of a printable text, in WinAnsi. */
export function literalString(text: string): string {
  const bytes = [...printable(text)].map((character) => placeOf(character) ?? 0x3f);
  return `(${bytes.map((byte) => (byte < 0x80 ? String.fromCharCode(byte).replace(/[\\()]/, '\\$&') : `\\${byte.toString(8)}`)).join('')})`;
}
