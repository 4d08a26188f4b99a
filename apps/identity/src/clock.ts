/** Seconds since 1970, for the lifetimes of codes and sessions. */
export function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
