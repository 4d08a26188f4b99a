import { dayInProse, span, type Tone } from '@accord/kernel/admin';
import { say } from './messages.js';

export interface SystemShown {
  readonly id: string; readonly name: string;
  readonly certificates: readonly { readonly id: string; readonly state: string; readonly fromAt: string; readonly untilAt: string; readonly revokedAt: string | null }[];
}

export interface SystemRow { readonly key: string; readonly system: string; readonly words: string; readonly tone: Tone; readonly untilAt: string | null; readonly left: string }

const SOON_MS = 30 * 86_400_000;
const NO_TIME = '–';

/** Each system with each certificate it has, and the time that is left to it; to one that is revoked none is, whatever it says itself. */
export function rowsOf(systems: readonly SystemShown[], now: number): readonly SystemRow[] {
  return systems.flatMap(({ id, name, certificates }): SystemRow[] => (certificates.length === 0
    ? [{ key: id, system: name, words: say('noCertificate'), tone: 'stopped', untilAt: null, left: NO_TIME }]
    : certificates.map(({ id: key, state, fromAt, untilAt, revokedAt }) => {
      if (revokedAt !== null) return { key, system: name, words: say('revokedSince', { day: dayInProse(revokedAt) }), tone: 'stopped', untilAt, left: NO_TIME };
      const left = new Date(untilAt).getTime() - now;
      const standing = left <= 0 ? 'expired' : state === 'registered' ? 'registered' : new Date(fromAt).getTime() > now ? 'notBegun' : 'confirmed';
      const tone: Tone = standing === 'confirmed' ? (left < SOON_MS ? 'waiting' : 'good') : standing === 'expired' ? 'stopped' : 'waiting';
      return { key, system: name, words: say(standing), tone, untilAt, left: left <= 0 ? say('daysAgo', { span: span(left) }) : span(left) };
    })));
}
