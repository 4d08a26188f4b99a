import { Refusal, type MessageParams, type RefusalKind } from '@accord/kernel';
import '../../contract/messages.js';

const KINDS = {
  KEY_NOT_ED25519: 'invalid', KEYS_OF_ANOTHER_FORM: 'invalid', KEYS_NOT_READ: 'invalid', KEYS_CHANGE_NOTHING: 'invalid', KEYS_VERSION: 'invalid', KEYS_EXPIRY: 'invalid', KEYS_SHARED: 'invalid',
  KEYS_TOO_FEW_HOLDERS: 'invalid', KEYS_TARGETS_LEFT_BEHIND: 'invalid', KEY_HAS_NO_PART: 'invalid', KEY_UNKNOWN: 'invalid', KEYS_BAD_SIGNATURE: 'invalid', KEYS_TOO_FEW_SIGNED: 'invalid', KEYS_SEEN_BY_ONE: 'forbidden',
  KEYS_MOVED_ON: 'conflict', KEYS_WAITING: 'conflict', KEYS_DIFFERENT_PROPOSALS: 'invalid', KEYS_OF_ANOTHER_REPOSITORY: 'conflict', KEYS_REASON: 'invalid',
} as const satisfies Record<string, RefusalKind>;

/** What is wrong with a change of keys, or with a signature under it. */
export class CeremonyRefused extends Refusal {
  readonly kind: RefusalKind;

  constructor(readonly code: keyof typeof KINDS, params: MessageParams = {}) {
    super(code, params);
    this.kind = KINDS[code];
  }
}
