/** What others hear of this capability; certificates carry their consumer, because its localities are known further down only. */
export const SYSTEMS_EVENTS = {
  certificateRegistered: 'certificate.registered',
  certificateConfirmed: 'certificate.confirmed',
  certificateRevoked: 'certificate.revoked',
  gatewayRegistered: 'gateway.registered',
  gatewayConfirmed: 'gateway.confirmed',
  gatewayRevoked: 'gateway.revoked',
  gatewayCertificateRegistered: 'gateway.certificate-registered',
  gatewayCertificateConfirmed: 'gateway.certificate-confirmed',
  gatewayCertificateRevoked: 'gateway.certificate-revoked',
} as const;
