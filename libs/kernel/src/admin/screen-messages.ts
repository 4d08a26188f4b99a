import { defineMessages, messageFor, type MessageParams } from '../contract/messages.js';

export type Say<Keys extends string> = (key: Keys, params?: MessageParams) => string;

/**
 * The words of a capability's screens, in the same catalogue as every other sentence: `const say = screenMessages('agreements', {…})`,
 * then `say('title')`. A second language is a second table under the same keys (`agreements.title`).
 */
export function screenMessages<Keys extends string>(capability: string, sentences: Readonly<Record<Keys, string>>): Say<Keys> {
  defineMessages(Object.fromEntries(Object.entries<string>(sentences).map(([key, sentence]) => [`${capability}.${key}`, sentence])));
  return (key, params) => messageFor(`${capability}.${key}`, params, language());
}

/** English where there is no page, as in a spec. */
function language(): string {
  return typeof document === 'undefined' ? 'en' : document.documentElement.lang.slice(0, 2);
}
