import { describe, expect, it } from '@jest/globals';
import type { UseQueryResult } from '@tanstack/react-query';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router';
import { AccordProblem, noAnswer } from './accord-problem.js';
import { Answered, AnsweredPage, OutsidePage } from './answered.js';
import { Page } from './page.js';
import { askAgainMs } from './use-ask.js';

const asked = (data?: string, error: unknown = null): UseQueryResult<string, AccordProblem> => ({ data, error }) as UseQueryResult<string, AccordProblem>;
const shown = (page: ReactElement): string => renderToStaticMarkup(createElement(MemoryRouter, null, page));
const headings = (html: string): string[] => [...html.matchAll(/<h1[^>]*>(.*?)<\/h1>/g)].map((match) => match[1]!);
const whole = (answer: string): ReactElement => createElement(Page, { title: answer });

describe('what is waited for', () => {
  it('stands under the title of the page that comes with it', () => {
    expect(headings(shown(createElement(AnsweredPage<string>, { asked: asked(), title: 'Agreement', children: whole })))).toEqual(['Agreement']);
    expect(headings(shown(createElement(AnsweredPage<string>, { asked: asked(undefined, new AccordProblem('No answer', 'X')), title: 'Agreement', children: whole })))).toEqual(['Agreement']);
    expect(headings(shown(createElement(AnsweredPage<string>, { asked: asked('DCR-1: Care'), title: 'Agreement', children: whole })))).toEqual(['DCR-1: Care']);
  });

  it('may be asked for again where there was no answer, and only there', () => {
    const told = (problem: AccordProblem): boolean => shown(createElement(AnsweredPage<string>, { asked: asked(undefined, problem), title: 'Agreement', children: whole })).includes('>Try again<');
    expect([told(noAnswer()), told(new AccordProblem('No', 'NOT_FOUND')), told(new AccordProblem('No', 'INVALID_INPUT'))]).toEqual([true, false, false]);
  });

  it.each([
    ['answered', null, undefined, false], ['answered, and what changes by itself', null, 15_000, 15_000], ['refused', new AccordProblem('No', 'NOT_FOUND'), 15_000, 15_000], ['refused once', new AccordProblem('No', 'NOT_FOUND'), false as const, false],
    ['not answered', noAnswer(), undefined, 5_000], ['not answered, and asked each minute', noAnswer(), 60_000, 5_000], ['not answered, and asked each second', noAnswer(), 1_000, 1_000],
  ])('is asked again by itself soon where it was %s', (_how, problem, everyMs, again) => {
    expect(askAgainMs(problem, everyMs)).toBe(again);
  });

  it('is never put where no page says what it is', () => {
    const part = createElement(Answered<string>, { asked: asked(), children: (answer) => answer });
    expect(() => shown(part)).toThrow(OutsidePage);
    expect(headings(shown(createElement(Page, { title: 'Home' }, part)))).toEqual(['Home']);
  });
});
