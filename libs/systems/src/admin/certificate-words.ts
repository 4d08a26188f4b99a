import { browserClock, dayInProse, span, type Tone } from '@accord/kernel/admin';
import { say } from './messages.js';

export interface CertificateShown {
  readonly id: string;
  readonly systemName: string;
  readonly consumerOdsCode: string;
  readonly consumerName: string;
  readonly sha256: string;
  readonly subject: string;
  readonly fromAt: string;
  readonly untilAt: string;
  readonly state: string;
  readonly registeredByReader: boolean;
  readonly registeredAt: string;
  readonly registeredByName: string | null;
  readonly confirmedAt: string | null;
  readonly confirmedByName: string | null;
  readonly revokedAt: string | null;
  readonly revokedByName: string | null;
  readonly revokedReason: string | null;
  readonly version: number;
}

export const CERTIFICATE_FIELDS = 'id systemName consumerOdsCode consumerName sha256 subject fromAt untilAt state registeredByReader registeredAt registeredByName confirmedAt confirmedByName revokedAt revokedByName revokedReason version';
export const STANDINGS = ['waiting', 'current', 'ending', 'expired', 'revoked'] as const;
export type Standing = (typeof STANDINGS)[number] | 'notBegun';

const SOON_MS = 30 * 86_400_000;
const TONES: Readonly<Record<Standing, Tone>> = { waiting: 'waiting', current: 'good', ending: 'waiting', expired: 'stopped', revoked: 'quiet', notBegun: 'waiting' };

const leftOf = ({ untilAt }: CertificateShown): number => new Date(untilAt).getTime() - browserClock.now().getTime();

export function standingOf(certificate: CertificateShown): Standing {
  const left = leftOf(certificate);
  if (certificate.state === 'revoked') return 'revoked';
  if (left <= 0) return 'expired';
  if (certificate.state === 'registered') return 'waiting';
  if (new Date(certificate.fromAt) > browserClock.now()) return 'notBegun';
  return left < SOON_MS ? 'ending' : 'current';
}

export const toneOf = (certificate: CertificateShown): Tone => TONES[standingOf(certificate)];

export function leftWords(certificate: CertificateShown): string {
  if (certificate.state === 'revoked') return say('noTime');
  const left = leftOf(certificate);
  return say(left <= 0 ? 'spanAgo' : 'spanLeft', { span: span(left) });
}

export const standingSentence = (certificate: CertificateShown): string => say(`says.${standingOf(certificate)}`, { span: span(leftOf(certificate)), day: dayInProse(certificate.fromAt) });
