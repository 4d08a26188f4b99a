import type { LocalityId, OdsCode, Tx } from '@accord/kernel';
import type { ConsumerSystemId, GatewayId } from './ids.js';

/** A certificate that presents a consumer's system: confirmed, unrevoked, inside its dates. */
export interface CurrentCertificate {
  readonly consumerOdsCode: OdsCode;
  readonly systemId: ConsumerSystemId;
  /** SHA-256 of the DER form, in hex. */
  readonly sha256: string;
  readonly from: Date;
  readonly until: Date;
}

/** Asked by gates, publication and the feed; answered here. */
export abstract class ConsumerCertificates {
  abstract currentAt(tx: Tx, consumers: readonly OdsCode[], at: Date): Promise<readonly CurrentCertificate[]>;
  /** Whose certificate this is at an instant, or null. */
  abstract byFingerprint(tx: Tx, sha256: string, at: Date): Promise<CurrentCertificate | null>;
}

export interface RegisteredGateway {
  readonly id: GatewayId;
  readonly code: string;
  readonly name: string;
  readonly localityIds: readonly LocalityId[];
}

export interface GatewayCertificate {
  readonly gatewayId: GatewayId;
  readonly sha256: string;
  /** With it the gateway's receipts are verified. */
  readonly pem: string;
}

/** Gateways confirmed by a second person and not revoked. */
export abstract class Gateways {
  abstract byFingerprint(tx: Tx, sha256: string, at: Date): Promise<RegisteredGateway | null>;
  /** Those that serve any of the localities at an instant; all of them where none is named. */
  abstract serving(tx: Tx, localityIds: readonly LocalityId[] | null, at: Date): Promise<readonly RegisteredGateway[]>;
  abstract certificatesOf(tx: Tx, gatewayId: GatewayId, at: Date): Promise<readonly GatewayCertificate[]>;
}
