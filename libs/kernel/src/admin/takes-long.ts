import { useEffect, useState } from 'react';

/** After this long one wonders whether anything is still coming. */
export const LONG_MS = 5_000;

/** Whether something that is waited for has been under way for longer than usual. */
export function useTakesLong(isUnderWay: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isUnderWay) return setLong(false);
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, [isUnderWay]);
  return isUnderWay && isLong;
}
