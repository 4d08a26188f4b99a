import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { viewsInOrder, type Service, type ServiceCode } from './services.js';

const CODES = ['summary', 'problems', 'diagnosis', 'medication', 'events'];
const SERVICE: Service = { code: 'DCR' as ServiceCode, name: 'Detailed Care Record', contentModel: 'dcr-1', views: CODES.map((code, index) => ({ code, name: code, position: index + 1 })) };

describe('the views asked for', () => {
  it('come back in the order of the service, each once, whatever the asking looked like', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...CODES), { minLength: 1, maxLength: 12 }), (asked) => {
      expect(viewsInOrder(SERVICE, asked, 'TSTV01')).toEqual(CODES.filter((code) => asked.includes(code)));
    }));
  });

  it.each<[string, readonly string[], string]>([
    ['a view the service does not have', ['summary', 'genome'], 'UNKNOWN_VIEW'], ['a view in other letters', ['Summary'], 'UNKNOWN_VIEW'],
    ['a view with a space', ['summary '], 'UNKNOWN_VIEW'], ['no view', [], 'NO_VIEWS'],
  ])('are refused with %s', (_what, asked, code) => expect(() => viewsInOrder(SERVICE, asked, 'TSTV01')).toThrow(expect.objectContaining({ code })));
});
