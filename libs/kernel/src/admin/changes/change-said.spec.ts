import { describe, expect, it } from '@jest/globals';
import { actorSaid, changeSaid, detailSaid } from './change-said.js';

describe('what a change is called', () => {
  it.each([
    ['certificate.present', 'refused', 'Tried to connect with a certificate that does not count'],
    ['stop.withdrawn-from', 'done', 'Sharing with one organisation withdrawn'],
    ['gateway.register', 'refused', 'Tried to register a gateway'],
    ['participation.verify', 'refused', 'Tried to verify the part of a practice'],
    ['certificate.registered', 'done', 'Certificate registered'],
    ['key.rotated', 'done', 'Keys changed'],
    ['something.quite-new', 'done', 'Something quite new'],
    ['something.be-new', 'refused', 'Tried to be new something'],
    ['constructor', 'refused', 'Tried to constructor'],
  ])('%s, %s: %s', (type, outcome, said) => {
    expect(changeSaid({ type, outcome })).toBe(said);
  });

  it('shows its details without the marks of a program', () => {
    expect(detailSaid({ added: 0, viewsGained: ['summary', 'problems'], by: null })).toBe('Added: 0; Views gained: summary, problems; By: –');
    expect([detailSaid([]), detailSaid(12), detailSaid(false)]).toEqual(['–', '12', 'false']);
  });

  it('is no id of a machine in the place of a name', () => {
    expect(actorSaid('system 01a203f9-6c9e-7a39-87cd-e674057742e0')).toEqual({ name: 'A viewing system', id: '01a203f9-6c9e-7a39-87cd-e674057742e0' });
    expect(actorSaid('Ada Whitlock')).toEqual({ name: 'Ada Whitlock', id: null });
    expect(actorSaid('gateway north')).toEqual({ name: 'gateway north', id: null });
  });
});
