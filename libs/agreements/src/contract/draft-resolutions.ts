/** Whom a draft names, as far as it goes. */
export interface DraftParties {
  readonly providers: readonly string[];
  readonly consumers: readonly { readonly odsCode: string; readonly views: readonly string[] }[];
}

interface InAgreement {
  readonly reference: string;
  /** Null where it is not the drafter's to open. */
  readonly agreementId: string | null;
}

/** What is agreed and shared already, as far as it bears on a draft. */
export interface DraftFacts {
  /** The one view set of each consumer that has one (R1). */
  readonly agreed: readonly (InAgreement & { readonly odsCode: string; readonly views: readonly string[] })[];
  /** Pairs that another agreement holds in the time of the draft (R4). */
  readonly taken: readonly (InAgreement & { readonly providerOdsCode: string; readonly consumerOdsCode: string })[];
}

/** A consumer would see other views than are agreed for it; or practices share with it already, by another agreement. */
export type DraftCollision = InAgreement & (
  | { readonly kind: 'view-set'; readonly consumer: string; readonly agreed: readonly string[] }
  | { readonly kind: 'pairs'; readonly consumer: string; readonly providers: readonly string[] });

/** The smallest things that can be done to whom a draft names. */
export type DraftChange =
  | { readonly kind: 'leave-out-provider'; readonly odsCode: string }
  | { readonly kind: 'leave-out-consumer'; readonly odsCode: string }
  | { readonly kind: 'add-view' | 'remove-view'; readonly odsCode: string; readonly view: string };

/** Changes that together resolve one collision; leave one of them away and it stands. */
export type DraftEdit = readonly DraftChange[];

const hasOthers = (views: readonly string[], agreed: readonly string[]): boolean => views.length > 0 && (views.length !== agreed.length || views.some((view) => !agreed.includes(view)));

/** Where a draft collides with what is agreed. A consumer without views is not drafted yet, and collides with no view set. */
export function draftCollisions({ providers, consumers }: DraftParties, { agreed, taken }: DraftFacts): readonly DraftCollision[] {
  return consumers.flatMap(({ odsCode: consumer, views }) => {
    const set = agreed.find(({ odsCode }) => odsCode === consumer);
    const shared = taken.filter((pair) => pair.consumerOdsCode === consumer && providers.includes(pair.providerOdsCode));
    const references = [...new Set(shared.map(({ reference }) => reference))].sort();
    return [
      ...(set !== undefined && hasOthers(views, set.views) ? [{ kind: 'view-set' as const, consumer, agreed: set.views, reference: set.reference, agreementId: set.agreementId }] : []),
      ...references.map((reference) => {
        const under = shared.filter((pair) => pair.reference === reference);
        return { kind: 'pairs' as const, consumer, providers: [...new Set(under.map(({ providerOdsCode }) => providerOdsCode))].sort(), reference, agreementId: under[0]!.agreementId };
      }),
    ];
  });
}

/**
 * Each way to resolve a collision: the agreed views instead, or the practices left out, or the consumer. What would leave nobody on a side
 * is not offered; so two organisations that share already have nothing left to agree.
 */
export function editsFor(draft: DraftParties, collision: DraftCollision): readonly DraftEdit[] {
  const { consumer } = collision;
  const without: readonly DraftEdit[] = draft.consumers.length > 1 ? [[{ kind: 'leave-out-consumer', odsCode: consumer }]] : [];
  if (collision.kind === 'pairs') {
    const stays = draft.providers.some((odsCode) => !collision.providers.includes(odsCode));
    return [...(stays ? [collision.providers.map((odsCode): DraftChange => ({ kind: 'leave-out-provider', odsCode }))] : []), ...without];
  }
  const views = draft.consumers.find(({ odsCode }) => odsCode === consumer)?.views ?? [];
  return [[
    ...views.filter((view) => !collision.agreed.includes(view)).map((view): DraftChange => ({ kind: 'remove-view', odsCode: consumer, view })),
    ...collision.agreed.filter((view) => !views.includes(view)).map((view): DraftChange => ({ kind: 'add-view', odsCode: consumer, view })),
  ], ...without];
}

/** The draft with some changes made to it. */
export function edited(draft: DraftParties, changes: DraftEdit): DraftParties {
  const isOut = (kind: DraftChange['kind'], odsCode: string): boolean => changes.some((change) => change.kind === kind && change.odsCode === odsCode);
  const of = (kind: 'add-view' | 'remove-view', odsCode: string): readonly string[] => changes.flatMap((change) => (change.kind === kind && change.odsCode === odsCode && 'view' in change ? [change.view] : []));
  return {
    providers: draft.providers.filter((odsCode) => !isOut('leave-out-provider', odsCode)),
    consumers: draft.consumers.filter(({ odsCode }) => !isOut('leave-out-consumer', odsCode)).map((consumer) => ({
      ...consumer, views: [...consumer.views.filter((view) => !of('remove-view', consumer.odsCode).includes(view)), ...of('add-view', consumer.odsCode)],
    })),
  };
}
