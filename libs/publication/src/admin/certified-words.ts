import { browserClock } from '@accord/kernel/admin';
import { certified } from './certified.js';
import { certifiedLeft, waitingOf, type GatewayCertificateShown, type GatewayShown } from './gateway-words.js';

/** Confirmed, not revoked, and its time is now. */
export function counts({ state, fromAt, untilAt }: GatewayCertificateShown): boolean {
  const now = browserClock.now();
  return state === 'confirmed' && new Date(fromAt) <= now && now < new Date(untilAt);
}

/** What there is to do about its certificates. One that waits and has ended is confirmed by nobody. */
export function hints(gateway: GatewayShown, mayRegister: boolean): readonly string[] {
  const waiting = gateway.certificates.find(({ state }) => state === 'registered');
  if (waiting !== undefined) return waitingOf(gateway) === null ? [certified('waitsInVain')] : [certified('oneWaits'), ...(mayRegister ? [certified('oneAtATime')] : [])];
  const { is } = certifiedLeft(gateway);
  return is === 'good' || is === 'begins' ? [] : [certified(is === 'due' ? 'renew' : 'renewNow')];
}

/** What comes of revoking one. Which one it presents is not known until it is heard with one that counts. */
export function revokingMeans(gateway: GatewayShown, certificate: GatewayCertificateShown, presented: string | null): string {
  const { name } = gateway;
  const counting = gateway.certificates.filter(counts);
  if (certificate.state === 'registered') return certified('withdrawPreview', { name });
  if (!counting.includes(certificate)) return certified('revokeIdle');
  if (counting.length === 1) return certified('revokeLast', { name });
  if (!counting.some(({ sha256 }) => sha256 === presented)) return certified('revokeUnknown', { name });
  return certified(certificate.sha256 === presented ? 'revokePresented' : 'revokeBeside', { name });
}
