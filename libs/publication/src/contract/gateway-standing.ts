import { STOPS_LIFE_SECONDS } from '@accord/enforcement';

/** What is known of a gateway when its standing is judged. */
export interface GatewayKnown {
  readonly isRevoked: boolean;
  readonly confirmedAt: Date | null;
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

export const GATEWAY_STANDINGS = ['current', 'behind', 'silent', 'stale', 'refusing', 'starting', 'never', 'cut-off', 'unconfirmed', 'quarantined', 'revoked'] as const;

export interface GatewayStanding {
  readonly kind: (typeof GATEWAY_STANDINGS)[number];
  /** How many publications it is behind; 0 where silence is told instead. */
  readonly behindBy: number;
  readonly heardAgoMs: number | null;
  /** From when it refuses everything, should it never hear again; only of one that is silent, cut off or revoked. */
  readonly refusesAt: Date | null;
}

/** A gateway asks at least every minute; after this long without a word something is wrong with it. */
const SILENT_AFTER_MS = 5 * 60_000;
/** The stop list it was given expires by then, before the timestamp does: it counts as out of date itself. */
const STALE_AFTER_MS = STOPS_LIFE_SECONDS * 1000;

/** Its operator starts it once it is confirmed: until this has passed, nobody has to be called. */
const STARTS_WITHIN_MS = 60 * 60_000;

/**
 * How a gateway stands against the publication that is current: silence is told before any lag, because nothing is known to reach a silent gateway, and that
 * it is cut off from the moment of it, before the silence that follows. One that does not ask is out of date as soon as nothing was pushed to it either for as
 * long as a stop list lives. One that is revoked is quarantined for as long as it may go on by what it was given. By the clock of the server.
 */
export function gatewayStanding({ isRevoked, confirmedAt, isCertified, publication, seenAt, givenAt, refuseAfterMs }: GatewayKnown, current: number | null, at: Date): GatewayStanding {
  const heardAgoMs = seenAt === null ? null : Math.max(0, at.getTime() - seenAt.getTime());
  const told = (kind: GatewayStanding['kind'], behindBy = 0): GatewayStanding => ({ kind, behindBy, heardAgoMs, refusesAt: null });
  const given = givenAt ?? seenAt;
  const refusesAt = given === null || refuseAfterMs === null ? null : new Date(given.getTime() + refuseAfterMs);
  const refuses = refusesAt !== null && at >= refusesAt;
  if (isRevoked) return { ...told(refusesAt === null || refuses ? 'revoked' : 'quarantined'), refusesAt };
  if (confirmedAt === null) return told('unconfirmed');
  if (heardAgoMs === null) return told(!isCertified ? 'cut-off' : at.getTime() - confirmedAt.getTime() < STARTS_WITHIN_MS ? 'starting' : 'never');
  if (!isCertified || heardAgoMs >= SILENT_AFTER_MS) {
    return { ...told(refuses ? 'refusing' : !isCertified ? 'cut-off' : at.getTime() - (given?.getTime() ?? 0) >= STALE_AFTER_MS ? 'stale' : 'silent'), refusesAt };
  }
  const by = (current ?? 0) - (publication ?? 0);
  return by > 0 ? told('behind', by) : told('current');
}
