import type { AccordProblem } from './accord-problem.js';

/** Why somebody who opens a page is asked to sign in instead: they never did here, their sign-in has ended, or nobody can say. */
export type SignedOutBecause = 'new' | 'ended' | 'no-answer';

export function signedOutBecause(problem: AccordProblem | null, wasSignedIn: boolean): SignedOutBecause {
  if (problem !== null && !problem.needsSignIn) return 'no-answer';
  return wasSignedIn ? 'ended' : 'new';
}

const MARK = 'accord:signed-in';

/** That somebody signed in with this browser and did not sign out: a sign-in that has ended is told apart from none. Says nothing of who. */
export const signInMark = {
  set(): void { try { window.localStorage.setItem(MARK, '1'); } catch { /* Without a store the sentence is the one for somebody new. */ } },
  stands(): boolean { try { return window.localStorage.getItem(MARK) !== null; } catch { return false; } },
  remove(): void { try { window.localStorage.removeItem(MARK); } catch { /* Nothing was kept. */ } },
};
