/** The input that a refusal of these forms is about. */
export const FIELD_OF: Readonly<Record<string, string>> = {
  GATEWAY_CODE_TAKEN: 'gateway-code', GATEWAY_CODE_SHAPE: 'gateway-code', GATEWAY_SERVES_NOTHING: 'gateway-localities', UNKNOWN_LOCALITY: 'gateway-localities',
  NOT_AN_OPEN_ORGANISATION: 'ods-code', SYSTEM_NAME_MISSING: 'system-name',
  CERTIFICATE_UNREADABLE: 'pem', CERTIFICATE_HOLDS_PRIVATE_KEY: 'pem', CERTIFICATE_EXPIRED: 'pem', CERTIFICATE_OF_AUTHORITY: 'pem', CERTIFICATE_KEY_UNFIT: 'pem', CERTIFICATE_NOT_FOR_CLIENTS: 'pem',
  CERTIFICATE_KNOWN: 'pem', CERTIFICATE_TWICE: 'pem',
  // What the server names of its input.
  pem: 'pem', code: 'gateway-code', name: 'gateway-name', localityCodes: 'gateway-localities', consumerOdsCode: 'ods-code', systemName: 'system-name',
};
