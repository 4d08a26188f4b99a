import { Refusal } from '@accord/kernel';
import { readCeremony, type Ceremony, type WaitingCeremony } from '@accord/publication/server';
import { ceremonyLines, signedLines } from './ceremony-lines.js';

/** A change that was handed in and waits for the publisher, as whoever asks about the keys is told of it. */
export function handedInLines(waiting: WaitingCeremony | null): string[] {
  if (waiting === null) return [];
  const { content, reason, handedInBy, handedInAt } = waiting;
  const lines = ['', `Waiting for the publisher since ${handedInAt.toISOString()}, handed in by ${handedInBy}:`];
  try {
    const ceremony = readCeremony(content);
    return [...lines, ...ceremonyLines(ceremony), signedLines(ceremony)[0]!, 'It is adopted with the next publication: start Accord where it does not run.'];
  } catch (error) {
    if (error instanceof Refusal) return [...lines, `Changes keys: ${reason}`, `It cannot be read and is not adopted: ${error.message}`];
    throw error;
  }
}

/** What waits; null where nothing does, or nothing that can be read. */
export function handedInCeremony(waiting: WaitingCeremony | null): Ceremony | null {
  try {
    return waiting === null ? null : readCeremony(waiting.content);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
