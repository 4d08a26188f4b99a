import { Refusal, type Branded, type OdsCode, type Tx } from '@accord/kernel';
import type { ServiceCode } from './services.js';

export type ViewSetId = Branded<string, 'ViewSetId'>;
export type ViewingOrganisationId = Branded<string, 'ViewingOrganisationId'>;

/** The views one viewing organisation sees of one service, from one cut-over to the next (R1). */
export interface ViewSet {
  readonly id: ViewSetId;
  readonly serviceCode: ServiceCode;
  readonly viewingOrganisationId: ViewingOrganisationId;
  readonly views: readonly string[];
  /** The agreement whose opening for signing reserved it. */
  readonly reservedByReference: string;
  readonly currentFrom: Date;
  readonly currentUntil: Date | null;
}

/** R1: another set is agreed for this viewing organisation already. */
export class ViewSetDiffers extends Refusal {
  readonly code = 'VIEW_SET_DIFFERS';
  readonly kind = 'conflict';
  constructor(consumer: string, service: string, reference: string, views: readonly string[]) {
    super('VIEW_SET_DIFFERS', { consumer, service, reference, views: views.join(', ') });
  }
}

/** What a consumer would see by an agreement. Views stand in the service's order. */
export interface WantedViews {
  readonly consumerOdsCode: OdsCode;
  readonly views: readonly string[];
}

export interface Reserved {
  readonly viewSetId: ViewSetId;
  readonly viewingOrganisationId: ViewingOrganisationId;
}

export abstract class ViewSets {
  /** The sets current at an instant for these consumers, by consumer; those that have none yet are left out. */
  abstract currentOf(tx: Tx, serviceCode: ServiceCode, consumers: readonly OdsCode[], at: Date): Promise<ReadonlyMap<OdsCode, ViewSet>>;
  /** Refuses with the agreement it collides with where a wanted set is not the one already agreed, now or as of an instant. */
  abstract demandSame(tx: Tx, serviceCode: ServiceCode, wanted: readonly WantedViews[], asOf?: Date): Promise<void>;
}

export abstract class ViewSetCommands {
  /** Takes the current set of each consumer, or reserves the wanted one where there is none; refuses another. */
  abstract reserve(tx: Tx, serviceCode: ServiceCode, agreement: { readonly id: string; readonly reference: string }, wanted: readonly WantedViews[]): Promise<ReadonlyMap<OdsCode, Reserved>>;
}
