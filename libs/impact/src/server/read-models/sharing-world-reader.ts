import { Injectable } from '@nestjs/common';
import type { ActOnAccess, Reach } from '@accord/agreements';
import type { Tx } from '@accord/kernel';
import { actorOf, sql, timeOf } from '@accord/kernel/server';
import { gatesSpokenOf, type ConsumerSide, type CurrentSet, type HeldPair, type ProviderSide, type SharingWorld, type Standing } from '../../contract/index.js';
import { dated, gatesOf, hostedRuns, NEVER_BEGAN, type Dated } from './gates-of.js';

/** Which pairs an act may touch. A side is named by its id, and then only its own pairs are. */
interface Concern {
  readonly reaches: readonly Reach[];
  readonly sideIds: readonly string[];
  /** Pairs may come to be held that are not. */
  readonly mayHold: boolean;
  /** Later versions in these states take over with the act; those of a proposal with its cut-over alone. */
  readonly takesOver: readonly string[];
  readonly isCutOver?: boolean;
}

const AGREEMENTS = `
  SELECT agreement.id FROM sharing_agreement agreement
  WHERE agreement.state IN ('open', 'closed') AND (
    EXISTS (SELECT FROM participation WHERE participation.agreement_id = agreement.id AND participation.id = ANY ($1::uuid[]))
    OR EXISTS (SELECT FROM consumer_part WHERE consumer_part.agreement_id = agreement.id AND consumer_part.id = ANY ($1::uuid[]))
    OR EXISTS (SELECT FROM jsonb_to_recordset($2::jsonb) AS reach ("agreementId" uuid, "localityId" uuid, "serviceCode" text, "providerOdsCode" text, "consumerOdsCode" text, "systemId" uuid)
      WHERE agreement.id = coalesce(reach."agreementId", agreement.id) AND agreement.locality_id = coalesce(reach."localityId", agreement.locality_id)
        AND agreement.service_code = coalesce(reach."serviceCode", agreement.service_code)
        AND (reach."providerOdsCode" IS NULL OR EXISTS (SELECT FROM participation WHERE participation.agreement_id = agreement.id AND participation.provider_ods_code = reach."providerOdsCode"))
        AND (reach."consumerOdsCode" IS NULL OR EXISTS (SELECT FROM consumer_part WHERE consumer_part.agreement_id = agreement.id AND consumer_part.consumer_ods_code = reach."consumerOdsCode"))
        AND (reach."systemId" IS NULL OR EXISTS (SELECT FROM consumer_system system JOIN consumer_part ON consumer_part.consumer_ods_code = system.consumer_ods_code
          WHERE system.id = reach."systemId" AND consumer_part.agreement_id = agreement.id))))`;

/** Held now or later: what ended is nobody's to lose. Where pairs may come to be held, all of them: each is held once. */
const PAIRS = `
  SELECT participation_id AS "participationId", consumer_part_id AS "consumerPartId", view_set_id AS "viewSetId", coalesce(lower(held_during), '-infinity') AS "from", coalesce(upper(held_during), '-infinity') AS "until"
  FROM pair WHERE agreement_id = ANY ($1::uuid[]) AND ($6 OR (NOT isempty(held_during) AND upper(held_during) > $2::timestamptz))
    AND ($3::uuid[] IS NULL OR participation_id = ANY ($3::uuid[]) OR consumer_part_id = ANY ($3::uuid[]))
    AND ($4::text[] IS NULL OR provider_ods_code = ANY ($4::text[])) AND ($5::text[] IS NULL OR consumer_ods_code = ANY ($5::text[]))`;

const VERSION = (version: string): string => `'version', ${version}.number, 'from', lower(${version}.during), 'until', upper(${version}.during)`;
const NAMED = (version: string): string => `coalesce((SELECT json_object_agg(consumer_ods_code, view_set_id) FROM agreement_version_consumer WHERE version_id = ${version}.id), '{}')`;

const PROVIDERS = `
  SELECT side.id, side.agreement_id AS "agreementId", side.service_code AS "serviceCode", side.locality_id AS "localityId", side.provider_ods_code AS "odsCode", side.state,
    signed.number AS version, lower(signed.during) AS "from", upper(signed.during) AS "until",
    CASE WHEN $3 THEN coalesce((SELECT json_object_agg(named.consumer_ods_code, named.view_set_id) FROM participation_terms proved JOIN agreement_version_consumer named
      ON named.version_id = signed.id AND named.consumer_ods_code = proved.consumer_ods_code AND named.view_set_id = proved.view_set_id WHERE proved.participation_id = side.id), '{}') ELSE '{}' END AS proved,
    CASE WHEN $3 THEN ARRAY(SELECT stop.consumer_ods_code FROM stop WHERE stop.kind = 'withdrawal' AND stop.scope_kind = 'pair' AND stop.agreement_id = side.agreement_id
      AND stop.provider_ods_code = side.provider_ods_code AND stop.imposed_at >= side.recorded_at) ELSE '{}' END AS "withdrewFrom",
    CASE WHEN $3 THEN (SELECT json_build_object(${VERSION('asked')}, 'proved', ${NAMED('asked')}) FROM renewal JOIN agreement_version asked ON asked.id = renewal.agreement_version_id
      WHERE renewal.participation_id = side.id AND renewal.state = ANY ($4::text[]) AND awaits_cut_over(asked.proposal_id) = $5) END AS next
  FROM participation side JOIN agreement_version signed ON signed.id = side.agreement_version_id
  WHERE (side.id = ANY ($1::uuid[]) OR ($3 AND side.agreement_id = ANY ($2::uuid[]))) AND side.state <> 'declined'`;

const CONSUMERS = `
  SELECT side.id, side.agreement_id AS "agreementId", side.consumer_ods_code AS "odsCode", side.state, side.view_set_id AS "viewSetId",
    signed.number AS version, lower(signed.during) AS "from", upper(signed.during) AS "until",
    CASE WHEN $3 THEN coalesce((SELECT json_agg(json_build_object('version', asked.number, 'isDeclined', renewal.state = 'declined')) FROM renewal JOIN agreement_version asked ON asked.id = renewal.agreement_version_id
      WHERE renewal.consumer_part_id = side.id AND renewal.state NOT IN ('over', 'lapsed') AND ($5 OR NOT (asked.proposal_id IS NOT NULL AND awaits_cut_over(asked.proposal_id)))), '[]') ELSE '[]' END AS asked,
    CASE WHEN $3 THEN (SELECT json_build_object(${VERSION('asked')}, 'viewSetId', (SELECT view_set_id FROM agreement_version_consumer named WHERE named.version_id = asked.id AND named.consumer_ods_code = side.consumer_ods_code))
      FROM renewal JOIN agreement_version asked ON asked.id = renewal.agreement_version_id
      WHERE renewal.consumer_part_id = side.id AND renewal.state = ANY ($4::text[]) AND awaits_cut_over(asked.proposal_id) = $5) END AS next
  FROM consumer_part side JOIN agreement_version signed ON signed.id = side.agreement_version_id
  WHERE (side.id = ANY ($1::uuid[]) OR ($3 AND side.agreement_id = ANY ($2::uuid[]))) AND side.state <> 'declined'`;

const SETS = 'SELECT id, views, lower(current_during) AS "from", upper(current_during) AS "until" FROM view_set WHERE id = ANY ($1::uuid[])';
const STOPS = 'SELECT * FROM impact_stops($1::uuid[])';
const HELD_BY = 'SELECT agreements, pairs, providers, consumers, sets FROM impact_held_by($1::text[], $2::timestamptz)';

interface StopRow {
  readonly id: string; readonly from_at: Date; readonly scope_kind: string; readonly participation_id: string | null; readonly consumer_part_id: string | null; readonly agreement_id: string | null;
  readonly locality_id: string | null; readonly service_code: string | null; readonly provider_ods_code: string | null; readonly consumer_ods_code: string | null; readonly system_id: string | null; readonly views: string[] | null;
}
interface Found {
  readonly agreements: readonly string[]; readonly pairs: readonly HeldPair[]; readonly providers: readonly Omit<ProviderSide, 'openUntil' | 'hosted'>[];
  readonly consumers: readonly Omit<ConsumerSide, 'openUntil' | 'certificates'>[]; readonly sets: readonly CurrentSet[] | null;
}
interface HeldByRow {
  readonly agreements: readonly string[]; readonly pairs: readonly (Omit<HeldPair, keyof Dated> & Dated)[]; readonly sets: readonly (Omit<CurrentSet, keyof Dated> & Dated)[];
  readonly providers: readonly (Omit<ProviderSide, keyof Dated | 'openUntil' | 'hosted' | 'proved' | 'withdrewFrom' | 'next'> & Dated)[];
  readonly consumers: readonly (Omit<ConsumerSide, keyof Dated | 'openUntil' | 'certificates' | 'asked' | 'next'> & Dated)[];
}

/** What an act may touch, as it stands in this transaction. Rows are the person's own to see; what decides behind the fence is asked of it. */
@Injectable()
export class SharingWorldReader {
  async forAct(tx: Tx, act: ActOnAccess): Promise<SharingWorld> {
    const at = timeOf(tx);
    const found = actorOf(tx).duty === 'system-administrator' ? await this.heldBy(tx, gatesSpokenOf(act) ?? [], at) : await this.concerned(tx, act, at);
    if (found === null) return { at, providers: [], consumers: [], pairs: [], sets: [], stops: [] };

    const { agreements, pairs } = found;
    const gates = await gatesOf(tx, [...new Set([...found.providers, ...found.consumers].map(({ odsCode }) => odsCode))], at);
    // Acts that are looked at on days to come too: a stretch that has not begun counts, of whoever shares and not of those they name alone.
    const hosted = gatesSpokenOf(act) !== null ? await hostedRuns(tx, [...new Set(found.providers.map(({ odsCode }) => odsCode))], at) : null;
    const providers = found.providers.map((row): ProviderSide => ({
      ...row, openUntil: gates.get(row.odsCode)?.openUntil ?? NEVER_BEGAN, hosted: hosted?.get(row.odsCode) ?? [{ from: NEVER_BEGAN, until: gates.get(row.odsCode)?.hostedUntil ?? NEVER_BEGAN }],
    }));
    const consumers = found.consumers.map((row): ConsumerSide => ({ ...row, openUntil: gates.get(row.odsCode)?.openUntil ?? NEVER_BEGAN, certificates: gates.get(row.odsCode)?.certificates ?? [] }));
    const sets = found.sets ?? (await sql<Omit<CurrentSet, keyof Dated> & Dated>(tx, SETS, [[...new Set([...pairs, ...consumers].map(({ viewSetId }) => viewSetId))]])).map(dated);
    return { at, providers, consumers, pairs, sets, stops: (await sql<StopRow>(tx, STOPS, [agreements])).map(standingOf) };
  }

  private async concerned(tx: Tx, act: ActOnAccess, at: Date): Promise<Found | null> {
    const concern = await this.concernOf(tx, act);
    const agreements = (await sql<{ id: string }>(tx, AGREEMENTS, [concern.sideIds, JSON.stringify(concern.reaches)])).map(({ id }) => id);
    if (agreements.length === 0) return null;
    const { sides, providerCodes, consumerCodes } = narrowest(concern);
    const pairs = (await sql<Omit<HeldPair, keyof Dated> & Dated>(tx, PAIRS, [agreements, at, sides, providerCodes, consumerCodes, concern.mayHold])).map(dated);
    const named = [...new Set([...pairs.flatMap(({ participationId, consumerPartId }) => [participationId, consumerPartId]), ...concern.sideIds])];
    const providers = (await sql<Omit<ProviderSide, keyof Dated | 'openUntil' | 'hosted'> & Dated>(tx, PROVIDERS, [named, agreements, concern.mayHold, concern.takesOver, concern.isCutOver ?? false])).map(side);
    const consumers = (await sql<Omit<ConsumerSide, keyof Dated | 'openUntil' | 'certificates'> & Dated>(tx, CONSUMERS, [named, agreements, concern.mayHold, concern.takesOver, concern.isCutOver ?? false])).map(side);
    return { agreements, pairs, providers, consumers, sets: null };
  }

  /** An administrator reads no agreement, and what an act of theirs would stop is told past that fence. Nothing comes to be held by it. */
  private async heldBy(tx: Tx, codes: readonly string[], at: Date): Promise<Found | null> {
    const [row] = codes.length === 0 ? [] : await sql<HeldByRow>(tx, HELD_BY, [codes, at]);
    if (row === undefined || row.agreements.length === 0) return null;
    return {
      agreements: row.agreements, pairs: row.pairs.map(dated), sets: row.sets.map(dated),
      providers: row.providers.map((each) => ({ ...dated(each), proved: {}, withdrewFrom: [], next: null })), consumers: row.consumers.map((each) => ({ ...dated(each), asked: [], next: null })),
    };
  }

  private async concernOf(tx: Tx, act: ActOnAccess): Promise<Concern> {
    switch (act.kind) {
      case 'go-live': return { reaches: [], sideIds: act.ids, mayHold: true, takesOver: ['approved'] };
      case 'approve': return { reaches: [], sideIds: act.ids, mayHold: true, takesOver: ['verified', 'approved'] };
      case 'stop': return concernOfReach(act.reach, false);
      case 'end': case 'close': return { reaches: [{ agreementId: act.agreementId }], sideIds: [], mayHold: false, takesOver: [] };
      case 'hosted': return together(act.changes.map(({ odsCode }) => concernOfReach({ providerOdsCode: odsCode }, false)));
      case 'organisations-open': return together(act.changes.flatMap(({ odsCode }) => [concernOfReach({ providerOdsCode: odsCode }, false), concernOfReach({ consumerOdsCode: odsCode }, false)]));
      case 'confirm': return together(act.certificates.map(({ consumerOdsCode }) => concernOfReach({ consumerOdsCode }, false)));
      case 'revoke': return concernOfReach({ consumerOdsCode: act.consumerOdsCode }, false);
      case 'replace': return { reaches: act.consumers.map((consumerOdsCode) => ({ consumerOdsCode, serviceCode: act.serviceCode })), sideIds: act.agreed, mayHold: true, takesOver: ['approved'], isCutOver: true };
      case 'lift': return together((await sql<StopRow>(tx, 'SELECT * FROM stop WHERE id = ANY ($1::uuid[])', [act.stopIds])).map((row) => concernOfReach(standingOf(row).reach, true)));
      case 'several': {
        const concerns: Concern[] = [];
        for (const each of act.acts) concerns.push(await this.concernOf(tx, each));
        return together(concerns);
      }
    }
  }
}

const side = <Next extends Dated, Row extends Dated & { readonly next: Next | null }>(row: Row) => ({ ...dated(row), next: row.next === null ? null : dated(row.next) });

/** As a gateway matches it; one part is meant by its id, so that an entry never reaches whoever came back. */
function standingOf(row: StopRow): Standing {
  const { id, from_at: from } = row;
  if (row.scope_kind === 'participation') return { id, from, reach: { participationId: row.participation_id! } };
  if (row.scope_kind === 'part') return { id, from, reach: { consumerPartId: row.consumer_part_id! } };
  const fields: { readonly [Name in keyof Reach]-?: Reach[Name] | null } = {
    participationId: null, consumerPartId: null, agreementId: row.agreement_id, localityId: row.scope_kind === 'locality' ? row.locality_id : null, serviceCode: row.service_code,
    providerOdsCode: row.provider_ods_code, consumerOdsCode: row.consumer_ods_code, systemId: row.system_id, views: row.views,
  };
  return { id, from, reach: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) };
}

function concernOfReach(reach: Reach, mayHold: boolean): Concern {
  const side = reach.participationId ?? reach.consumerPartId;
  return side === undefined ? { reaches: [reach], sideIds: [], mayHold: false, takesOver: [] } : { reaches: [], sideIds: [side], mayHold, takesOver: [] };
}

function together(concerns: readonly Concern[]): Concern {
  return { reaches: concerns.flatMap(({ reaches }) => reaches), sideIds: concerns.flatMap(({ sideIds }) => sideIds), mayHold: concerns.some(({ mayHold }) => mayHold), takesOver: [...new Set(concerns.flatMap(({ takesOver }) => takesOver))] };
}

/** The fewest pairs that hold all that may be touched: by side, by code, or all of the agreements. */
function narrowest({ reaches, sideIds, mayHold }: Concern): { readonly sides: readonly string[] | null; readonly providerCodes: readonly string[] | null; readonly consumerCodes: readonly string[] | null } {
  if (mayHold) return { sides: null, providerCodes: null, consumerCodes: null };
  if (reaches.length === 0) return { sides: sideIds, providerCodes: null, consumerCodes: null };
  const codes = (which: 'providerOdsCode' | 'consumerOdsCode'): readonly string[] | null => (sideIds.length === 0 && reaches.every((reach) => reach[which] !== undefined) ? reaches.map((reach) => reach[which]!) : null);
  return { sides: null, providerCodes: codes('providerOdsCode'), consumerCodes: codes('consumerOdsCode') };
}
