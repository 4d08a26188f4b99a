/** One thing an answer rests on or founders on, in words that are the same wherever it is asked. */
export interface ReasonShown {
  readonly kind: string;
  readonly says: string;
  readonly since: string | null;
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
  readonly participationId: string;
  readonly partId: string;
  readonly since: string;
  readonly until: string;
  readonly views: readonly string[];
  readonly viewsSeen: readonly string[];
  readonly obstacles: readonly ReasonShown[];
}

export const REASON_FIELDS = 'kind says since subject';
export const SIGHT_FIELDS = `agreementId reference providerOdsCode providerName consumerOdsCode consumerName participation part participationId partId since until views viewsSeen obstacles { ${REASON_FIELDS} }`;

/** The moment asked about, as the address has it: a day, and whether only what was known by then counts. */
export interface MomentShown {
  readonly on: string | null;
  readonly asKnown: boolean;
}

/** The same as the two arguments of a question. */
export const momentArguments = ({ on, asKnown }: MomentShown): { readonly at: string | null; readonly asKnownAt: string | null } => (asKnown ? { at: null, asKnownAt: on } : { at: on, asKnownAt: null });

/** The same as part of an address. */
export const momentSearch = ({ on, asKnown }: MomentShown): Readonly<Record<string, string>> => (on === null ? {} : { on, ...(asKnown ? { known: 'then' } : {}) });

/** Where a reason can be looked at, or put right; null where there is no such place. */
export function reasonPlace(sight: SightShown, { kind, subject }: ReasonShown): string | null {
  switch (kind) {
    case 'participation': return `/agreements/${sight.agreementId}/parties/provider/${subject ?? sight.participationId}`;
    case 'part': return `/agreements/${sight.agreementId}/parties/consumer/${subject ?? sight.partId}`;
    case 'stop': return `/stops/${subject ?? ''}`;
    case 'certificate': case 'view': case 'view-set': return `/viewing-organisations/${sight.consumerOdsCode}`;
    case 'publication': return null;
    default: return `/agreements/${sight.agreementId}`;
  }
}

export interface FixShown {
  readonly does: string;
  readonly who: string;
  readonly act: string;
  readonly agreementId: string | null;
  readonly subject: string | null;
  readonly side: string | null;
}

/** Where somebody who may do it does it. */
export function fixPlace({ act, agreementId, subject, side }: FixShown, consumer: string): string | null {
  switch (act) {
    case 'name-both': return '/agreements/new';
    case 'propose': return `/view-set-proposals/new?consumer=${consumer}`;
    case 'cut-over': case 'give-up': return `/view-set-proposals?filter=${encodeURIComponent(JSON.stringify({ consumerOdsCode: consumer, state: 'running' }))}`;
    case 'lift-stop': return subject === null ? null : `/stops/${subject}`;
    case 'lift-system-stop': case 'add-certificate': return `/viewing-organisations/${consumer}`;
    case 'reopen': return '/directory-imports/new';
    case 'publish': case 'wait': return null;
    default: return agreementId === null ? null : side === null || subject === null ? `/agreements/${agreementId}` : `/agreements/${agreementId}/parties/${side}/${subject}`;
  }
}
