/**
 * The message catalogue. Every sentence a person may read has a key; capabilities add their own at load. A second language is a
 * second table under the same keys.
 */
export type MessageParams = Readonly<Record<string, string | number | boolean | null | undefined>>;

const catalogues = new Map<string, Map<string, string>>([['en', new Map()]]);

/** Adds sentences; `{name}` in a sentence is filled from the parameters. Adding another sentence under a known key is a fault. */
export function defineMessages<Keys extends string>(sentences: Readonly<Record<Keys, string>>, language = 'en'): Readonly<Record<Keys, string>> {
  const catalogue = catalogues.get(language) ?? new Map<string, string>();
  catalogues.set(language, catalogue);
  for (const [key, sentence] of Object.entries<string>(sentences)) {
    const known = catalogue.get(key);
    if (known !== undefined && known !== sentence) throw new MessageFault(`The message ${key} is defined twice.`);
    catalogue.set(key, sentence);
  }
  return sentences;
}

export class MessageFault extends Error {}

/** The sentence for a key; the key itself where no catalogue has it, so that nothing is ever silent. */
export function messageFor(key: string, params: MessageParams = {}, language = 'en'): string {
  const sentence = catalogues.get(language)?.get(key) ?? catalogues.get('en')?.get(key) ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (params[name] === undefined ? whole : String(params[name] ?? '')));
}
