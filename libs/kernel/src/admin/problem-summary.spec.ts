import { describe, expect, it } from '@jest/globals';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { AccordProblem } from './accord-problem.js';
import { ProblemSummary } from './problem-summary.js';

const FIELD_OF = { CODE_TAKEN: 'gateway-code', pem: 'certificate' };
const linked = (problem: AccordProblem): string | undefined => /href="([^"]*)"[^>]*>It is taken</.exec(renderToStaticMarkup(createElement(ProblemSummary, { problem, fieldOf: FIELD_OF })))?.[1];

describe('a refusal', () => {
  it('leads to the field it is about: by its code, or by the field that the server names', () => {
    expect(linked(new AccordProblem('It is taken', 'CODE_TAKEN'))).toBe('#gateway-code');
    expect(linked(new AccordProblem('It is taken', 'INVALID_INPUT', ['pem']))).toBe('#certificate');
    expect(linked(new AccordProblem('It is taken', 'NOT_PERMITTED', ['other']))).toBeUndefined();
  });

  it('of what is over offers to look only where something can be shown', () => {
    const offers = (lookAgain?: () => void): boolean => renderToStaticMarkup(createElement(ProblemSummary, { problem: new AccordProblem('Withdrawn', 'NOT_READY'), ...(lookAgain === undefined ? {} : { lookAgain }) })).includes('Look at it as it is now');
    expect([offers(), offers(() => undefined)]).toEqual([false, true]);
  });
});
