import { browserClock } from '@accord/kernel/admin';
import type { GatewayCertificateShown } from './gateway-words.js';

/** In force, then what waits for a person or its day, then what is over. */
function rank({ state, fromAt, untilAt }: GatewayCertificateShown, now: Date): number {
  if (state === 'revoked' || new Date(untilAt) <= now) return 2;
  return state === 'confirmed' && new Date(fromAt) <= now ? 0 : 1;
}

/** What matters now first, and the newest of the same kind before the older. */
export function inOrderOfUse(certificates: readonly GatewayCertificateShown[]): readonly GatewayCertificateShown[] {
  const now = browserClock.now();
  const registered = ({ registeredAt }: GatewayCertificateShown): number => new Date(registeredAt).getTime();
  return [...certificates].sort((one, other) => rank(one, now) - rank(other, now) || registered(other) - registered(one));
}
