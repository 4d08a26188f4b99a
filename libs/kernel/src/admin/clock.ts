/** The browser's own time: for what a screen says of "now", never for a rule. */
export const browserClock = { now: (): Date => new Date() };
