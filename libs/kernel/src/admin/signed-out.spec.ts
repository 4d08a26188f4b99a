import { describe, expect, it } from '@jest/globals';
import { AccordProblem, noAnswer } from './accord-problem.js';
import { signedOutBecause } from './signed-out.js';

describe('who opens a page and is asked to sign in', () => {
  it.each([
    ['a new one', null, false, 'new'],
    ['whose sign-in has ended', null, true, 'ended'],
    ['whose sign-in the server says has ended', new AccordProblem('Sign in.', 'SIGN_IN_NEEDED'), true, 'ended'],
    ['whom the server refuses without a word', new AccordProblem('', 'HTTP_401', [], 401), false, 'new'],
    ['while the database is down', new AccordProblem('It failed.', 'INTERNAL_SERVER_ERROR', [], 500), true, 'no-answer'],
    ['while the database is down and the server says so', new AccordProblem('A part of Accord is out of reach.', 'OUT_OF_REACH', [], 503), true, 'no-answer'],
    ['while nothing answers', noAnswer(), false, 'no-answer'],
  ] as const)('is told why: %s', (_who, problem, wasSignedIn, because) => {
    expect(signedOutBecause(problem, wasSignedIn)).toBe(because);
  });
});
