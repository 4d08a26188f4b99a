import { isId, type Actor, type Tx } from '@accord/kernel';
import { actorOf, sql, timeOf } from '@accord/kernel/server';
import { gatewayStanding, OFFLINE_KEYS_DUE_MS, type GatewayStanding } from '@accord/publication';
import { refuseLimitsOf } from './refuse-limits.js';

export interface PublicationRow {
  readonly number: number;
  readonly hash: string;
  readonly previousHash: string | null;
  readonly stopList: number;
  readonly publishedAt: Date;
  readonly localities: readonly string[];
  readonly consumers: readonly string[];
  readonly stopsChanged: boolean;
  /** Files that it renewed for gateways, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

/** The localities an actor's view of publications ends at; null where it ends nowhere. */
export function reachOf(actor: Actor): readonly string[] | null {
  return actor.duty === 'activation-officer' || actor.duty === 'approver' ? actor.localities : null;
}

/** What a publication changed, as far as $1 reaches (ids of localities; NULL reaches all). */
const COLUMNS = `number, hash, previous_hash AS "previousHash", stop_list_number AS "stopList", published_at AS "publishedAt", (summary ->> 'stopsChanged')::boolean AS "stopsChanged",
  ARRAY(SELECT changed.code FROM jsonb_array_elements_text(summary -> 'localities') WITH ORDINALITY AS changed (code, at)
    WHERE $1::uuid[] IS NULL OR changed.code IN (SELECT code FROM locality WHERE id = ANY ($1)) ORDER BY at) AS localities,
  ARRAY(SELECT changed.code FROM jsonb_array_elements_text(summary -> 'consumers') WITH ORDINALITY AS changed (code, at)
    WHERE $1::uuid[] IS NULL OR EXISTS (SELECT FROM agreement_party party WHERE party.ods_code = changed.code AND party.locality_id = ANY ($1)) ORDER BY at) AS consumers,
  (SELECT count(*)::int FROM publication_target named WHERE named.publication_number = publication.number AND named.path NOT LIKE 'consumers/%') AS files,
  (SELECT coalesce(sum(octet_length(target.content)), 0)::float8 FROM publication_target named JOIN tuf_target target ON target.sha256 = named.sha256
    WHERE named.publication_number = publication.number AND named.path NOT LIKE 'consumers/%') AS bytes`;

export async function currentPublication(tx: Tx, reach: readonly string[] | null = null): Promise<PublicationRow | null> {
  const [row] = await sql<PublicationRow>(tx, `SELECT ${COLUMNS} FROM publication ORDER BY number DESC LIMIT 1`, [reach]);
  return row ?? null;
}

/** One publication; what it changed only as far as $1 reaches. Its hash chains all publications, so staff may look at any of them. */
export async function publicationNumbered(tx: Tx, number: number, reach: readonly string[] | null = null): Promise<PublicationRow | null> {
  const [row] = await sql<PublicationRow>(tx, `SELECT ${COLUMNS} FROM publication WHERE number = $2`, [reach, number]);
  return row ?? null;
}

export interface FreshnessRow {
  /** The current publication. */
  readonly number: number;
  readonly signedAt: Date;
  /** Gateways that hold it count as up to date until then: by the timestamp or the stop list, whichever expires first. */
  readonly freshUntil: Date;
  readonly isFresh: boolean;
  /** When root or the top targets run out, whichever is first: from then on gateways believe nothing new. */
  readonly keysUntil: Date;
  /** Whether key holders have to renew them now. */
  readonly areKeysDue: boolean;
  /** When this was asked, by the clock of the server. */
  readonly at: Date;
}

/** When what gateways hold was last signed as current, and until when that and the keys behind it are good. */
export async function freshness(tx: Tx): Promise<FreshnessRow | null> {
  const [row] = await sql<FreshnessRow>(tx, `
    SELECT offline.until AS "keysUntil", offline.until < $1::timestamptz + $2 * interval '1 millisecond' AS "areKeysDue", current.number, signed.signed_at AS "signedAt", fresh.until AS "freshUntil", fresh.until > $1::timestamptz AS "isFresh", $1::timestamptz AS at
    FROM (SELECT number FROM publication ORDER BY number DESC LIMIT 1) current, (SELECT signed_at FROM tuf_metadata WHERE role = 'timestamp' ORDER BY version DESC LIMIT 1) signed,
      (SELECT min(expires_at) AS until FROM (SELECT DISTINCT ON (role) expires_at FROM tuf_metadata WHERE role IN ('timestamp', 'stops') ORDER BY role, version DESC) newest) fresh,
      (SELECT min(expires_at) AS until FROM (SELECT DISTINCT ON (role) expires_at FROM tuf_metadata WHERE role IN ('root', 'targets') ORDER BY role, version DESC) newest) offline`, [timeOf(tx), OFFLINE_KEYS_DUE_MS]);
  return row ?? null;
}

/** Newest first, before a number; of those within reach that changed a summary there, or first showed an act there. */
export async function publicationsBefore(tx: Tx, before: number | null, first: number, reach: readonly string[] | null = null): Promise<readonly PublicationRow[]> {
  return sql<PublicationRow>(tx, `
    SELECT ${COLUMNS} FROM publication
    WHERE ($2::integer IS NULL OR number < $2) AND ($1::uuid[] IS NULL
      OR summary -> 'localities' ?| ARRAY(SELECT code FROM locality WHERE id = ANY ($1))
      OR EXISTS (SELECT FROM outbox WHERE outbox.published_in = publication.number AND outbox.recorded_at <= publication.published_at AND outbox.locality_ids && $1))
    ORDER BY number DESC LIMIT $3`, [reach, before, first]);
}

export interface GatewayStateRow {
  readonly gatewayId: string;
  readonly code: string;
  readonly name: string;
  readonly revoked: boolean;
  readonly confirmedAt: Date;
  readonly localities: readonly string[];
  readonly publication: number | null;
  readonly stopList: number | null;
  readonly appliedAt: Date | null;
  /** When what it enforces was published. */
  readonly publishedAt: Date | null;
  /** Since when it could have applied the first publication that it has not: its publishing, or the gateway's confirming where that came later. Null where it lacks none. */
  readonly behindSince: Date | null;
  /** When it last asked. */
  readonly seenAt: Date | null;
  /** The fingerprint of the certificate it presented then. */
  readonly presented: string | null;
  /** When it last got a timestamp, asked for or pushed: from then on it may answer for as long as its refuse limit. */
  readonly givenAt: Date | null;
  /** Whether one of its certificates counts now. */
  readonly isCertified: boolean;
  /** Until when its certificates follow one another without a gap, or did. */
  readonly certificateUntil: Date | null;
}

/** Each registered gateway with the newest publication and stop list it has signed for. $1: the time by which it serves localities. */
const GATEWAYS = `
  SELECT g.id AS "gatewayId", g.code, g.name, g.revoked_at IS NOT NULL AS revoked, g.confirmed_at AS "confirmedAt", r.publication_number AS publication, r.stop_list_number AS "stopList",
    r.applied_at AS "appliedAt", c.seen_at AS "seenAt", c.presented, greatest(c.seen_at, c.handed_at) AS "givenAt", held.published_at AS "publishedAt", greatest(missed.published_at, CASE WHEN missed.number IS NOT NULL THEN g.confirmed_at END) AS "behindSince",
    EXISTS (SELECT FROM gateway_certificate held WHERE held.gateway_id = g.id AND held.confirmed_at IS NOT NULL AND held.revoked_at IS NULL AND held.valid_during @> $1::timestamptz) AS "isCertified",
    gateway_certified_until(g.id, $1) AS "certificateUntil",
    ARRAY(SELECT l.code FROM gateway_locality s JOIN locality l ON l.id = s.locality_id WHERE s.gateway_id = g.id AND s.during @> $1::timestamptz ORDER BY l.code) AS localities
  FROM gateway g
  LEFT JOIN gateway_contact c ON c.gateway_id = g.id
  LEFT JOIN LATERAL (SELECT * FROM receipt WHERE receipt.gateway_id = g.id ORDER BY publication_number DESC, stop_list_number DESC LIMIT 1) r ON true
  LEFT JOIN publication held ON held.number = r.publication_number
  LEFT JOIN publication missed ON missed.number = coalesce(r.publication_number, 0) + 1
  WHERE g.confirmed_at IS NOT NULL`;

export interface StandingRow extends GatewayStateRow {
  readonly standing: GatewayStanding;
  /** How many publications it lacks, silent or not. */
  readonly behindBy: number;
  /** For how long it has lacked the first of them. */
  readonly behindSeconds: number;
  /** How long ago what it enforces was published. */
  readonly ageSeconds: number | null;
}

/** Judged here, by the clock of the server and the refuse limit of what each gateway holds: whoever looks may have another clock. */
export async function gatewayStates(tx: Tx, at: Date, reach: readonly string[] | null = null): Promise<readonly StandingRow[]> {
  const rows = await sql<GatewayStateRow>(tx, `${GATEWAYS} AND ($2::uuid[] IS NULL OR EXISTS (
    SELECT FROM gateway_locality s WHERE s.gateway_id = g.id AND s.locality_id = ANY ($2) AND s.during @> $1::timestamptz)) ORDER BY g.code`, [at, reach]);
  const limits = await refuseLimitsOf(tx, rows.map(({ publication }) => publication));
  const [current] = await sql<{ number: number }>(tx, 'SELECT number FROM publication ORDER BY number DESC LIMIT 1');
  const since = (from: Date): number => Math.max(0, Math.floor((at.getTime() - from.getTime()) / 1000));
  return rows.map((row) => ({
    ...row, behindBy: Math.max(0, (current?.number ?? 0) - (row.publication ?? 0)), behindSeconds: row.behindSince === null ? 0 : since(row.behindSince), ageSeconds: row.publishedAt === null ? null : since(row.publishedAt),
    standing: gatewayStanding({ isRevoked: row.revoked, confirmedAt: row.confirmedAt, isCertified: row.isCertified, publication: row.publication, seenAt: row.seenAt, givenAt: row.givenAt, refuseAfterMs: limits(row.publication, row.localities) }, current?.number ?? null, at),
  }));
}

export interface ReceiptRow {
  readonly gatewayId: string;
  readonly code: string;
  readonly name: string;
  readonly revoked: boolean;
  /** When its first receipt says that it had applied this publication or a later one; null while it has not. */
  readonly appliedAt: Date | null;
  /** The number that receipt names: later than the one asked where it skipped that. */
  readonly number: number | null;
  /** Whether it was ever given anything, this or any other. */
  readonly isGiven: boolean;
  /** Of one that is revoked: until when it may go on by what it holds; null where that has passed, or it holds nothing. */
  readonly holdsUntil: Date | null;
}

/**
 * Each gateway within reach ($2) and when it had applied a publication ($3). One confirmed only after the next had been published was
 * never served this one: it is told of only where it signed for it all the same.
 */
export async function receiptsOf(tx: Tx, number: number, at: Date, reach: readonly string[] | null = null): Promise<readonly ReceiptRow[]> {
  const rows = await sql<Omit<ReceiptRow, 'holdsUntil'>>(tx, `
    SELECT g.id AS "gatewayId", g.code, g.name, g.revoked_at IS NOT NULL AS revoked, first.applied_at AS "appliedAt", first.publication_number AS number,
      EXISTS (SELECT FROM gateway_contact WHERE gateway_contact.gateway_id = g.id) OR EXISTS (SELECT FROM receipt WHERE receipt.gateway_id = g.id) AS "isGiven"
    FROM gateway g
    LEFT JOIN LATERAL (SELECT applied_at, publication_number FROM receipt WHERE receipt.gateway_id = g.id AND receipt.publication_number >= $3
      ORDER BY publication_number, applied_at LIMIT 1) first ON true
    WHERE g.confirmed_at IS NOT NULL AND ($2::uuid[] IS NULL OR EXISTS (
      SELECT FROM gateway_locality s WHERE s.gateway_id = g.id AND s.locality_id = ANY ($2) AND s.during @> $1::timestamptz))
      AND (first.publication_number IS NOT DISTINCT FROM $3 OR NOT EXISTS (SELECT FROM publication next WHERE next.number = $3 + 1 AND next.published_at <= g.confirmed_at)) ORDER BY g.code`, [at, reach, number]);
  const standings = rows.some(({ revoked }) => revoked) ? new Map((await gatewayStates(tx, at, reach)).map(({ gatewayId, standing }) => [gatewayId, standing])) : new Map<string, GatewayStanding>();
  return rows.map((row) => {
    const standing = standings.get(row.gatewayId);
    return { ...row, holdsUntil: standing?.kind === 'quarantined' ? standing.refusesAt : null };
  });
}

export interface GatewayReceiptRow {
  readonly publication: number;
  readonly stopList: number;
  readonly appliedAt: Date;
  readonly publishedAt: Date;
}

/** The newest receipts of one gateway. */
export async function receiptsOfGateway(tx: Tx, gatewayId: string, first: number): Promise<readonly GatewayReceiptRow[]> {
  return sql<GatewayReceiptRow>(tx, `
    SELECT receipt.publication_number AS publication, receipt.stop_list_number AS "stopList", receipt.applied_at AS "appliedAt", publication.published_at AS "publishedAt"
    FROM receipt JOIN publication ON publication.number = receipt.publication_number
    WHERE receipt.gateway_id = $1 ORDER BY receipt.publication_number DESC, receipt.stop_list_number DESC LIMIT $2`, [gatewayId, first]);
}

export interface AppliedRow extends GatewayStateRow {
  /** When its receipt says that it had applied the asked publication, or a later one; null while it has not. */
  readonly reachedAt: Date | null;
  /** The publication and the stop list that receipt names. */
  readonly reachedPublication: number | null;
  readonly reachedStopList: number | null;
  /** From when it refuses everything of the localities asked for, should it never hear again; null where it was never given anything, or nothing is published of these. */
  readonly refusesAt: Date | null;
}

export interface AppliedAnswer {
  /** The publication that first showed the act; null while it waits to be published. */
  readonly publication: number | null;
  readonly stopList: number | null;
  readonly applied: readonly AppliedRow[];
  readonly waiting: readonly AppliedRow[];
  /** Confirmed before it, and never given anything: they hold nothing to permit by, so nothing waits for them. */
  readonly neverGiven: readonly AppliedRow[];
  /** Every gateway that serves the pair and was given anything has receipted it or passed its refuse limit. */
  readonly complete: boolean;
}

/**
 * Which gateways have applied what was announced about a subject (a stop, a participation …) or a publication number, and which not.
 * Only gateways that serve one of the localities the announcement named are asked; revoking a certificate completes nothing. A gateway
 * that was never given anything holds nothing to permit by: since the feed notes whom it gives a timestamp before it reads which, what
 * such a gateway is given first knows of the act already. It is waited for from that note on. Null where nothing was announced that this
 * reader may know of, or no publication has that number: of that, nothing waits and nothing completes.
 */
export async function appliedBy(tx: Tx, asked: { readonly subject: string } | { readonly publication: number }, at: Date): Promise<AppliedAnswer | null> {
  const about = 'subject' in asked ? await publicationOf(tx, asked.subject) : { publication: asked.publication, localities: null, announcedAt: null };
  if (about === null) return null;
  const [publication] = about.publication === null ? [] : await sql<{ stopList: number; publishedAt: Date }>(
    tx, 'SELECT stop_list_number AS "stopList", published_at AS "publishedAt" FROM publication WHERE number = $1', [about.publication]);
  if ('publication' in asked && publication === undefined) return null;
  const asking = await sql<Omit<AppliedRow, 'refusesAt'>>(tx, `
    SELECT state.*, reached.applied_at AS "reachedAt", reached.publication_number AS "reachedPublication", reached.stop_list_number AS "reachedStopList"
    FROM (${GATEWAYS}) state
    LEFT JOIN LATERAL (SELECT * FROM receipt WHERE receipt.gateway_id = state."gatewayId" AND receipt.publication_number >= $2 ORDER BY applied_at, publication_number, stop_list_number LIMIT 1) reached ON true
    WHERE ($3::text[] IS NULL OR state.localities && $3)
      AND (state."givenAt" IS NOT NULL OR state.publication IS NOT NULL OR state."confirmedAt" <= $4::timestamptz) ORDER BY state.code`,
    [at, about.publication ?? 2_147_483_647, about.localities, about.announcedAt ?? publication?.publishedAt ?? at]);
  const limits = await refuseLimitsOf(tx, asking.map((row) => row.publication));
  const rows = asking.map((row): AppliedRow => {
    const limit = limits(row.publication, row.localities.filter((code) => about.localities?.includes(code) ?? true));
    return { ...row, refusesAt: row.givenAt === null || limit === null ? null : new Date(row.givenAt.getTime() + limit) };
  });
  const applied = rows.filter((row) => row.reachedAt !== null);
  const isGiven = (row: AppliedRow): boolean => row.givenAt !== null || row.publication !== null;
  const waiting = rows.filter((row) => row.reachedAt === null && isGiven(row));
  const hasPassed = (row: AppliedRow) => row.refusesAt !== null && row.refusesAt.getTime() <= at.getTime();
  return {
    publication: publication ? about.publication : null, stopList: publication?.stopList ?? null, applied, waiting, neverGiven: rows.filter((row) => !isGiven(row)),
    complete: publication !== undefined && waiting.every(hasPassed),
  };
}

/** Whether what an announcement was about is the reader's to see: row-level security says so; what is not reads like what never was (R9). */
export async function isTheirsToSee(tx: Tx, subject: string): Promise<boolean> {
  if (!isId(subject)) return false;
  const rows = await sql(tx, `
    SELECT 1 FROM stop WHERE id = $1 UNION ALL SELECT 1 FROM participation WHERE id = $1 UNION ALL SELECT 1 FROM consumer_part WHERE id = $1
    UNION ALL SELECT 1 FROM sharing_agreement WHERE id = $1 UNION ALL SELECT 1 FROM activation WHERE id = $1 UNION ALL SELECT 1 FROM system_certificate WHERE id = $1 LIMIT 1`, [subject]);
  return rows.length > 0;
}

interface Announced {
  readonly publication: number | null;
  readonly localities: readonly string[] | null;
  readonly announcedAt: Date;
}

/**
 * The newest announcement about a subject, and where it alters something. What altered nothing answers only where nothing else was said:
 * it is published with the next publication, whatever that shows. A stop is announced under the part it stops and names itself beside it.
 * Who acts for an organisation is told of localities where it is a party.
 */
async function publicationOf(tx: Tx, subject: string): Promise<Announced | null> {
  const { odsCode } = actorOf(tx);
  const [row] = await sql<Announced>(tx, `
    SELECT o.published_in AS publication, o.recorded_at AS "announcedAt", nullif(ARRAY(SELECT code FROM locality WHERE id = ANY (o.locality_ids) ORDER BY code), '{}') AS localities
    FROM (SELECT * FROM (SELECT * FROM outbox WHERE subject = $1 UNION SELECT * FROM outbox WHERE payload ->> 'stop' = $1 AND locality_ids <> '{}') said
      ORDER BY locality_ids <> '{}' DESC, recorded_at DESC, id DESC LIMIT 1) o
    WHERE $2::text IS NULL OR o.locality_ids = '{}' OR EXISTS (SELECT FROM agreement_party party WHERE party.ods_code = $2 AND party.locality_id = ANY (o.locality_ids))`, [subject, odsCode]);
  return row ?? null;
}
