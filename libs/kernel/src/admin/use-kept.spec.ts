import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { ME_QUERY, SessionProvider } from './session.js';
import { useKept } from './use-kept.js';

const PLACE = 'accord:kept:ada:form';
const stored = new Map<string, string>();
const withoutSecret = (text: string): string => (text.includes('SECRET') ? '' : text);

/** What a form shows that is opened, and into which something is written. */
function shown(write?: string): string {
  const client = new QueryClient();
  client.setQueryData(['accord', '', ME_QUERY, {}], { me: { person: { id: 'ada', name: 'Ada' }, actingAs: null, mayActAs: [], abilities: [], hasSteppedUp: false } });
  const written = { is: write === undefined };
  function Form() {
    const [value, setValue] = useKept('form', 'empty', withoutSecret);
    if (!written.is) { written.is = true; setValue(write!); }
    return value;
  }
  return renderToStaticMarkup(createElement(QueryClientProvider, { client }, createElement(SessionProvider, { signIn: () => 'sign in', waiting: 'waiting', children: createElement(Form) })));
}

describe('what is kept of a form', () => {
  beforeEach(() => {
    stored.clear();
    const localStorage = { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => { stored.set(key, value); } };
    Object.assign(globalThis, { window: { localStorage } });
  });
  afterEach(() => { Reflect.deleteProperty(globalThis, 'window'); });

  it('is there again when it is opened again', () => {
    expect([shown('typed'), stored.get(PLACE), shown()]).toEqual(['typed', '"typed"', 'typed']);
  });

  it('is never what the form says must not be kept', () => {
    shown('a SECRET');
    expect(stored.get(PLACE)).toBe('""');
  });

  it('loses what stood there from before', () => {
    stored.set(PLACE, '"a SECRET"');
    expect([shown(), stored.get(PLACE)]).toEqual(['', '""']);
  });
});
