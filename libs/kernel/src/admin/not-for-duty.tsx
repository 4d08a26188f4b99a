import { createContext, useContext } from 'react';
import { useLocation } from 'react-router';
import { AccordLink } from './accord-link.js';
import { dutyWords } from './duty-words.js';
import { say } from './messages.js';
import { NothingHere } from './nothing-here.js';
import { useSession } from './session.js';

/** The duties that a page is for, by its address; the application knows all pages. */
export const WhoMayContext = createContext<(pathname: string) => readonly string[]>(() => []);

/** Stands in the place of what the present duty does not see: says so, and whose it is. */
export function NotForDuty({ code }: { readonly code: string }) {
  const { me } = useSession();
  const who = useContext(WhoMayContext)(useLocation().pathname);
  const duty = me.actingAs?.duty ?? '';
  if (who.includes(duty)) return <NothingHere says={say('notYours')} why={`${say('ofOthers', { duty: dutyWords(duty) })} ${say('code', { code })}`} action={<AccordLink to="/">{say('home')}</AccordLink>} />;
  const isMineToo = me.mayActAs.some((mine) => who.includes(mine.duty));
  const why = [
    say('actingAs', { duty: dutyWords(duty) }), ...(who.length > 0 ? [say('whoMay', { duties: who.map(dutyWords).join(', ') })] : []), ...(isMineToo ? [say('youMay')] : []), say('code', { code }),
  ];
  return <NothingHere says={say('notForDuty')} why={why.join(' ')} action={<AccordLink to="/">{say('home')}</AccordLink>} />;
}
