import { CALLERS_FORMAT, LOCALITY_FORMAT, STOPS_FORMAT, summaryIn, type CallersTarget, type LocalityTarget, type StopsTarget } from '@accord/enforcement';
import type { ParticipationState, PartState } from '@accord/agreements';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { AgreementSight, StopDetails } from '../../contract/agreement-sight.js';
import { PublishedPairs } from '../../contract/published-pairs.js';
import { gatesHoldFor } from '../../contract/time-travel.js';
import { hostedAt, withoutDetails, withStopDetails } from './as-of-details.js';
import { pairsAsKnown, PAIRS_NOW } from './as-of-pairs.js';

export interface SightRow extends AgreementSight {
  readonly localityCode: string;
}

export interface Sights {
  readonly rows: readonly SightRow[];
  readonly publication: number | null;
}

export interface Wanted {
  readonly service: string;
  readonly provider: string | null;
  readonly consumer: string | null;
}

interface Row extends Omit<SightRow, 'gatesHold' | 'isUnpublished' | 'isHosted' | 'stops' | 'hasCertificate' | 'certificateEnded' | 'participation' | 'part'> {
  readonly participation: ParticipationState;
  readonly part: PartState;
  readonly pairRecordedAt: Date | null;
  readonly ownStops: readonly (Omit<StopDetails, 'from'> & { readonly from: string })[];
}

/** The publication gateways had been told of. The newest where no instant is given: its publisher's clock may run a little ahead. */
const CURRENT = 'SELECT number, published_at AS "publishedAt" FROM publication WHERE $1::timestamptz IS NULL OR published_at <= $1 ORDER BY number DESC LIMIT 1';

/** What a publication lists for these localities, and its stop list. A stop list is new each time, so the last one is its own. */
const PUBLISHED = `
  SELECT target.path, target.content FROM tuf_target target
  JOIN (SELECT convert_from(content, 'UTF8')::jsonb AS said FROM publication WHERE number = $2) newest
    ON target.sha256 = newest.said ->> 'callers' OR target.sha256 IN (SELECT newest.said -> 'localities' ->> code FROM unnest($1::text[]) AS wanted (code))
  UNION ALL (SELECT path, content FROM tuf_target WHERE path = 'stops/stops.json' AND publication_number <= $2 ORDER BY publication_number DESC LIMIT 1)`;

/**
 * Every agreement that names both sides wanted, with what stands of it and what gateways are told; or, for a past instant, with what was known
 * of it by then and what gateways had been told. Row-level security says whose.
 */
export async function sights(tx: Tx, wanted: Wanted, knownAt: Date | null = null): Promise<Sights> {
  const at = knownAt ?? timeOf(tx);
  const rows = await sql<Row>(tx, knownAt === null ? PAIRS_NOW : pairsAsKnown(), [wanted.service, wanted.provider, wanted.consumer, at]);
  const [current] = await sql<{ number: number; publishedAt: Date }>(tx, CURRENT, [knownAt]);
  const published = rows.length === 0 || current === undefined ? new PublishedPairs([], [], [], wanted) : await publishedPairs(tx, [...new Set(rows.map((row) => row.localityCode))], wanted, current.number);
  const hosted = await hostedAt(tx, [...new Set(rows.map((row) => row.providerOdsCode))], at);
  const told = rows.map((row) => sightOf(row, wanted.service, published, at, current?.publishedAt ?? null, hosted.has(row.providerOdsCode)));
  return { rows: await withStopDetails(tx, told), publication: current?.number ?? null };
}

async function publishedPairs(tx: Tx, localities: readonly string[], wanted: Wanted, publication: number): Promise<PublishedPairs> {
  const files = await sql<{ path: string; content: Buffer }>(tx, PUBLISHED, [localities, publication]);
  const read = files.map(({ content }) => JSON.parse(content.toString()) as LocalityTarget | CallersTarget | StopsTarget);
  // What was published in an older form is not read: of that instant it is then said that nothing was listed.
  return new PublishedPairs(
    read.filter((target) => target.format === LOCALITY_FORMAT).map(summaryIn), read.filter((target) => target.format === CALLERS_FORMAT),
    read.filter((target) => target.format === STOPS_FORMAT).flatMap(({ entries }) => entries), wanted);
}

function sightOf({ ownStops, pairRecordedAt, ...row }: Row, service: string, published: PublishedPairs, at: Date, publishedAt: Date | null, isHosted: boolean): SightRow {
  const pair = { locality: row.localityCode, reference: row.reference, service, provider: row.providerOdsCode, consumer: row.consumerOdsCode };
  const own = ownStops.map((stop): StopDetails => ({ ...stop, from: new Date(stop.from), views: null }));
  const others = published.stopsOn(pair).filter(({ id }) => !own.some((stop) => stop.id === id)).map(withoutDetails);
  const isInsideDates = at >= row.from && at < row.until;
  const bothLive = row.participation === 'live' && row.part === 'live';
  return {
    ...row, isHosted, gatesHold: gatesHoldFor({ ...row, isInsideDates, bothLive }, published.isListed(pair, at)), stops: [...own, ...others],
    hasCertificate: published.hasCertificate(pair, at), certificateEnded: published.certificateEnded(row.consumerOdsCode),
    isUnpublished: row.isHeld && pairRecordedAt !== null && (publishedAt === null || pairRecordedAt > publishedAt),
  };
}
