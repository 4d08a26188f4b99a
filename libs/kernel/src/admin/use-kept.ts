import { useCallback, useState, type Dispatch, type SetStateAction } from 'react';
import { useSession } from './session.js';

const PREFIX = 'accord:kept:';

interface Kept<T> {
  readonly place: string;
  readonly value: T;
  readonly wasFound: boolean;
}

/**
 * State of a form that survives a reload, a step-up and a sign-in that timed out: kept in this browser under the person and the
 * key from the first change on, and forgotten when the work is done or the person signs out. Never for anything about a patient (R12).
 *
 * @param keeps what of it is kept: nothing else is ever written, and what stands there otherwise is written over when it is read
 */
export function useKept<T>(key: string, initial: T, keeps: (value: T) => T = asItIs): readonly [T, Dispatch<SetStateAction<T>>, () => void, boolean] {
  const place = `${PREFIX}${useSession().me.person.id}:${key}`;
  const begin = (): Kept<T> => {
    const found = read(place, keeps);
    return { place, value: found ?? initial, wasFound: found !== null };
  };
  const [held, setHeld] = useState(begin);
  // The same form about another thing: what was typed about the one is not taken for the other.
  const kept = held.place === place ? held : begin();
  if (kept !== held) setHeld(kept);
  const setValue = useCallback((next: SetStateAction<T>) => setHeld((before) => {
    const value = typeof next === 'function' ? (next as (value: T) => T)(before.value) : next;
    keep(before.place, keeps(value));
    return { ...before, value };
  }), [keeps]);
  const forget = useCallback(() => window.localStorage.removeItem(place), [place]);
  return [kept.value, setValue, forget, kept.wasFound];
}

/** Nothing of anybody's forms stays in a browser they have signed out of. */
export function forgetEverythingKept(): void {
  for (const place of Object.keys(window.localStorage)) if (place.startsWith(PREFIX)) window.localStorage.removeItem(place);
}

const asItIs = <T>(value: T): T => value;

/** A full or forbidden store only costs the keeping. */
function keep(place: string, value: unknown): void {
  try { window.localStorage.setItem(place, JSON.stringify(value)); } catch { /* Nothing is kept. */ }
}

function read<T>(place: string, keeps: (value: T) => T): T | null {
  try {
    const text = window.localStorage.getItem(place);
    if (text === null) return null;
    const value = keeps(JSON.parse(text) as T);
    if (JSON.stringify(value) !== text) keep(place, value);
    return value;
  } catch {
    return null;
  }
}
