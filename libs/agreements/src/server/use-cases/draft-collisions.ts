import { Injectable } from '@nestjs/common';
import { civilDay, endOfLondonDay, odsCode, startOfLondonDay, type Actor, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { draftCollisions, editsFor, type DraftCollision, type DraftEdit } from '@accord/agreements';
import { Services, ViewSets, viewsInOrder } from '@accord/views';
import { TakenPairs } from '../storage/taken-pairs.js';

export interface AgreedViewSet {
  readonly odsCode: string;
  /** What is agreed, in the order of the service. */
  readonly views: readonly string[];
  /** The agreement it comes from; its id where the reader may open it. */
  readonly reference: string;
  readonly agreementId: string | null;
  /** The draft asks for something else, and would be refused (R1). */
  readonly differs: boolean;
}

/** A draft as far as it goes. */
export interface DraftSoFar {
  readonly localityId: string;
  readonly serviceCode: string;
  readonly consumers: readonly { readonly odsCode: string; readonly views: readonly string[] }[];
}

/** A draft with whom it would pair and when; days that are not written yet count as now and for ever. */
export interface PairedDraftSoFar extends DraftSoFar {
  readonly providers: readonly string[];
  readonly beginsOn?: string | null | undefined;
  readonly endsOn?: string | null | undefined;
  /** The agreement that is drafted or amended. */
  readonly agreementId?: string | null | undefined;
}

export interface ResolvableCollision {
  readonly collision: DraftCollision;
  /** Each resolves it; none of them with a change left away. */
  readonly edits: readonly DraftEdit[];
}

/** Tells while one drafts what is agreed for a consumer already, and whether the draft collides with it. Changes nothing. */
@Injectable()
export class DraftCollisions {
  constructor(private readonly services: Services, private readonly viewSets: ViewSets, private readonly pairs: TakenPairs) {}

  async execute(tx: Tx, actor: Actor, { localityId, serviceCode, consumers }: DraftSoFar): Promise<readonly AgreedViewSet[]> {
    if (!actor.localities.some((assigned) => assigned === localityId)) return [];
    const service = await this.services.byCode(tx, serviceCode);
    const wanted = new Map(consumers.map((each) => [odsCode(each.odsCode, 'consumers'), each.views]));
    const agreed = await this.viewSets.currentOf(tx, service.code, [...wanted.keys()], timeOf(tx));
    const ids = await this.agreementIds(tx, [...agreed.values()].map((set) => set.reservedByReference));
    return [...agreed].map(([code, { views, reservedByReference }]) => {
      const asked = wanted.get(code) ?? [];
      // Nothing ticked yet collides with nothing: the form offers what is agreed.
      const differs = asked.length > 0 && viewsInOrder(service, asked, code).join() !== views.join();
      return { odsCode: code, views, reference: reservedByReference, agreementId: ids.get(reservedByReference) ?? null, differs };
    }).sort((a, b) => (a.odsCode < b.odsCode ? -1 : 1));
  }

  /** Where the draft collides with what is agreed, and with pairs that are shared already, each with the edits that resolve it. */
  async resolvable(tx: Tx, actor: Actor, draft: PairedDraftSoFar): Promise<readonly ResolvableCollision[]> {
    if (!actor.localities.some((assigned) => assigned === draft.localityId)) return [];
    const agreed = await this.execute(tx, actor, draft);
    const parties = { providers: draft.providers.map((code) => odsCode(code, 'providers') as string), consumers: draft.consumers };
    const taken = await this.pairs.among(tx, {
      serviceCode: draft.serviceCode, providers: parties.providers, consumers: draft.consumers.map((each) => each.odsCode), besidesAgreementId: draft.agreementId ?? null,
      from: draft.beginsOn ? startOfLondonDay(civilDay(draft.beginsOn, 'beginsOn')) : timeOf(tx), until: draft.endsOn ? endOfLondonDay(civilDay(draft.endsOn, 'endsOn')) : null,
    });
    return draftCollisions(parties, { agreed, taken }).map((collision) => ({ collision, edits: editsFor(parties, collision) }));
  }

  private async agreementIds(tx: Tx, references: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await sql<{ id: string; reference: string }>(tx, 'SELECT id, reference FROM sharing_agreement WHERE reference = ANY ($1)', [references]);
    return new Map(rows.map((row) => [row.reference, row.id]));
  }
}
