import { StateWords, type Tone } from '@accord/kernel/admin';
import { say } from './messages.js';

const TONE: Readonly<Record<string, Tone>> = { proposed: 'waiting', recorded: 'waiting', confirmed: 'good', 'held-back': 'stopped', over: 'quiet', ended: 'quiet' };

/** The state of a duty or of a line of a register, and who is waited for. */
export function Standing({ state }: { readonly state: 'proposed' | 'recorded' | 'confirmed' | 'held-back' | 'over' | 'ended' }) {
  return <StateWords words={say(state)} tone={TONE[state] ?? 'quiet'} waitsFor={state === 'proposed' || state === 'recorded' ? say('second-person') : undefined} />;
}
