export interface ChangeRow {
  readonly id: string;
  readonly recordedAt: string;
  readonly type: string;
  readonly subject: string;
  readonly outcome: string;
  readonly refusalCode: string | null;
  readonly personId: string | null;
  readonly actorName: string;
  readonly actorKind: string;
  readonly duty: string | null;
  readonly odsCode: string | null;
  readonly agreementId: string | null;
  readonly reason: string | null;
  readonly details: string;
  readonly origin: string;
}

export interface ChangesAnswer {
  readonly changeRecords: { readonly endCursor: string | null; readonly hasMore: boolean; readonly total: number; readonly totalIsExact: boolean; readonly records: readonly ChangeRow[] };
}

export const CHANGES = `query Changes($filter: ChangeRecordFilter, $after: String) { changeRecords(filter: $filter, first: 50, after: $after) {
  endCursor hasMore total totalIsExact
  records { id recordedAt type subject outcome refusalCode personId actorName actorKind duty odsCode agreementId reason details origin }
} }`;

/** What happens each day without changing anything; shown when it is asked for. A refused sign-in is none of it. */
const SIGN_INS = 'person.signed-in,person.stepped-up,person.chose-acting,person.signed-out';

/** Kinds that are no kind of thing. */
export const EVERYTHING = 'everything';
export const SIGN_INS_ONLY = 'sign-ins';

/** What the server is asked: without a kind, all but the sign-ins. */
export function askedOf({ type, ...others }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (type === undefined) return { ...others, without: SIGN_INS };
  if (type === EVERYTHING) return others;
  return { ...others, type: type === SIGN_INS_ONLY ? `${SIGN_INS},sign-in` : type };
}

/** Things that changes are about, as the first word of their type. */
export const KINDS: readonly (readonly [string, string])[] = [
  ['agreement', 'Agreements'], ['participation', 'Practices in agreements'], ['part', 'Viewing organisations in agreements'], ['stop', 'Suspensions and withdrawals'], ['activation', 'Activations'],
  ['evidence', 'Evidence'], ['gate-facts', 'Facts that gates read'], ['duty', 'Duties'], ['authority', 'Authority to sign'], ['person', 'People'], ['certificate', 'Certificates'], ['gateway', 'Gateways'],
  ['directory', 'Directory'], ['publication', 'Publications'], ['key', 'Keys'], ['view-set', 'Sets of views'], ['campaign', 'Campaigns'], ['access-log', 'Access log'],
];

/** What the address asks for; empty parts are left out. */
export function filterOf(asked: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries(['type', 'outcome', 'from', 'until', 'subject', 'agreementId', 'personId', 'odsCode'].flatMap((name) => {
    const value = asked.get(name)?.trim() ?? '';
    return value === '' ? [] : [[name, value]];
  }));
}
