import type { LocalityId, OdsCode, Tx } from '@accord/kernel';
import type { StopId } from './ids.js';
import type { ImposedSide, StopKind } from './states.js';
import type { StopScopeKind } from './stop-scopes.js';

/** One entry of the stop list with all a statement says of it, by name. */
export interface StopOnRecord {
  readonly id: StopId;
  readonly kind: StopKind;
  readonly scopeKind: StopScopeKind;
  readonly agreementReference: string | null;
  readonly serviceName: string | null;
  readonly providerOdsCode: OdsCode | null;
  readonly providerName: string | null;
  readonly consumerOdsCode: OdsCode | null;
  readonly consumerName: string | null;
  readonly systemName: string | null;
  readonly viewNames: readonly string[] | null;
  readonly localityName: string | null;
  readonly localityCode: string | null;
  /** Localities whose staff handle it. */
  readonly localityIds: readonly LocalityId[];
  readonly fromAt: Date;
  readonly reason: string;
  readonly imposedBy: string | null;
  readonly imposedDuty: string;
  readonly imposedSide: ImposedSide;
  readonly imposedFor: OdsCode | null;
  readonly liftedAt: Date | null;
  /** The verified letter by which a controller withdrew; null where they did so in Accord. */
  readonly instruction: {
    readonly evidenceId: string;
    readonly sha256: string;
    readonly page: number | null;
    readonly signedOn: string;
    readonly recordedBy: string | null;
    readonly verifiedBy: string | null;
  } | null;
}

/** Asked by publication, which knows the gateways; answered in agreements/server. */
export abstract class StopsOnRecord {
  /** Null where there is none, or none to see. Refuses those for whom its statement is not: it is for the side that imposed it and for staff. */
  abstract forStatement(tx: Tx, id: string): Promise<StopOnRecord | null>;
}
