import { AccordProblem, browserClock, ME_QUERY, SessionProvider, type Me } from '@accord/kernel/admin';
import { describe, expect, it } from '@jest/globals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter, Route, Routes } from 'react-router';
import type { FindingOfKind } from '../contract/finding.js';
import { compareFaults } from './compare-form.js';
import { HELD } from './held-facts.js';
import { HeldPage } from './held-page.js';
import { PUBLICATION, PublicationPage } from './publication-page.js';
import { Found } from './reconciliation-alarm.js';

const shown = (page: ReactElement, at = '/'): string => renderToStaticMarkup(createElement(MemoryRouter, { initialEntries: [at] }, page));
const words = (html: string): string => html.replaceAll(/<style.*?<\/style>|<[^>]*>/gs, ' ').replaceAll(/\s+/g, ' ').trim();
const found = (of: FindingOfKind): string => shown(createElement(Found, { of }));

describe('what the reconciler found', () => {
  it('is said in one or in many, and leads to the pairs', () => {
    const one = found({ kind: 'pair-unlawful', count: 1, examples: ['DCR TSTP01 TSTV02'] });
    expect(words(one)).toBe('Gateways permit 1 pair of practice and viewing organisation that the database does not: DCR: TSTP01 and TSTV02');
    expect([one.includes('href="/organisations/TSTP01"'), one.includes('href="/viewing-organisations/TSTV02"')]).toEqual([true, true]);
    expect(words(found({ kind: 'pair-withheld', count: 2_100, examples: ['DCR TSTP01 TSTV02'] }))).toContain('2,100 pairs of practice and viewing organisation that the database permits');
    expect(words(found({ kind: 'not-served', count: 1, examples: ['north localities/TSTL01.json'] }))).toBe('The feed withholds 1 file from the gateway or viewing organisation that has a right to it: north localities/TSTL01.json');
    expect(words(found({ kind: 'pair-withheld', count: 3, examples: ['DCR TSTP01 TSTV02'] }))).toMatch(/and 2 more$/);
  });

  it('names nothing to those who may not know, and says who may', () => {
    expect(words(found({ kind: 'pair-unlawful', count: 2, examples: [] }))).toMatch(/ does not\. Which they are is shown to national auditors and support\.$/);
    expect(words(found({ kind: 'feed-unreachable', count: 1, examples: [] }))).toBe('The feed cannot be reached');
    expect(words(found({ kind: 'feed-refused', count: 1, examples: ['EXPIRED'] }))).toMatch(/: EXPIRED$/);
  });
});

describe('two publications that are to be compared', () => {
  it.each([['16', '17', []], ['0', '1', []], ['17', '17', ['compare-to']], ['seventeen', '', ['compare-from', 'compare-to']], ['1', '0', ['compare-to']], ['99', '17', ['compare-from']], ['16', '18', ['compare-to']]])('%s with %s', (from, to, fields) => {
    expect(compareFaults(from, to, 17).map(({ field }) => field)).toEqual(fields);
  });

  it('names the newest where one is asked for that there is not yet, however high', () => {
    expect(['99', '999999999999'].map((from) => compareFaults(from, '17', 17)[0]!.says)).toEqual(['99', '999999999999'].map((number) => `From number: there is no publication ${number}. The newest is 17.`));
  });

  const publication = { number: 17, hash: 'a', previousHash: 'b', stopList: 3, stopsChanged: false, publishedAt: '2026-03-02T09:00:00Z', files: 1, bytes: 1, acts: { total: 0, items: [] }, changes: [], receipts: [] };
  const pageAt = (number: number, wanted: string, since: number | null, publication: object | null): string => {
    const client = new QueryClient();
    client.setQueryData(['accord', '', ME_QUERY, {}], { me: { person: { id: 'ada', name: 'Ada' }, actingAs: null, mayActAs: [], abilities: [], hasSteppedUp: false } });
    client.setQueryData(['accord', 'ada - -', PUBLICATION, { number, since, after: null }], { currentPublication: { number: 17 }, publication });
    const page = createElement(Routes, null, createElement(Route, { path: '/publications/:number', element: createElement(PublicationPage) }));
    return words(shown(createElement(QueryClientProvider, { client }, createElement(SessionProvider, { signIn: () => 'sign in', waiting: 'waiting', children: page })), `/publications/${number}${wanted}`));
  };

  it('keeps the form, and says in it what is wrong with an address', () => {
    expect(pageAt(17, '?with=abc', null, publication)).toContain('From number: write a whole number');
    const absent = pageAt(99, '?with=17', 17, null);
    expect([absent.includes('There is no publication 99.'), absent.includes('To number: there is no publication 99. The newest is 17.')]).toEqual([true, true]);
    expect(pageAt(17, '', null, publication)).not.toContain('number: ');
  });
});

describe('an address without a number', () => {
  it.each(['abc', '0', '1.5', '12345678901'])('says that there is no publication %s, and asks for none', (number) => {
    const html = shown(createElement(Routes, null, createElement(Route, { path: '/publications/:number', element: createElement(PublicationPage) })), `/publications/${number}`);
    expect(words(html)).toContain(`There is no publication ${number}. A publication is asked for by its number`);
  });
});

describe('what gateways hold in the name of a practice', () => {
  const asSeenBy = (abilities: Me['abilities']): string => {
    const client = new QueryClient();
    const actingAs = { grantId: 'grant', duty: 'system-administrator', odsCode: null, organisationName: null, localities: [], until: null };
    client.setQueryData(['accord', '', ME_QUERY, {}], { me: { person: { id: 'ada', name: 'Ada' }, actingAs, mayActAs: [actingAs], abilities, hasSteppedUp: false } });
    return shown(createElement(QueryClientProvider, { client }, createElement(SessionProvider, { signIn: () => 'sign in', waiting: 'waiting', children: createElement(HeldPage) })), '/held');
  };

  it.each(['NOT_PERMITTED', 'NOT_FOUND'])('keeps the form where staff ask for a practice that is not theirs (%s), and says it there', (code) => {
    const client = new QueryClient({ defaultOptions: { queries: { retryOnMount: false } } });
    const actingAs = { grantId: 'grant', duty: 'auditor-national', odsCode: null, organisationName: null, localities: [], until: null };
    const abilities = [{ action: 'read', subject: 'HeldSummary', conditions: '{}', needsStepUp: false, needsReason: false }];
    client.setQueryData(['accord', '', ME_QUERY, {}], { me: { person: { id: 'ada', name: 'Ada' }, actingAs, mayActAs: [actingAs], abilities, hasSteppedUp: false } });
    const asked = client.getQueryCache().build(client, { queryKey: ['accord', 'ada auditor-national -', HELD, { provider: 'tstp99', after: null }] });
    asked.setState({ status: 'error', error: new AccordProblem('No.', code), fetchStatus: 'idle', errorUpdateCount: 1, errorUpdatedAt: browserClock.now().getTime() });
    const html = shown(createElement(QueryClientProvider, { client }, createElement(SessionProvider, { signIn: () => 'sign in', waiting: 'waiting', children: createElement(HeldPage) })), '/held?organisation=tstp99');
    expect([html.includes('id="held-organisation"'), words(html).includes('There is no practice TSTP99, or it is not yours to see.')]).toEqual([true, true]);
  });

  it('is asked for by those whose duty it is, and the others are told so at once', () => {
    expect(asSeenBy([{ action: 'read', subject: 'HeldSummary', conditions: '{}', needsStepUp: false, needsReason: false }])).toContain('id="held-organisation"');
    const html = asSeenBy([]);
    expect([html.includes('held-organisation'), words(html).includes('NOT_PERMITTED')]).toEqual([false, true]);
  });
});
