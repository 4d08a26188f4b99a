import { Refusal, type Branded, type Tx } from '@accord/kernel';

export type ServiceCode = Branded<string, 'ServiceCode'>;

/** One page of a kind of record, at its fixed place in the service's content model. */
export interface View {
  readonly code: string;
  readonly name: string;
  /** From 1, without gaps. */
  readonly position: number;
}

/** A kind of record offered, e.g. Detailed Care Record. Services and views are data. */
export interface Service {
  readonly code: ServiceCode;
  readonly name: string;
  readonly contentModel: string;
  /** In the fixed order. */
  readonly views: readonly View[];
}

export class UnknownService extends Refusal {
  readonly code = 'UNKNOWN_SERVICE';
  readonly kind = 'invalid';
  constructor() { super('UNKNOWN_SERVICE'); }
}

export class UnknownView extends Refusal {
  readonly code = 'UNKNOWN_VIEW';
  readonly kind = 'invalid';
  constructor(service: string, view: string) { super('UNKNOWN_VIEW', { service, view }); }
}

export class NoViews extends Refusal {
  readonly code = 'NO_VIEWS';
  readonly kind = 'invalid';
  constructor(consumer: string) { super('NO_VIEWS', { consumer }); }
}

/** The asked views, each once, in the service's order; refuses a view it does not have, and none at all. */
export function viewsInOrder(service: Service, asked: readonly string[], consumer: string): readonly string[] {
  const unknown = asked.find((code) => !service.views.some((view) => view.code === code));
  if (unknown !== undefined) throw new UnknownView(service.code, unknown);
  if (asked.length === 0) throw new NoViews(consumer);
  return service.views.filter((view) => asked.includes(view.code)).map((view) => view.code);
}

/** Asked by every capability that names a service; answered in views/server. */
export abstract class Services {
  abstract byCode(tx: Tx, code: string): Promise<Service>;
  abstract all(tx: Tx): Promise<readonly Service[]>;
}
