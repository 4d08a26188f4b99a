import type { ParticipationState, PartState } from '@accord/agreements';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { sightThen, type OpenInTime, type SharingInTime, type StopInTime, type Stretch } from '../../contract/time-travel.js';
import { signedPages, withoutDetails, withStopDetails } from './as-of-details.js';
import { pairInTime, partInTime, rangeKnown, type PastPair, type PastPart, type PastRange } from './as-of-rows.js';
import type { SightRow, Wanted } from './sights.js';

/** One agreement between one provider and one consumer, in time. */
export interface NamedSharing extends SharingInTime {
  readonly agreementId: string;
  readonly reference: string;
  readonly localityCode: string;
  readonly providerOdsCode: string;
  readonly providerName: string;
  readonly consumerOdsCode: string;
  readonly consumerName: string;
  readonly isOpen: boolean;
  readonly numbers: ReadonlyMap<string, number>;
}

const PAST = (kind: string, subject: string): string => `coalesce((SELECT json_agg(past_row.image || jsonb_build_object('until_at', past_row.until_at) ORDER BY past_row.id) FROM past_row WHERE past_row.kind = '${kind}' AND past_row.subject = ${subject}), '[]') AS past`;

const PARTIES = (side: 'provider' | 'consumer', table: string, other: string): string => `
  SELECT party.id, party.agreement_id AS "agreementId", party.${side}_ods_code AS "odsCode", party.recorded_at AS "recordedAt",
    json_build_object('state', party.state, 'state_at', party.state_at, 'agreement_version_id', party.agreement_version_id, 'evidence_id', party.evidence_id
      ${side === 'consumer' ? `, 'view_set_id', party.view_set_id` : ''}) AS current, ${PAST(table, 'party.id::text')}
  FROM ${table} party WHERE party.service_code = $1 AND party.recorded_at <= $4::timestamptz
    AND ($${side === 'provider' ? 2 : 3}::text IS NULL OR party.${side}_ods_code = $${side === 'provider' ? 2 : 3})
    AND ($${side === 'provider' ? 3 : 2}::text IS NULL OR party.agreement_id IN (SELECT agreement_id FROM ${other.split(' ')[0]!} WHERE ${other.split(' ')[1]!} = $${side === 'provider' ? 3 : 2}))`;

const PAIRS = `
  SELECT pair.participation_id AS "participationId", pair.consumer_part_id AS "partId", pair.view_set_id AS "viewSetId", pair.recorded_at AS "recordedAt", lower(pair.held_during) AS "from", upper(pair.held_during) AS until,
    isempty(pair.held_during) AS "isEmpty", coalesce((SELECT json_agg(json_build_object('from', lower(was.held_during), 'until', upper(was.held_during), 'until_at', past_row.until_at) ORDER BY past_row.id)
      FROM past_row CROSS JOIN LATERAL jsonb_populate_record(pair, past_row.image) was WHERE past_row.kind = 'pair' AND past_row.subject = pair.participation_id || ' ' || pair.consumer_part_id
        AND past_row.image ->> 'view_set_id' = pair.view_set_id::text), '[]') AS past
  FROM pair WHERE pair.service_code = $1 AND pair.recorded_at <= $4::timestamptz AND ($2::text IS NULL OR pair.provider_ods_code = $2) AND ($3::text IS NULL OR pair.consumer_ods_code = $3)`;

const VIEW_SETS = `
  SELECT view_set.id, view_set.views, lower(view_set.current_during) AS "from", upper(view_set.current_during) AS until,
    coalesce((SELECT json_agg(json_build_object('from', lower(was.current_during), 'until', upper(was.current_during), 'until_at', past_row.until_at) ORDER BY past_row.id)
      FROM past_row CROSS JOIN LATERAL jsonb_populate_record(view_set, past_row.image) was WHERE past_row.kind = 'view_set' AND past_row.subject = view_set.id::text), '[]') AS past
  FROM view_set WHERE view_set.id = ANY ($1::uuid[])`;

const AGREEMENTS = `
  SELECT agreement.id, agreement.reference, locality.code AS "localityCode", agreement.locality_id AS "localityId", agreement.state, coalesce(agreement.opened_at, agreement.drafted_at) AS "openedAt",
    CASE WHEN agreement.ended_at <= $2::timestamptz THEN agreement.ended_at END AS "endedAt",
    (SELECT json_agg(json_build_object('id', version.id, 'number', version.number, 'from', lower(version.during), 'until', upper(version.during))) FROM agreement_version version WHERE version.agreement_id = agreement.id) AS versions
  FROM sharing_agreement agreement JOIN locality ON locality.id = agreement.locality_id
  WHERE agreement.id = ANY ($1::uuid[]) AND agreement.state IN ('open', 'closed', 'ended') ORDER BY agreement.reference`;

const ORGANISATIONS = `
  SELECT organisation.ods_code AS "odsCode", organisation.name, nullif(organisation_open_until_as_known(organisation.ods_code, $2::timestamptz), 'infinity') AS until,
    coalesce((SELECT json_agg(json_build_object('status', said.status, 'from', said.valid_from, 'recordedAt', said.recorded_at)) FROM organisation_status said
      WHERE said.ods_code = organisation.ods_code AND said.recorded_at <= $2::timestamptz), '[]') AS statuses
  FROM organisation WHERE organisation.ods_code = ANY ($1::text[])`;

interface Stop extends Omit<StopInTime, 'ofPart'> {
  readonly scopeKind: string; readonly participationId: string | null; readonly partId: string | null; readonly agreementId: string | null; readonly localityId: string | null;
  readonly service: string | null; readonly provider: string | null; readonly consumer: string | null;
}
const STOPS = `
  SELECT id, kind, scope_kind AS "scopeKind", from_at AS "from", until_at AS until, views, system_id AS system, participation_id AS "participationId", consumer_part_id AS "partId", agreement_id AS "agreementId",
    locality_id AS "localityId", service_code AS service, provider_ods_code AS provider, consumer_ods_code AS consumer
  FROM stops_as_known($1::uuid[], $2::timestamptz) ORDER BY from_at, id`;

interface Open { readonly odsCode: string; readonly name: string; readonly until: Date | number | null; readonly statuses: readonly { readonly status: string; readonly from: string; readonly recordedAt: string }[] }
interface Agreement {
  readonly id: string; readonly reference: string; readonly localityCode: string; readonly localityId: string; readonly state: string; readonly openedAt: Date; readonly endedAt: Date | null;
  readonly versions: readonly { readonly id: string; readonly number: number; readonly from: string; readonly until: string }[];
}

/** Every agreement between the sides wanted with all that is dated of it, as far as it had been recorded by an instant. Row-level security says whose. */
export async function sharingsInTime(tx: Tx, wanted: Wanted, knownAt: Date): Promise<readonly NamedSharing[]> {
  const asked = [wanted.service, wanted.provider, wanted.consumer, knownAt];
  const providers = (await sql<PastPart>(tx, PARTIES('provider', 'participation', 'consumer_part consumer_ods_code'), asked)).map((row) => partInTime<ParticipationState>(row, knownAt));
  const consumers = (await sql<PastPart>(tx, PARTIES('consumer', 'consumer_part', 'participation provider_ods_code'), asked)).map((row) => partInTime<PartState>(row, knownAt));
  const named = new Set(providers.map(({ agreementId }) => agreementId));
  const ids = [...new Set(consumers.map(({ agreementId }) => agreementId))].filter((id) => named.has(id));
  if (ids.length === 0) return [];

  const pairs = (await sql<PastPair>(tx, PAIRS, asked)).map((row) => pairInTime(row, knownAt));
  const agreements = await sql<Agreement>(tx, AGREEMENTS, [ids, knownAt]);
  const sets = await sql<PastRange & { readonly id: string; readonly views: readonly string[] }>(tx, VIEW_SETS, [[...new Set(consumers.flatMap(({ spans }) => spans.map(({ viewSetId }) => viewSetId)))]]);
  const codes = [...new Set([...providers, ...consumers].map(({ odsCode }) => odsCode))];
  const organisations = new Map((await sql<Open>(tx, ORGANISATIONS, [codes, knownAt])).map((row) => [row.odsCode, { name: row.name, open: openInTime(row) }]));
  const hosted = await sql<Stretch & { readonly odsCode: string }>(tx, 'SELECT ods_code AS "odsCode", from_at AS "from", until_at AS until FROM hosting_as_known($1::text[], $2::timestamptz)', [codes, knownAt]);
  const certificates = await sql<Stretch & { readonly odsCode: string; readonly system: string }>(tx, 'SELECT ods_code AS "odsCode", system_id AS system, from_at AS "from", until_at AS until FROM certificates_as_known($1::text[], $2::timestamptz)', [codes, knownAt]);
  const stops = await sql<Stop>(tx, STOPS, [ids, knownAt]);

  const pairsOf = grouped(pairs, ({ participationId }) => participationId);
  const hostedOf = grouped(hosted, ({ odsCode }) => odsCode);
  const certificatesOf = grouped(certificates, ({ odsCode }) => odsCode);
  const [sharingIn, lookingIn] = [grouped(providers, ({ agreementId }) => agreementId), grouped(consumers, ({ agreementId }) => agreementId)];
  const viewSets = new Map(sets.map((set) => [set.id, { views: set.views, ...rangeKnown(set, knownAt) }]));
  return agreements.flatMap((agreement) => {
    const versions = new Map(agreement.versions.map((version) => [version.id, { from: new Date(version.from), until: new Date(version.until) }]));
    const numbers = new Map(agreement.versions.map((version) => [version.id, version.number]));
    const [sharing, looking] = [grouped(sharingIn.get(agreement.id) ?? [], ({ odsCode }) => odsCode), grouped(lookingIn.get(agreement.id) ?? [], ({ odsCode }) => odsCode)];
    return [...sharing].flatMap(([provider, participations]) => [...looking].map(([consumer, parts]): NamedSharing => ({
      agreementId: agreement.id, reference: agreement.reference, localityCode: agreement.localityCode, isOpen: agreement.state === 'open', numbers, versions, viewSets, participations, parts,
      providerOdsCode: provider, providerName: organisations.get(provider)!.name, consumerOdsCode: consumer, consumerName: organisations.get(consumer)!.name,
      openedAt: agreement.openedAt, endedAt: agreement.endedAt, providerOpen: organisations.get(provider)!.open, consumerOpen: organisations.get(consumer)!.open,
      pairs: participations.flatMap(({ id }) => pairsOf.get(id) ?? []).filter(({ partId }) => parts.some(({ id }) => id === partId)),
      hosted: hostedOf.get(provider) ?? [], certificates: certificatesOf.get(consumer) ?? [],
      stops: stops.filter((stop) => reaches(stop, agreement, wanted.service, provider, consumer)).map((stop) => stopInTime(stop, participations)),
    })));
  }).sort((a, b) => order(a.providerOdsCode, b.providerOdsCode) || order(a.consumerOdsCode, b.consumerOdsCode) || order(a.reference, b.reference));
}

/** Who sees what at an instant, as it was: by everything that had been recorded by another, in the order of `sights`. */
export async function sightsAsItWas(tx: Tx, sharings: readonly NamedSharing[], at: Date): Promise<readonly SightRow[]> {
  const then = sharings.flatMap((sharing) => {
    const found = sightThen(sharing, at);
    return found === null ? [] : [{ sharing, ...found }];
  });
  const pages = await signedPages(tx, [...new Set(then.flatMap(({ participation, part }) => [participation.evidenceId, part.evidenceId]).filter((id) => id !== null))]);
  const rows = then.map(({ sharing, facts, participation, part, isHeld, isHosted, providerClosed, consumerClosed, certificateEnded }): SightRow => {
    const [signed, accepted] = [sharing.versions.get(participation.versionId)!, sharing.versions.get(part.versionId)!];
    const { agreementId, reference, localityCode, providerOdsCode, providerName, consumerOdsCode, consumerName } = sharing;
    return {
      ...facts, agreementId, reference, localityCode, providerOdsCode, providerName, consumerOdsCode, consumerName, isNamed: true, isHeld, isHosted, providerClosed, consumerClosed, certificateEnded,
      agreementState: sharing.endedAt !== null && sharing.endedAt <= at ? 'ended' : sharing.isOpen || sharing.endedAt !== null ? 'open' : 'closed', isUnpublished: false,
      participationId: participation.id, partId: part.id, participationAt: participation.stateAt, partAt: part.stateAt,
      providerVersion: sharing.numbers.get(participation.versionId)!, consumerVersion: sharing.numbers.get(part.versionId)!,
      termsFrom: signed.from > accepted.from ? signed.from : accepted.from, termsUntil: earlier(signed.until!, accepted.until!),
      providerEvidence: pages.get(participation.evidenceId ?? '') ?? null, consumerEvidence: pages.get(part.evidenceId ?? '') ?? null, stops: facts.stops.map(withoutDetails),
    };
  });
  return withStopDetails(tx, rows);
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const known = found.get(keyOf(item));
    if (known === undefined) found.set(keyOf(item), [item]);
    else known.push(item);
  }
  return found;
}

function openInTime({ until, statuses }: Open): OpenInTime {
  const ends = until === null ? null : until instanceof Date ? until : new Date(-8_640_000_000_000_000); // the driver gives '-infinity' as a number
  return { until: ends, statuses: statuses.map(({ status, from, recordedAt }) => ({ status, from: new Date(from), recordedAt: new Date(recordedAt) })) };
}

function reaches(stop: Stop, agreement: Agreement, service: string, provider: string, consumer: string): boolean {
  return (stop.agreementId ?? agreement.id) === agreement.id && (stop.localityId ?? agreement.localityId) === agreement.localityId && (stop.service ?? service) === service
    && (stop.provider ?? provider) === provider && (stop.consumer ?? consumer) === consumer;
}

/** A stop that names one part, or marks its going from one viewer for good, is of that part: whoever was invited again it does not reach. */
function stopInTime({ id, kind, from, until, views, system, scopeKind, participationId, partId }: Stop, participations: SharingInTime['participations']): StopInTime {
  const wentFromOne = kind === 'withdrawal' && scopeKind === 'pair' ? participations.filter(({ recordedAt }) => recordedAt <= from).sort((one, other) => other.recordedAt.getTime() - one.recordedAt.getTime())[0]?.id : undefined;
  return { id, kind, from, until, views, system, ofPart: participationId ?? partId ?? wentFromOne ?? null };
}

const earlier = (one: Date, other: Date): Date => (one <= other ? one : other);
const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
