import { AccordLink, dayInProse } from '@accord/kernel/admin';
import type { CampaignAgreementFacts } from './campaign-facts.js';
import { instructionWords } from './instruction-words.js';

/** The verified letter by which something was said, to be opened at its page. */
export function LetterCited({ letter: { evidenceId, page, signedOn, verifiedBy } }: { readonly letter: NonNullable<CampaignAgreementFacts['letter']> }) {
  const words = { day: dayInProse(signedOn), page: page ?? '', verifier: verifiedBy ?? instructionWords('somebody') };
  return <AccordLink to={`/evidence/${evidenceId}`}>{instructionWords(page === null ? 'cited' : 'citedPage', words)}</AccordLink>;
}
