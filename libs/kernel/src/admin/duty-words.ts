import { isDuty, type Duty } from '../contract/duty.js';
import { screenMessages } from './screen-messages.js';
import { inWords } from './written.js';

const say = screenMessages<Duty>('duties', {
  'signatory': 'Signatory',
  'practice-governance-lead': 'Practice governance lead',
  'viewer-governance-lead': 'Viewing organisation governance lead',
  'activation-officer': 'Activation officer',
  'approver': 'Approver',
  'auditor-national': 'National auditor',
  'auditor-organisation': 'Auditor of an organisation',
  'privacy-officer': 'Privacy officer',
  'system-administrator': 'System administrator',
  'support': 'Support',
});

/** What a person, or a machine, acts as: 'auditor-national' "National auditor". */
export const dutyWords = (duty: string): string => (isDuty(duty) ? say(duty) : inWords(duty));
