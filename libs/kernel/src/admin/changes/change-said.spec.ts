import { describe, expect, it } from '@jest/globals';
import { actorSaid, changeSaid, detailSaid, gatewayCodeOf } from './change-said.js';

describe('what a change is called', () => {
  it.each([
    ['certificate.present', 'refused', 'Tried to connect with a certificate that does not count'],
    ['stop.withdrawn-from', 'done', 'Sharing with one organisation withdrawn'],
    ['gateway.register', 'refused', 'Tried to register a gateway'],
    ['gateway.certificate-registered', 'done', 'Gateway certificate registered'],
    ['gateway.certificate-register', 'refused', 'Tried to register the next certificate of a gateway'],
    ['participation.verify', 'refused', 'Tried to verify the part of a practice'],
    ['certificate.registered', 'done', 'Certificate registered'],
    ['key.rotated', 'done', 'Keys changed'],
    ['something.quite-new', 'done', 'Something quite new'],
    ['something.be-new', 'refused', 'Tried to be new something'],
    ['constructor', 'refused', 'Tried to constructor'],
  ])('%s, %s: %s', (type, outcome, said) => {
    expect(changeSaid({ type, outcome })).toBe(said);
  });

  it('is what was asked for where the door refused it', () => {
    const said = (subject: string, outcome = 'refused'): string => changeSaid({ type: 'gateway.register', outcome, subject });
    expect([said('registerGatewayCertificate'), said('registerGateway'), said('north-1'), said('registerGatewayCertificate', 'done')]).toEqual([
      'Tried to register the next certificate of a gateway', 'Tried to register a gateway', 'Tried to register a gateway', 'Gateway register']);
  });

  it.each([
    ['gateway.certificate-confirmed', '01a203f9-6c9e-7a39-87cd-e674057742e0', '{"code":"north-1","sha256":"ab"}', 'north-1'], ['gateway.certificate-revoke', 'an id', '{"code":"north-1"}', 'north-1'], ['gateway.register', 'north-2', '{}', 'north-2'],
    ['gateway.register', 'registerGatewayCertificate', '{}', null], ['gateway.confirm', 'confirmGateway', '{}', null], ['certificate.registered', 'an id', '{"code":"x"}', null],
  ])('%s of %s with %s concerns gateway %s', (type, subject, details, code) => {
    expect(gatewayCodeOf({ type, subject, details })).toBe(code);
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
