import type { LocalityTarget, StopsTarget } from '@accord/enforcement';
import type { ParticipationState, PartState, SightFacts, StandingStop } from '@accord/agreements';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { PublishedPairs } from '../../contract/published-pairs.js';

export interface StopDetails extends StandingStop {
  readonly kind: string;
  readonly imposedSide: string;
  readonly imposedFor: string | null;
  readonly reason: string | null;
}

/** One agreement between one provider and one consumer, as it bears on what may be seen. */
export interface SightRow extends SightFacts {
  readonly agreementId: string;
  readonly reference: string;
  readonly localityCode: string;
  readonly participationId: string;
  readonly partId: string;
  readonly providerOdsCode: string;
  readonly providerName: string;
  readonly consumerOdsCode: string;
  readonly consumerName: string;
  readonly participationAt: Date;
  readonly partAt: Date;
  readonly providerEvidence: { readonly id: string; readonly sha256: string } | null;
  readonly consumerEvidence: { readonly id: string; readonly sha256: string } | null;
  readonly isHeld: boolean;
  /** Held, and not in any publication yet. */
  readonly isUnpublished: boolean;
  readonly stops: readonly StopDetails[];
  readonly certificateEnded: Date | null;
  readonly providerClosed: boolean;
  readonly consumerClosed: boolean;
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

interface Row extends Omit<SightRow, 'gatesHold' | 'isUnpublished' | 'stops' | 'hasCertificate' | 'certificateEnded' | 'participation' | 'part'> {
  readonly participation: ParticipationState;
  readonly part: PartState;
  readonly pairRecordedAt: Date | null;
  readonly ownStops: readonly (Omit<StopDetails, 'from' | 'views'> & { readonly from: string })[];
}

const PAGE = (evidence: string): string => `CASE WHEN ${evidence}.id IS NOT NULL THEN json_build_object('id', ${evidence}.id, 'sha256', ${evidence}.document_sha256) END`;
const CLOSED = (code: string): string => `coalesce(organisation_open_until(${code}), 'infinity') <= $4::timestamptz`;

/** Whoever rejoined has a new part; the one that ended is asked only where no other followed. */
const PAIRS = `
  WITH provider AS (
    SELECT DISTINCT ON (agreement_id, provider_ods_code) * FROM participation
    WHERE service_code = $1 AND ($2::text IS NULL OR provider_ods_code = $2)
      AND ($3::text IS NULL OR agreement_id IN (SELECT agreement_id FROM consumer_part WHERE consumer_ods_code = $3))
    ORDER BY agreement_id, provider_ods_code, state IN ('withdrawn', 'declined'), recorded_at DESC
  ), part AS (
    SELECT DISTINCT ON (agreement_id, consumer_ods_code) * FROM consumer_part
    WHERE service_code = $1 AND ($3::text IS NULL OR consumer_ods_code = $3) AND agreement_id IN (SELECT agreement_id FROM provider)
    ORDER BY agreement_id, consumer_ods_code, state IN ('left', 'declined'), recorded_at DESC
  )
  SELECT a.id AS "agreementId", a.reference, l.code AS "localityCode", p.id AS "participationId", c.id AS "partId", p.provider_ods_code AS "providerOdsCode", po.name AS "providerName",
    c.consumer_ods_code AS "consumerOdsCode", co.name AS "consumerName", p.state AS participation, c.state AS part, p.state_at AS "participationAt", c.state_at AS "partAt", s.views,
    greatest(lower(pair.held_during), lower(signed.during), lower(accepted.during)) AS "from",
    least(upper(pair.held_during), upper(signed.during), upper(accepted.during), a.ended_at) AS "until",
    pair.participation_id IS NOT NULL AS "isHeld", pair.recorded_at AS "pairRecordedAt", s.current_during @> $4::timestamptz AS "viewSetCurrent",
    ${PAGE('pe')} AS "providerEvidence", ${PAGE('ce')} AS "consumerEvidence", ${CLOSED('p.provider_ods_code')} AS "providerClosed", ${CLOSED('c.consumer_ods_code')} AS "consumerClosed",
    coalesce((SELECT json_agg(json_build_object('id', stop.id, 'from', stop.from_at, 'kind', stop.kind, 'imposedSide', stop.imposed_side, 'imposedFor', stop.imposed_for,
        'reason', CASE WHEN stop.imposed_side IN ('staff', 'gate') OR stop.imposed_for = accord_ods() OR accord_duty() IN ('activation-officer', 'approver', 'auditor-national') THEN stop.reason END) ORDER BY stop.from_at)
      FROM stop WHERE stop.lifted_at IS NULL AND (stop.participation_id = p.id OR stop.consumer_part_id = c.id)), '[]') AS "ownStops"
  FROM provider p
  JOIN part c ON c.agreement_id = p.agreement_id
  JOIN sharing_agreement a ON a.id = p.agreement_id AND a.state IN ('open', 'closed', 'ended')
  JOIN locality l ON l.id = a.locality_id
  JOIN agreement_version signed ON signed.id = p.agreement_version_id
  JOIN agreement_version accepted ON accepted.id = c.agreement_version_id
  JOIN view_set s ON s.id = c.view_set_id
  JOIN organisation po ON po.ods_code = p.provider_ods_code
  JOIN organisation co ON co.ods_code = c.consumer_ods_code
  LEFT JOIN pair ON pair.participation_id = p.id AND pair.consumer_part_id = c.id AND NOT isempty(pair.held_during)
  LEFT JOIN evidence pe ON pe.id = p.evidence_id
  LEFT JOIN evidence ce ON ce.id = c.evidence_id
  ORDER BY p.provider_ods_code, c.consumer_ods_code, a.reference`;

/** What the newest publication lists for these localities, and its stop list. A stop list is new each time, so its newest is the one. */
const PUBLISHED = `
  SELECT target.path, target.content FROM tuf_target target
  JOIN (SELECT convert_from(content, 'UTF8')::jsonb -> 'localities' AS listed FROM publication ORDER BY number DESC LIMIT 1) newest
    ON target.sha256 IN (SELECT newest.listed ->> code FROM unnest($1::text[]) AS wanted (code))
  UNION ALL (SELECT path, content FROM tuf_target WHERE path = 'stops/stops.json' ORDER BY publication_number DESC LIMIT 1)`;

/** Every agreement that names both sides wanted, with what stands of it and what gateways are told. Row-level security says whose. */
export async function sights(tx: Tx, wanted: Wanted): Promise<Sights> {
  const at = timeOf(tx);
  const rows = await sql<Row>(tx, PAIRS, [wanted.service, wanted.provider, wanted.consumer, at]);
  const [current] = await sql<{ number: number; publishedAt: Date }>(tx, 'SELECT number, published_at AS "publishedAt" FROM publication ORDER BY number DESC LIMIT 1');
  const published = rows.length === 0 ? new PublishedPairs([], [], wanted) : await publishedPairs(tx, [...new Set(rows.map((row) => row.localityCode))], wanted);
  return { rows: rows.map((row) => sightOf(row, wanted.service, published, at, current?.publishedAt ?? null)), publication: current?.number ?? null };
}

async function publishedPairs(tx: Tx, localities: readonly string[], wanted: Wanted): Promise<PublishedPairs> {
  const files = await sql<{ path: string; content: Buffer }>(tx, PUBLISHED, [localities]);
  const read = <T>(content: Buffer): T => JSON.parse(content.toString()) as T;
  const stops = files.filter(({ path }) => path === 'stops/stops.json').flatMap(({ content }) => read<StopsTarget>(content).entries);
  return new PublishedPairs(files.filter(({ path }) => path !== 'stops/stops.json').map(({ content }) => read<LocalityTarget>(content)), stops, wanted);
}

function sightOf({ ownStops, pairRecordedAt, ...row }: Row, service: string, published: PublishedPairs, at: Date, publishedAt: Date | null): SightRow {
  const pair = { locality: row.localityCode, reference: row.reference, service, provider: row.providerOdsCode, consumer: row.consumerOdsCode };
  const own = ownStops.map((stop): StopDetails => ({ ...stop, from: new Date(stop.from), views: null }));
  const others = published.stopsOn(pair).filter(({ id }) => !own.some((stop) => stop.id === id))
    .map((stop): StopDetails => ({ ...stop, kind: 'suspension', imposedSide: 'staff', imposedFor: null, reason: null }));
  const isInsideDates = at >= row.from && at < row.until;
  const bothLive = row.participation === 'live' && row.part === 'live';
  // Gates are read where they are enforced: what is held and not listed has lost one, or waits for the next publication.
  const gatesHold = row.isHeld ? !isInsideDates || published.isListed(pair, at) : !bothLive && !row.providerClosed && !row.consumerClosed;
  return {
    ...row, gatesHold, stops: [...own, ...others], hasCertificate: published.hasCertificate(pair, at), certificateEnded: published.certificateEnded(row.consumerOdsCode),
    isUnpublished: row.isHeld && pairRecordedAt !== null && (publishedAt === null || pairRecordedAt > publishedAt),
  };
}
