import { Injectable } from '@nestjs/common';
import type { ParticipationState, PartState, StandingStop } from '@accord/agreements';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { GONE, PAIR_STANDINGS, pairStanding, type PairStanding } from '@accord/activations';
import { LocalityReadinessReader, type ReadinessParty, type SeenLocality } from './locality-readiness.js';

/** What a cell can say; cells name theirs by its place in the list, so that a locality of 700 by 40 stays small. */
export interface CoverageKind {
  readonly standing: PairStanding;
  readonly views: number;
  readonly agreementReference: string | null;
}

/** An organisation at the edge; who declined or is gone stands there too, and is not counted. */
export interface CoverageSide {
  readonly odsCode: string;
  readonly name: string;
  readonly takesPart: boolean;
}

export interface Coverage {
  readonly services: readonly { readonly code: string; readonly name: string }[];
  readonly serviceCode: string | null;
  readonly viewers: readonly CoverageSide[];
  readonly kinds: readonly CoverageKind[];
  readonly rows: readonly (CoverageSide & { readonly cells: readonly number[] })[];
}

/** What gateways go on asking for: without one of these a live pair is not permitted. */
const STAYS: readonly string[] = ['hosting', 'open'];
const holds = (party: ReadinessParty, gates: readonly string[]): boolean => party.gates.every((gate) => gate.state === 'done' || !gates.includes(gate.gate));

/** Pairs of two live sides that are not held now, or whose set is not the current one; all others are held. */
const APART = `
  SELECT p.id AS provider, c.id AS consumer, pair.participation_id IS NOT NULL AS held, s.current_during @> $2::timestamptz AS "viewSetCurrent",
    greatest(lower(pair.held_during), lower(signed.during), lower(accepted.during)) AS "from", least(upper(pair.held_during), upper(signed.during), upper(accepted.during)) AS "until"
  FROM participation p JOIN consumer_part c ON c.agreement_id = p.agreement_id AND c.state = 'live'
  JOIN agreement_version signed ON signed.id = p.agreement_version_id JOIN agreement_version accepted ON accepted.id = c.agreement_version_id JOIN view_set s ON s.id = c.view_set_id
  LEFT JOIN pair ON pair.participation_id = p.id AND pair.consumer_part_id = c.id AND pair.view_set_id = c.view_set_id AND NOT isempty(pair.held_during)
  WHERE p.locality_id = $1 AND p.state = 'live'
    AND NOT (coalesce(pair.held_during @> $2::timestamptz, false) AND signed.during @> $2::timestamptz AND accepted.during @> $2::timestamptz AND s.current_during @> $2::timestamptz)`;

interface Apart {
  readonly provider: string;
  readonly consumer: string;
  readonly held: boolean;
  readonly viewSetCurrent: boolean;
  readonly from: Date;
  readonly until: Date;
}

/** Standing entries, by what a gateway compares; a withdrawal or leaving moves its part, and whoever came back has another, which no entry of the old one reaches. */
const STOPS = `
  SELECT stop.id, stop.from_at AS "from", stop.views, stop.agreement_id AS "agreementId", stop.provider_ods_code AS provider, stop.consumer_ods_code AS consumer,
    coalesce(stop.participation_id, stop.consumer_part_id) AS party
  FROM stop WHERE stop.lifted_at IS NULL AND stop.kind = 'suspension' AND stop.system_id IS NULL
    AND (stop.service_code IS NULL OR stop.service_code = $2) AND (stop.scope_kind <> 'locality' OR stop.locality_id = $1)`;

interface Stopped extends StandingStop {
  readonly agreementId: string | null;
  readonly provider: string | null;
  readonly consumer: string | null;
  /** The one part it is of; null for every other scope. */
  readonly party: string | null;
}

/** What bears on pairs beside the two sides. */
interface Between {
  readonly at: Date;
  readonly apart: ReadonlyMap<string, Apart>;
  readonly stops: readonly Stopped[];
}

/** Which practice of a locality shares with which viewing organisation, in one service. */
@Injectable()
export class LocalityCoverageReader {
  constructor(private readonly readiness: LocalityReadinessReader) {}

  async of(tx: Tx, locality: SeenLocality, asked: string | null): Promise<Coverage> {
    const agreements = (await this.readiness.agreements(tx, [locality.id])).filter(({ state }) => state !== 'draft');
    const services = [...new Map(agreements.map((each) => [each.serviceCode, { code: each.serviceCode, name: each.serviceName }])).values()];
    const serviceCode = asked ?? services[0]?.code ?? null;
    const ofService = new Set(agreements.filter((each) => each.serviceCode === serviceCode).map(({ id }) => id));
    const parties = await this.readiness.parties(tx, [locality]);
    const counts = parties.filter(({ agreementId }) => agreementId !== null && ofService.has(agreementId));
    const taking = new Set(counts.filter(({ state }) => !GONE.includes(state)).map(({ side, odsCode }) => `${side} ${odsCode}`));
    const named = (side: string, from: readonly ReadinessParty[]): CoverageSide[] =>
      [...new Map(from.filter((each) => each.side === side).map(({ odsCode, name }) => [odsCode, { odsCode, name, takesPart: taking.has(`${side} ${odsCode}`) }])).values()];
    const viewers = named('consumer', counts);
    const kinds: CoverageKind[] = [{ standing: 'not-agreed', views: 0, agreementReference: null }];
    const places = new Map<string, number>([['', 0]]);
    const placeOf = (kind: CoverageKind): number => {
      const key = `${kind.standing} ${kind.views} ${kind.agreementReference}`;
      if (!places.has(key)) places.set(key, kinds.push(kind) - 1);
      return places.get(key)!;
    };
    const between = await this.between(tx, locality, serviceCode);
    const consumers = byCode(counts.filter(({ side }) => side === 'consumer'));
    const providers = byCode(counts.filter(({ side }) => side === 'provider'));
    const rows = named('provider', parties).map((practice) => ({
      ...practice,
      cells: viewers.map((viewer) => {
        const kindsOf = (providers.get(practice.odsCode) ?? []).flatMap((provider) => (consumers.get(viewer.odsCode) ?? [])
          .filter((consumer) => consumer.agreementId === provider.agreementId)
          .map((consumer): CoverageKind => ({ ...standingOf(provider, consumer, between), agreementReference: consumer.agreementReference })));
        return kindsOf.length === 0 ? 0 : placeOf(kindsOf.reduce((best, kind) => (rank(kind) < rank(best) ? kind : best)));
      }),
    }));
    return { services, serviceCode, viewers, kinds, rows };
  }

  private async between(tx: Tx, locality: SeenLocality, serviceCode: string | null): Promise<Between> {
    const at = timeOf(tx);
    const apart = await sql<Apart>(tx, APART, [locality.id, at]);
    return { at, apart: new Map(apart.map((row) => [`${row.provider} ${row.consumer}`, row])), stops: await sql<Stopped>(tx, STOPS, [locality.id, serviceCode]) };
  }
}

const [BEFORE, AFTER] = [new Date(-8_640_000_000_000_000), new Date(8_640_000_000_000_000)];

function standingOf(provider: ReadinessParty, consumer: ReadinessParty, { at, apart, stops }: Between): { standing: PairStanding; views: number } {
  const special = apart.get(`${provider.id} ${consumer.id}`);
  const dates = special?.held === true ? special : { from: BEFORE, until: AFTER };
  return pairStanding({
    participation: provider.state as ParticipationState, part: consumer.state as PartState, from: dates.from, until: dates.until,
    gatesHold: (special?.held ?? true) && holds(provider, STAYS) && holds(consumer, STAYS), hasCertificate: holds(consumer, ['certificate']),
    viewSetCurrent: special?.viewSetCurrent ?? true, views: consumer.views ?? [],
    stops: stops.filter((stop) => (stop.agreementId ?? provider.agreementId) === provider.agreementId && (stop.provider ?? provider.odsCode) === provider.odsCode && (stop.consumer ?? consumer.odsCode) === consumer.odsCode
      && (stop.party === null || stop.party === provider.id || stop.party === consumer.id)),
  }, at);
}
const rank = (kind: CoverageKind): number => PAIR_STANDINGS.indexOf(kind.standing);

function byCode(parties: readonly ReadinessParty[]): ReadonlyMap<string, readonly ReadinessParty[]> {
  const found = new Map<string, ReadinessParty[]>();
  for (const party of parties) found.set(party.odsCode, [...found.get(party.odsCode) ?? [], party]);
  return found;
}
