import { describe, expect, it } from '@jest/globals';
import type { PersonId } from '@accord/kernel';
import type { GatewayCertificateId, GatewayId } from '../../contract/index.js';
import { GatewayCertificate } from './gateway-certificate.js';
import type { PresentedCertificate } from './presented-certificate.js';

const [ann, bob] = ['ann', 'bob'] as unknown as [PersonId, PersonId];
const AT = new Date('2026-03-02T09:00:00Z');
const presented = { sha256: 'ab', pem: '', subject: '', from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') } as unknown as PresentedCertificate;
const one = (): GatewayCertificate => GatewayCertificate.registered('c' as GatewayCertificateId, 'g' as GatewayId, presented, { registeredBy: ann, registeredByOperator: null }, AT);

describe('a certificate of a gateway that can no longer be confirmed', () => {
  it('was withdrawn where it never counted, and is revoked where it did', () => {
    const waiting = one();
    waiting.revoke(ann, AT, 'Wrong machine');
    expect(() => waiting.confirm(bob, AT, 1)).toThrow('This certificate is withdrawn; it cannot be confirmed now.');
    const counted = one();
    counted.confirm(bob, AT, 1);
    counted.revoke(ann, AT, 'Stolen');
    expect(() => counted.confirm(bob, AT, 3)).toThrow('This certificate is revoked; it cannot be confirmed now.');
  });

  it('says when it expired as every page does', () => {
    expect(() => one().confirm(bob, new Date('2027-01-01T00:00:00Z'), 1)).toThrow('This certificate expired at 01-Jan-2027 00:00:00 GMT.');
  });
});
