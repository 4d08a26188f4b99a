import { ACR, type Acr } from './assurance.js';
import type { ExamplePerson } from './example-person.js';
import { escapeHtml, page } from './page.js';

const NOTE = '<p class="note">This is a development sign-in. The people are invented, and no password is asked. Never put real people or real patients behind it.</p>';

/** Everybody who can sign in, as buttons of one form. */
export function choosePerson(action: string, people: readonly ExamplePerson[], asked: Acr): string {
  const buttons = people.map((person) => `<li><button name="person" value="${escapeHtml(person.id)}"><strong>${escapeHtml(person.name)}</strong> <span>${escapeHtml(person.about)}</span></button></li>`);
  const stronger = asked === ACR.strong ? '<p>Accord asked for your stronger credential: choose yourself, then use the security key.</p>' : '';
  return page('Sign in to Accord', `${NOTE}${stronger}
<form method="post" action="${escapeHtml(action)}"><ul>
${buttons.join('\n')}
</ul></form>`);
}

/** The second press of a strong sign-in. */
export function useSecurityKey(action: string, person: ExamplePerson): string {
  return page(`Use your security key, ${person.name}`, `${NOTE}
<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="person" value="${escapeHtml(person.id)}">
<button name="key" value="used" autofocus><strong>Use security key</strong> <span>Stands for touching a real one.</span></button>
</form>
<p><a href="${escapeHtml(action)}">I am somebody else</a></p>`);
}
