import { Injectable } from '@nestjs/common';
import { NotFound, odsCode, type OdsCode, type Tx } from '@accord/kernel';
import { actorOf, sql } from '@accord/kernel/server';
import { OpenedMeanwhile, OtherLocalities } from '@accord/agreements';
import { Services, ViewSetProposals, ViewSetSame, viewsInOrder, type Proposable, type Service } from '@accord/views';
import { ProposedVersions, type Touched } from '../storage/proposed-versions.js';

export interface WantedViewSet {
  readonly consumerOdsCode: string;
  readonly serviceCode: string;
  readonly views: readonly string[];
}

/** What a proposal would start from, and whom it would reach. */
export interface ProposedFor extends Proposable {
  readonly service: Service;
  /** In the service's order. */
  readonly views: readonly string[];
  readonly touched: readonly Touched[];
}

/** Refuses where an agreement came to be touched between the first look and the holding: what is not held moves on meanwhile. */
export function demandHeld(held: readonly Touched[], touched: readonly Touched[]): void {
  if (touched.some(({ agreementId }) => !held.some((each) => each.agreementId === agreementId))) throw new OpenedMeanwhile();
}

/** Read by the preview and by the proposal itself, and by its ends. */
@Injectable()
export class ProposalGround {
  constructor(private readonly services: Services, private readonly proposals: ViewSetProposals, private readonly versions: ProposedVersions) {}

  /** Refuses NOT_FOUND alike who sees nothing yet and who is seen in other localities alone (R9). */
  async read(tx: Tx, wanted: WantedViewSet): Promise<ProposedFor> {
    const consumer: OdsCode = odsCode(wanted.consumerOdsCode);
    const service = await this.services.byCode(tx, wanted.serviceCode);
    const views = viewsInOrder(service, wanted.views, consumer);
    const proposable = await this.proposals.proposable(tx, service.code, consumer);
    const touched = proposable === null ? [] : await this.versions.touchedBy(tx, proposable.fromViewSetId);
    const mine: readonly string[] = actorOf(tx).localities;
    if (proposable === null || !touched.some(({ localityId }) => mine.includes(localityId))) throw new NotFound('viewing organisation with agreed views');
    return { ...proposable, service, views, touched };
  }

  demandOther({ views, viewsNow, viewingOrganisation }: ProposedFor): void {
    if (views.join() === viewsNow.join()) throw new ViewSetSame(viewingOrganisation);
  }

  /** R9: who puts words to parties, or moves them, serves every locality they are in. */
  async demandServed(tx: Tx, touched: readonly Touched[]): Promise<void> {
    const mine: readonly string[] = actorOf(tx).localities;
    const others = [...new Set(touched.map(({ localityId }) => localityId as string))].filter((id) => !mine.includes(id));
    if (others.length === 0) return;
    throw new OtherLocalities((await sql<{ name: string }>(tx, 'SELECT name FROM locality WHERE id = ANY ($1::uuid[]) ORDER BY name', [others])).map(({ name }) => name));
  }
}
