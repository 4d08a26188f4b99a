import { describe, expect, it } from '@jest/globals';
import { forwardedFor } from './forwarded.js';

const told = (header: string | undefined, ...trusted: readonly string[]): string | null => forwardedFor(header, (address) => trusted.includes(address));

describe('whom a proxy names as the caller', () => {
  it.each<[string, string | undefined, string | null]>([
    ['an address', 'for=192.0.2.43', '192.0.2.43'],
    ['an address beside what else it says', 'by=203.0.113.1;For=192.0.2.43;proto=https', '192.0.2.43'],
    ['an address with its port, which is left out', 'for="192.0.2.43:47011"', '192.0.2.43'],
    ['an address of IPv6', 'for="[2001:DB8:cafe::17]:4711"', '2001:db8:cafe::17'],
    ['a name instead of an address', 'for=_gazonk', '_gazonk'],
    ['nobody it knows', 'for=unknown', 'unknown'],
    ['a quoted text with a comma in it', 'for=192.0.2.43;by="a, b; c=\\"d\\""', '192.0.2.43'],
    ['the last of several: what is in front the caller may have written', 'for=198.51.100.9, for=192.0.2.43', '192.0.2.43'],
    ['nothing', undefined, null], ['nothing that can be read', 'for=', null], ['an empty header', '', null], ['no address', 'for=300.1.1.1', null], ['no address of IPv6', 'for="[1::2::3]"', null],
    ['an address of IPv6 without its brackets', 'for="2001:db8::1"', null], ['two at once', 'for=192.0.2.43;for=192.0.2.44', null], ['a text that is not closed', 'for="192.0.2.43', null],
    ['a line of its own making', 'for="192.0.2.43\\\nX"', null], ['a header without end', `for=192.0.2.43;by=${'a'.repeat(3_000)}`, null], ['no pair', '192.0.2.43', null],
  ])('is %s', (_what, header, named) => expect(told(header)).toBe(named));

  it('goes back past proxies that are trusted themselves, as far as what they say can be read', () => {
    expect(told('for=198.51.100.9, for=192.0.2.43, for=10.0.0.2', '10.0.0.2')).toBe('192.0.2.43');
    expect(told('for=198.51.100.9, for=10.0.0.3, for=10.0.0.2', '10.0.0.2', '10.0.0.3')).toBe('198.51.100.9');
    expect(told('nonsense, for=10.0.0.2', '10.0.0.2')).toBe('10.0.0.2');
    expect(told('for=10.0.0.2', '10.0.0.2')).toBe('10.0.0.2');
  });
});
