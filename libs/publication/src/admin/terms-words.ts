import { dayInProse, lastDay, useAsk } from '@accord/kernel/admin';
import { history } from './history-messages.js';

export interface TermsShown { readonly views: readonly string[]; readonly from: string; readonly until: string }

interface ServicesAnswer { readonly services: readonly { readonly code: string; readonly views: readonly { readonly code: string; readonly name: string }[] }[] }

/** What views are called; their codes until that is known. */
export type ViewWords = (service: string, views: readonly string[]) => string;

export function useViewWords(): ViewWords {
  const answer = useAsk<ServicesAnswer>('query ServicesNamed { services { code views { code name } } }', {}, { once: true }).data;
  return (service, views) => {
    const known = answer?.services.find(({ code }) => code === service)?.views ?? [];
    if (views.length === 0) return history('noViews');
    if (views.length === known.length && known.length > 2) return history('allViews', { count: known.length });
    return views.map((code) => known.find((each) => each.code === code)?.name ?? code).join(', ');
  };
}

/** "Summary, Problems, 1 March 2026 to 31 March 2027". */
export const termsWords = ({ views, from, until }: TermsShown, service: string, words: ViewWords): string =>
  history('terms', { views: words(service, views), from: dayInProse(from), until: dayInProse(lastDay(until)) });
