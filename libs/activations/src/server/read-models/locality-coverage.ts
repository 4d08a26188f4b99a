import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { PAIR_STANDINGS, pairStanding, type PairStanding } from '@accord/activations';
import { LocalityReadinessReader, type ReadinessParty, type SeenLocality } from './locality-readiness.js';

/** What a cell can say; cells name theirs by its place in the list, so that a locality of 700 by 40 stays small. */
export interface CoverageKind {
  readonly standing: PairStanding;
  readonly views: number;
  readonly agreementReference: string | null;
}

export interface Coverage {
  readonly services: readonly { readonly code: string; readonly name: string }[];
  readonly serviceCode: string | null;
  readonly viewers: readonly { readonly odsCode: string; readonly name: string }[];
  readonly kinds: readonly CoverageKind[];
  readonly rows: readonly { readonly odsCode: string; readonly name: string; readonly cells: readonly number[] }[];
}

/** What gateways go on asking for: without one of these a live pair is not permitted. */
const STAYS: readonly string[] = ['hosting', 'open', 'certificate'];
const staysReady = (party: ReadinessParty): boolean => party.gates.every((gate) => gate.state === 'done' || !STAYS.includes(gate.gate));

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
    const named = (side: string, from: readonly ReadinessParty[]): { odsCode: string; name: string }[] =>
      [...new Map(from.filter((each) => each.side === side).map(({ odsCode, name }) => [odsCode, { odsCode, name }])).values()];
    const viewers = named('consumer', counts);
    const kinds: CoverageKind[] = [{ standing: 'not-agreed', views: 0, agreementReference: null }];
    const places = new Map<string, number>([['', 0]]);
    const placeOf = (kind: CoverageKind): number => {
      const key = `${kind.standing} ${kind.views} ${kind.agreementReference}`;
      if (!places.has(key)) places.set(key, kinds.push(kind) - 1);
      return places.get(key)!;
    };
    const consumers = byCode(counts.filter(({ side }) => side === 'consumer'));
    const providers = byCode(counts.filter(({ side }) => side === 'provider'));
    const rows = named('provider', parties).map((practice) => ({
      ...practice,
      cells: viewers.map((viewer) => {
        const kindsOf = (providers.get(practice.odsCode) ?? []).flatMap((provider) => (consumers.get(viewer.odsCode) ?? [])
          .filter((consumer) => consumer.agreementId === provider.agreementId)
          .map((consumer): CoverageKind => ({ standing: pairStanding(side(provider), side(consumer)), views: consumer.views?.length ?? 0, agreementReference: consumer.agreementReference })));
        return kindsOf.length === 0 ? 0 : placeOf(kindsOf.reduce((best, kind) => (rank(kind) < rank(best) ? kind : best)));
      }),
    }));
    return { services, serviceCode, viewers, kinds, rows };
  }
}

const side = (party: ReadinessParty): { state: string; staysReady: boolean } => ({ state: party.state, staysReady: staysReady(party) });
const rank = (kind: CoverageKind): number => PAIR_STANDINGS.indexOf(kind.standing);

function byCode(parties: readonly ReadinessParty[]): ReadonlyMap<string, readonly ReadinessParty[]> {
  const found = new Map<string, ReadinessParty[]>();
  for (const party of parties) found.set(party.odsCode, [...found.get(party.odsCode) ?? [], party]);
  return found;
}
