import { say } from './messages.js';

/** What the server said no with: a sentence for the person, a code to quote, and the fields it concerns. */
export class AccordProblem extends Error {
  constructor(message: string, readonly code: string, readonly fields: readonly string[] = [], readonly status = 200) {
    super(message);
    this.name = 'AccordProblem';
  }

  /** A fresh sign-in with the stronger credential is all that is missing. */
  get needsStepUp(): boolean {
    return this.code === 'STEP_UP_NEEDED';
  }

  /** The act was about something that is not as it was shown. */
  get isOutdated(): boolean {
    return this.isOver || this.code === 'STALE' || this.code === 'NOT_AS_SHOWN' || this.code === 'IMPACT_CHANGED';
  }

  /** What was to be done can no longer be done, whatever is looked at anew: somebody else did it, or ended what it is about. */
  get isOver(): boolean {
    return this.code === 'NOT_READY';
  }

  /** The page is not for the duty one acts in. */
  get isForAnotherDuty(): boolean {
    return this.code === 'NOT_PERMITTED';
  }

  /** Nothing was heard: asking again may be all that is missing. */
  get isNoAnswer(): boolean {
    return this.code === 'NO_ANSWER';
  }

  /** What stands now is not known: nothing was heard, or nothing of use. */
  get leavesUnknown(): boolean {
    return this.isNoAnswer || this.code === 'INTERNAL' || this.code.startsWith('HTTP_5');
  }

  get needsSignIn(): boolean {
    return this.code === 'SIGN_IN_NEEDED' || this.status === 401;
  }
}

/** Whatever was thrown, as something that can be shown. */
export function problemOf(thrown: unknown): AccordProblem {
  if (thrown instanceof AccordProblem) return thrown;
  return noAnswer();
}

/** The request was lost, or the answer: whether it was done is not known. */
export const noAnswer = (): AccordProblem => new AccordProblem(say('noAnswer'), 'NO_ANSWER');
