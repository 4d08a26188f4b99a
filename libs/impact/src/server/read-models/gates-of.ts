import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { Certificate } from '../../contract/index.js';

export const NEVER_BEGAN = new Date(-8_640_000_000_000_000);
const ALWAYS = new Date(8_640_000_000_000_000);

/** The driver writes what has no end as infinity, JSON as a word, a range as nothing. */
function instantOf(value: Date | number | string | null): Date {
  if (value === null || value === Number.POSITIVE_INFINITY || value === 'infinity') return ALWAYS;
  return value === Number.NEGATIVE_INFINITY || value === '-infinity' ? NEVER_BEGAN : new Date(value);
}
type Instant = Parameters<typeof instantOf>[0];

export interface Dated { readonly from: Instant; readonly until: Instant }

export function dated<Row extends Dated>({ from, until, ...row }: Row): Omit<Row, keyof Dated> & { readonly from: Date; readonly until: Date } {
  return { ...row, from: instantOf(from), until: instantOf(until) };
}

/** Until when an organisation is open and hosted, and the certificates its systems ask with. */
export interface Gates { readonly openUntil: Date; readonly hostedUntil: Date; readonly certificates: readonly Certificate[] }
interface Row { readonly odsCode: string; readonly openUntil: Instant; readonly hostedUntil: Instant; readonly certificates: readonly ({ readonly systemId: string } & Dated)[] }

const GATES = 'SELECT ods_code AS "odsCode", open_until AS "openUntil", hosted_until AS "hostedUntil", certificates FROM impact_gates($1::text[], $2::timestamptz)';

export async function gatesOf(tx: Tx, codes: readonly string[], at: Date): Promise<ReadonlyMap<string, Gates>> {
  const rows = await sql<Row>(tx, GATES, [codes, at]);
  return new Map(rows.map(({ odsCode, openUntil, hostedUntil, certificates }) => [odsCode, { openUntil: instantOf(openUntil), hostedUntil: instantOf(hostedUntil), certificates: certificates.map(dated) }]));
}

const RUNS = 'SELECT ods_code AS "odsCode", from_at AS "from", until_at AS "until" FROM hosting_as_known($1::text[], $2::timestamptz)';

/** When providers are hosted, stretch by stretch: where an act says otherwise, days to come count too. Whoever never is has none. */
export async function hostedRuns(tx: Tx, codes: readonly string[], at: Date): Promise<ReadonlyMap<string, readonly { readonly from: Date; readonly until: Date }[]>> {
  const runs = new Map<string, { readonly from: Date; readonly until: Date }[]>(codes.map((code) => [code, []]));
  for (const { odsCode, ...run } of await sql<{ readonly odsCode: string } & Dated>(tx, RUNS, [codes, at])) runs.get(odsCode)?.push(dated(run));
  return runs;
}
