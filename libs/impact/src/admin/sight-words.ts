import { browserClock, dayInProse } from '@accord/kernel/admin';
import { why } from './messages.js';

export interface ObstacleShown {
  readonly kind: string;
  readonly state: string | null;
  readonly odsCode: string | null;
  readonly since: string | null;
  readonly reason: string | null;
  readonly subject: string | null;
}

export interface SightShown {
  readonly agreementId: string;
  readonly reference: string;
  readonly providerOdsCode: string;
  readonly providerName: string;
  readonly consumerOdsCode: string;
  readonly consumerName: string;
  readonly participation: string;
  readonly part: string;
  readonly since: string;
  readonly until: string;
  readonly views: readonly string[];
  readonly viewsSeen: readonly string[];
  readonly obstacles: readonly ObstacleShown[];
}

export const SIGHT_FIELDS = `agreementId reference providerOdsCode providerName consumerOdsCode consumerName participation part since until views viewsSeen
  obstacles { kind state odsCode since reason subject }`;

/** What stands in the way, each said once: who withdrew also has an end and a stop, and nobody needs to hear that three times. */
export function obstaclesWorthSaying({ obstacles }: SightShown): readonly ObstacleShown[] {
  const isGone = obstacles.some(({ state }) => state === 'withdrawn' || state === 'left');
  const isStopped = obstacles.some(({ kind }) => kind === 'stop');
  const hasOtherSet = obstacles.some(({ kind }) => kind === 'view-set');
  return obstacles.filter(({ kind, state }) => !(isGone && (kind === 'dates' || kind === 'stop')) && !(isStopped && state === 'suspended') && !(hasOtherSet && kind === 'gates'));
}

export function obstacleWords(sight: SightShown, obstacle: ObstacleShown): string {
  const { kind, state, odsCode, since, reason } = obstacle;
  const who = odsCode === sight.consumerOdsCode ? `${sight.consumerName} (${sight.consumerOdsCode})` : `${sight.providerName} (${sight.providerOdsCode})`;
  const day = since === null ? '' : dayInProse(since);
  const isStillAhead = kind === 'certificate' && since !== null && new Date(since) > browserClock.now();
  const key = state === null ? kind : `${kind}.${isStillAhead ? 'stopped' : state}`;
  const sentence = why(key as Parameters<typeof why>[0], { who, day });
  return reason === null ? sentence : why('reason', { sentence, reason });
}

/** Where what stands in the way can be looked at, or put right. */
export function obstaclePlace(sight: SightShown, { kind, subject }: ObstacleShown): string | null {
  switch (kind) {
    case 'participation': return `/agreements/${sight.agreementId}/parties/provider/${subject ?? ''}`;
    case 'part': return `/agreements/${sight.agreementId}/parties/consumer/${subject ?? ''}`;
    case 'stop': return `/stops/${subject ?? ''}`;
    case 'certificate': case 'view': case 'view-set': return `/viewing-organisations/${sight.consumerOdsCode}`;
    default: return `/agreements/${sight.agreementId}`;
  }
}
