import { useCallback, useEffect, useState, type Dispatch, type SetStateAction } from 'react';
import { useSession } from './session.js';

/**
 * State of a form that survives a reload, a step-up and a sign-in that timed out: kept in this browser under the person and the
 * key, and forgotten when the work is done. Never for anything about a patient (R12).
 */
export function useKept<T>(key: string, initial: T): readonly [T, Dispatch<SetStateAction<T>>, () => void, boolean] {
  const place = `accord:${useSession().me.person.id}:${key}`;
  const [found] = useState(() => read<T>(place));
  const [value, setValue] = useState<T>(found ?? initial);
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (isDone) return;
    try { window.localStorage.setItem(place, JSON.stringify(value)); } catch { /* A full or forbidden store only costs the keeping. */ }
  }, [place, value, isDone]);
  const forget = useCallback(() => {
    setDone(true);
    window.localStorage.removeItem(place);
  }, [place]);
  return [value, setValue, forget, found !== null];
}

function read<T>(place: string): T | null {
  try {
    const text = window.localStorage.getItem(place);
    return text === null ? null : JSON.parse(text) as T;
  } catch {
    return null;
  }
}
