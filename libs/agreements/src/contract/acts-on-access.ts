import type { Tx } from '@accord/kernel';
import type { AskedScope } from './stop-scopes.js';

/**
 * What a stop reaches. Every field present must match, as at a gateway; `views` leaves the others seen, a system leaves the consumer's
 * other systems asking.
 */
export interface Reach {
  readonly participationId?: string;
  readonly consumerPartId?: string;
  readonly agreementId?: string;
  readonly localityId?: string;
  readonly serviceCode?: string;
  readonly providerOdsCode?: string;
  readonly consumerOdsCode?: string;
  readonly systemId?: string;
  readonly views?: readonly string[];
}

/** What a suspension in one scope reaches. */
export function reachOfScope(asked: AskedScope): Reach {
  if (asked.kind === 'view') return { consumerOdsCode: asked.consumerOdsCode, serviceCode: asked.serviceCode, views: [asked.view] };
  const { kind: _kind, ...named } = asked;
  return named;
}

/** Everything a person can do that changes who sees what, as plain data: the same to preview, to confirm and to try in thought. */
export type ActOnAccess =
  /** Approved participations and parts go live, as their gates stand. */
  | { readonly kind: 'go-live'; readonly ids: readonly string[] }
  /** Changes nothing at once: what comes of it when all that are listed go live and every gate of theirs holds. */
  | { readonly kind: 'approve'; readonly ids: readonly string[] }
  /** Suspends; final, it withdraws or leaves. */
  | { readonly kind: 'stop'; readonly reach: Reach; readonly isFinal?: boolean }
  | { readonly kind: 'lift'; readonly stopIds: readonly string[] }
  | { readonly kind: 'end'; readonly agreementId: string }
  | { readonly kind: 'close'; readonly agreementId: string }
  /** A cut-over: these consumers see other views, of those who agreed to it; whoever did not stops sharing with them. */
  | { readonly kind: 'replace'; readonly serviceCode: string; readonly consumers: readonly string[]; readonly views: readonly string[]; readonly agreed: readonly string[] }
  /** Facts were confirmed, or one was ended: when the clinical systems of these sharing organisations are hosted, by all that is known with it. */
  | { readonly kind: 'hosted'; readonly changes: readonly { readonly odsCode: string; readonly during: readonly { readonly from: string; readonly until: string | null }[] }[] }
  /** Organisations close, each on its day, or are open again or for longer: until when each is open; null where no end is known. */
  | { readonly kind: 'organisations-open'; readonly changes: readonly { readonly odsCode: string; readonly until: string | null }[] }
  /** Certificates of consumer systems are confirmed: each lets its system ask, inside its dates. */
  | { readonly kind: 'confirm'; readonly certificates: readonly { readonly consumerOdsCode: string; readonly systemId: string; readonly from: string; readonly until: string }[] }
  /** A certificate is revoked: the system asks with those that it has besides. */
  | { readonly kind: 'revoke'; readonly consumerOdsCode: string; readonly systemId: string; readonly from: string; readonly until: string }
  | { readonly kind: 'several'; readonly acts: readonly ActOnAccess[] };

/** What was previewed and what is found in its place, by their hashes; null where nobody looked. */
export interface ImpactCompared {
  readonly impactSeen: string | null;
  readonly impactFound: string | null;
  /** Somebody looked, and the world has moved since. */
  readonly impactMoved: boolean;
}

/**
 * A need of agreements and activations, answered by impact. Both are asked inside the transaction of the act, once what it changes is locked
 * and before it is changed, and count what the acting person's own fence shows.
 */
export abstract class ImpactOfActs {
  /**
   * Acts that are bound to what was shown are judged one after another: side by side, each of two could be bound to "nothing changes" and both
   * together give access. Asked for before anything else is held, so that nobody, and nothing that narrows, waits for whoever waits here.
   */
  abstract inTurn(tx: Tx): Promise<void>;
  /** The hash of what the act would change now. */
  abstract hashOf(tx: Tx, act: ActOnAccess): Promise<string>;
  /** For what widens: refuses IMPACT_NOT_SEEN where nobody looked, IMPACT_CHANGED where the world has moved since. */
  abstract demandUnchanged(tx: Tx, act: ActOnAccess, seen: string | null | undefined): Promise<void>;
  /** For what narrows, which nothing can block (R5): says what was seen and what is found, for the record. */
  abstract compared(tx: Tx, act: ActOnAccess, seen: string | null | undefined): Promise<ImpactCompared>;
}
