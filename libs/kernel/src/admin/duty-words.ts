import { DUTY_WORDS, isDuty, type Duty } from '../contract/duty.js';
import { screenMessages } from './screen-messages.js';
import { inWords } from './written.js';

const say = screenMessages<Duty>('duties', DUTY_WORDS);

/** What a person, or a machine, acts as: 'auditor-national' "National auditor". */
export const dutyWords = (duty: string): string => (isDuty(duty) ? say(duty) : inWords(duty));
