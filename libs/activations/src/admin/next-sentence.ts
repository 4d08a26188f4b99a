import type { Activation } from './activation.js';
import { say } from './messages.js';

/** Who takes live what was approved and is not live yet: all that is listed, or what is left of it. */
export const nextSentence = ({ live }: Pick<Activation, 'live'>): string => say(live === 0 ? 'sentence_approvedNextAll' : 'sentence_approvedNext');
