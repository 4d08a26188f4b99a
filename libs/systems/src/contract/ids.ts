import type { Branded } from '@accord/kernel';

export type ConsumerSystemId = Branded<string, 'ConsumerSystemId'>;
export type CertificateId = Branded<string, 'CertificateId'>;
export type GatewayId = Branded<string, 'GatewayId'>;
export type GatewayCertificateId = Branded<string, 'GatewayCertificateId'>;
