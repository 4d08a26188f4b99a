/** What is known of a gateway when its standing is judged. */
export interface GatewayKnown {
  readonly isRevoked: boolean;
  readonly isConfirmed: boolean;
  readonly publication: number | null;
  readonly seenAt: Date | null;
}

export type GatewayStanding =
  | { readonly kind: 'revoked' | 'unconfirmed' | 'never' | 'current' }
  | { readonly kind: 'behind'; readonly by: number }
  | { readonly kind: 'silent' | 'stale' | 'refusing'; readonly forMs: number; readonly refusesAt: Date };

/** A gateway asks at least every minute; after this long without a word something is wrong with it. */
export const SILENT_AFTER_MS = 5 * 60_000;
const STALE_AFTER_MS = 15 * 60_000;
const REFUSES_AFTER_MS = 24 * 3_600_000;

/** How a gateway stands against the publication that is current: silence is told before any lag, because nothing reaches a silent gateway. */
export function gatewayStanding({ isRevoked, isConfirmed, publication, seenAt }: GatewayKnown, current: number | null, at: Date): GatewayStanding {
  if (isRevoked) return { kind: 'revoked' };
  if (!isConfirmed) return { kind: 'unconfirmed' };
  if (seenAt === null) return { kind: 'never' };
  const forMs = at.getTime() - seenAt.getTime();
  if (forMs >= SILENT_AFTER_MS) {
    const kind = forMs >= REFUSES_AFTER_MS ? 'refusing' : forMs >= STALE_AFTER_MS ? 'stale' : 'silent';
    return { kind, forMs, refusesAt: new Date(seenAt.getTime() + REFUSES_AFTER_MS) };
  }
  const by = (current ?? 0) - (publication ?? 0);
  return by > 0 ? { kind: 'behind', by } : { kind: 'current' };
}
