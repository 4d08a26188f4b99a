import { defineMessages } from '@accord/kernel';

export const SYSTEMS_MESSAGES = defineMessages({
  CERTIFICATE_UNREADABLE: 'This is not one certificate in PEM form.',
  CERTIFICATE_HOLDS_PRIVATE_KEY: 'This holds a private key. Send the certificate alone; the key stays with its system and should be replaced now.',
  CERTIFICATE_EXPIRED: 'This certificate expired at {until}.',
  CERTIFICATE_OF_AUTHORITY: 'This is the certificate of an authority. Register the one the system presents itself.',
  CERTIFICATE_KEY_UNFIT: 'The key of this certificate ({key}) does not serve. {fit}.',
  CERTIFICATE_NOT_FOR_CLIENTS: 'This certificate is not meant for client authentication.',
  CERTIFICATE_KNOWN: 'This certificate is registered already. A certificate belongs to one system, or one gateway, for ever.',
  CERTIFICATE_TWICE: 'The same certificate stands in this list twice.',
  CERTIFICATE_STATE: 'This certificate is {state}; it cannot be {step} now.',
  SYSTEM_NAME_MISSING: 'Give the system a name of at most 200 characters, or name the registered system.',
  NOT_AN_OPEN_ORGANISATION: '{odsCode} is not an open organisation of the directory.',
  GATEWAY_CODE_TAKEN: 'There is a gateway with the code {gateway} already.',
  GATEWAY_STATE: 'This gateway is {state}; it cannot be {step} now.',
  GATEWAY_CERTIFICATE_WAITS: 'Another certificate of this gateway waits for a second person. Let them confirm it, or withdraw it, first.',
  GATEWAY_CERTIFICATE_WITHDRAWN: 'The certificate of this gateway was withdrawn, so there is nothing to confirm it with. Revoke the gateway, and register it anew.',
  GATEWAY_CODE_SHAPE: 'A gateway code is two to sixty-three small letters, digits and hyphens.',
  GATEWAY_SERVES_NOTHING: 'Name the localities this gateway serves.',
  UNKNOWN_LOCALITY_OF_GATEWAY: 'There is no locality {locality}.',
  LIST_EMPTY: 'The list is empty.',
});
