import { defineMessages, Refusal, type MessageParams } from '@accord/kernel';

const ANEW = 'Nothing is signed. --anew sets the file aside and begins another.';

defineMessages({
  EMERGENCY_NOT_SOUND: `{path} holds no change of keys that could be signed: {why} ${ANEW}`,
  EMERGENCY_CHANGES_MORE: `{path} says something else than new online keys, which is all that an emergency changes. ${ANEW}`,
  EMERGENCY_ASKED_OTHERWISE: `{path} was begun with another reason, or for other online roles, than are asked now. Nothing is signed. Ask the same, or neither, to go on with it; --anew sets the file aside and begins another.`,
  EMERGENCY_KEYS_ELSEWHERE: `The signer of this installation does not hold the new keys that {path} names ({roles}). ${ANEW}`,
});

type Code = 'EMERGENCY_NOT_SOUND' | 'EMERGENCY_CHANGES_MORE' | 'EMERGENCY_ASKED_OTHERWISE' | 'EMERGENCY_KEYS_ELSEWHERE';

/** What lies where an emergency is gathered is none that this holder would have begun: whoever got at the server may have left it. */
export class EmergencyRefused extends Refusal {
  readonly kind = 'conflict';

  constructor(readonly code: Code, params: MessageParams) {
    super(code, params);
  }
}
