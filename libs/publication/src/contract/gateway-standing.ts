import { STOPS_LIFE_SECONDS } from '@accord/enforcement';

/** What is known of a gateway when its standing is judged. */
export interface GatewayKnown {
  readonly isRevoked: boolean;
  readonly isConfirmed: boolean;
  /** Whether a certificate of it counts now; without one the feed refuses it. */
  readonly isCertified: boolean;
  readonly publication: number | null;
  /** When it last asked: what is pushed to it says nothing of how it fares. */
  readonly seenAt: Date | null;
  /** When it last got a timestamp and a stop list, asked for or pushed; never before seenAt. */
  readonly givenAt: Date | null;
  /** After this long without a timestamp it refuses everything, as the summaries it holds say themselves; null where it holds none. */
  readonly refuseAfterMs: number | null;
}

export const GATEWAY_STANDINGS = ['current', 'behind', 'silent', 'stale', 'refusing', 'never', 'cut-off', 'unconfirmed', 'revoked'] as const;

export interface GatewayStanding {
  readonly kind: (typeof GATEWAY_STANDINGS)[number];
  /** How many publications it is behind; 0 where silence is told instead. */
  readonly behindBy: number;
  readonly heardAgoMs: number | null;
  /** From when it refuses everything, should it never hear again; only of one that is silent or cut off. */
  readonly refusesAt: Date | null;
}

/** A gateway asks at least every minute; after this long without a word something is wrong with it. */
const SILENT_AFTER_MS = 5 * 60_000;
/** The stop list it was given expires by then, before the timestamp does: it counts as out of date itself. */
const STALE_AFTER_MS = STOPS_LIFE_SECONDS * 1000;

/**
 * How a gateway stands against the publication that is current: silence is told before any lag, because nothing is known to reach a silent gateway, and that
 * it is cut off from the moment of it, before the silence that follows. One that does not ask is out of date as soon as nothing was pushed to it either for as
 * long as a stop list lives. By the clock of the server.
 */
export function gatewayStanding({ isRevoked, isConfirmed, isCertified, publication, seenAt, givenAt, refuseAfterMs }: GatewayKnown, current: number | null, at: Date): GatewayStanding {
  const heardAgoMs = seenAt === null ? null : Math.max(0, at.getTime() - seenAt.getTime());
  const told = (kind: GatewayStanding['kind'], behindBy = 0): GatewayStanding => ({ kind, behindBy, heardAgoMs, refusesAt: null });
  if (isRevoked) return told('revoked');
  if (!isConfirmed) return told('unconfirmed');
  if (seenAt === null || heardAgoMs === null) return told(isCertified ? 'never' : 'cut-off');
  if (!isCertified || heardAgoMs >= SILENT_AFTER_MS) {
    const given = (givenAt ?? seenAt).getTime();
    const refusesAt = refuseAfterMs === null ? null : new Date(given + refuseAfterMs);
    const refuses = refusesAt !== null && at >= refusesAt;
    return { ...told(refuses ? 'refusing' : !isCertified ? 'cut-off' : at.getTime() - given >= STALE_AFTER_MS ? 'stale' : 'silent'), refusesAt };
  }
  const by = (current ?? 0) - (publication ?? 0);
  return by > 0 ? told('behind', by) : told('current');
}
