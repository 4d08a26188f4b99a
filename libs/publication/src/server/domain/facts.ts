/**
 * What is agreed, as plain rows: the only input of the compiler. Instants are ISO 8601 in UTC with milliseconds, intervals half open.
 * Rows hold what is live or suspended; a suspension is a stop, so a gateway that refuses can still name the agreement.
 */
export interface Facts {
  readonly localities: readonly LocalityRow[];
  readonly services: readonly ServiceRow[];
  readonly providers: readonly ProviderRow[];
  readonly consumers: readonly ConsumerRow[];
  /** Those of every consumer that has any; null where nobody announced a change of them. */
  readonly certificates: readonly CertificateRow[] | null;
}

export interface LocalityRow {
  /** The commissioner's code: it names the locality's target. */
  readonly code: string;
  readonly refuseAfterSeconds: number;
  /** References of those agreements alone whose rows are among the facts; of all others nothing changed. Null: all rows are. */
  readonly agreements: readonly string[] | null;
}

export interface ServiceRow {
  readonly code: string;
  /** In the order of the content model; summaries cite views by position. */
  readonly views: readonly string[];
}

/** The pairs of one provider's participation that are held during one interval. */
export interface ProviderRow {
  readonly locality: string;
  /** The agreement's reference. */
  readonly agreement: string;
  readonly service: string;
  /** The version this provider signed. */
  readonly version: number;
  readonly provider: string;
  readonly from: string;
  readonly until: string;
  /** Digest of the evidence that proves the signature. */
  readonly evidence: string;
  readonly consumers: readonly string[];
}

/** One consumer's part in an agreement, while its view set is the current one. */
export interface ConsumerRow {
  readonly agreement: string;
  readonly consumer: string;
  readonly views: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly evidence: string;
}

export interface CertificateRow {
  readonly consumer: string;
  readonly system: string;
  readonly sha256: string;
  readonly from: string;
  readonly until: string;
}

/** Every field of a row, or the comparison would not see it: a new one does not compile until it is named here. */
const FIELDS = {
  services: Object.keys({ code: 0, views: 0 } satisfies Record<keyof ServiceRow, 0>) as (keyof ServiceRow)[],
  providers: Object.keys({
    locality: 0, agreement: 0, service: 0, version: 0, provider: 0, from: 0, until: 0, evidence: 0, consumers: 0,
  } satisfies Record<keyof ProviderRow, 0>) as (keyof ProviderRow)[],
  consumers: Object.keys({ agreement: 0, consumer: 0, views: 0, from: 0, until: 0, evidence: 0 } satisfies Record<keyof ConsumerRow, 0>) as (keyof ConsumerRow)[],
};

/** Whether two lists of rows say the same in every field, in the same order. */
export function sameRows<Kind extends keyof typeof FIELDS>(kind: Kind, some: Facts[Kind], others: Facts[Kind]): boolean {
  const fields = FIELDS[kind] as readonly string[];
  return some.length === others.length && some.every((row, nth) => {
    const [one, other] = [row, others[nth]] as unknown as readonly [Record<string, unknown>, Record<string, unknown>];
    return fields.every((field) => one[field] === other[field] || sameTexts(one[field], other[field]));
  });
}

function sameTexts(some: unknown, others: unknown): boolean {
  return Array.isArray(some) && Array.isArray(others) && some.length === others.length && some.every((text, at) => text === others[at]);
}
